"""The engine program, and what it must be able to read for a model."""

import re

from indoors.protocol.engine import WIRE, Event, Load, Order
from indoors.protocol.faults import Fault
from indoors.protocol.isolation import Grants
from indoors.services.program_client import ProcessOutcome, ProgramClient

__all__ = ["EngineClient", "ProcessOutcome", "grants_for"]

_PART = re.compile(r"-(\d{5})-of-(\d{5})\.gguf$")
_PARTS_LIMIT = 512


class EngineClient(ProgramClient[Order, Event]):
    """One engine process."""

    name = "engine"
    wire = WIRE
    did_not_start = Fault.ENGINE_DID_NOT_START


def grants_for(order: Load) -> Grants:
    """Return what an engine may read for this load: the model's own files and no other.

    Unless the user made an exception for the graphics driver.
    """
    return Grants(read=_files(order.path), drivers=order.looser_for_drivers)


def _files(path: str) -> tuple[str, ...]:
    """Return the file, or all parts of a model that was split as llama.cpp splits them."""
    found = _PART.search(path)
    count = int(found.group(2)) if found else 0
    if found is None or not 0 < count <= _PARTS_LIMIT:
        return (path,)
    stem = path[: found.start()]
    return tuple(f"{stem}-{part:05}-of-{count:05}.gguf" for part in range(1, count + 1))
