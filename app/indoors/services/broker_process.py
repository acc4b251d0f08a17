"""The network program, and what one order needs of the system."""

import sys
from collections.abc import Mapping
from pathlib import Path

from indoors.core.ports import ports_for
from indoors.protocol.broker import WIRE, Download, Event, Greet, LookUp, Order, ReadHead
from indoors.protocol.faults import Fault
from indoors.protocol.isolation import Grants
from indoors.services.program_client import ProcessOutcome, ProgramClient

__all__ = ["BrokerClient", "Errand", "ProcessOutcome", "grants_for"]

Errand = Download | ReadHead | LookUp | Greet


class BrokerClient(ProgramClient[Order, Event]):
    """One process for one order."""

    name = "broker"
    wire = WIRE
    did_not_start = Fault.BROKER_DID_NOT_START


def grants_for(errand: Errand, environment: Mapping[str, str]) -> Grants:
    """Return the ports of this order, and the folder that it fills."""
    route = errand.route
    ports = ports_for(route.endpoint, route.hosts, route.proxy, environment)
    elsewhere = route.proxy == "system" and sys.platform in {"darwin", "win32"}
    return Grants(
        write=(str(Path(errand.part).parent),) if isinstance(errand, Download) else (),
        ports=None if elsewhere else ports,  # there the system's settings name the proxy
    )
