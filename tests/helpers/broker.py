"""A real network process and orders for it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from indoors.protocol.broker import (
    WIRE,
    Cancel,
    Connecting,
    Credential,
    Download,
    Ending,
    Event,
    Hello,
    Order,
    Permit,
    Proceed,
    RemoteFile,
    Route,
)
from indoors.protocol.isolation import VARIABLE, Grants, Start
from tests.helpers.hub import NAME, REPO, LoopbackHub

APP = Path(__file__).parents[2] / "app"
PYTHON_PATH = os.pathsep.join((str(APP), str(APP.parent)))
"""For programs of tests that import the app and these helpers."""
MODULE = ("-P", "-m", "indoors.broker")
ANY_PORT_AND_TEMPORARY_FILES = Grants(write=(tempfile.gettempdir(),), ports=None)
"""A test's hub may come up after the process; the product grants ports and one folder."""


class Broker:
    """One process; serves orders one after the other.

    Every contact is permitted as soon as it is told, unless ``permits`` is taken back.
    """

    permits = True

    def __init__(
        self, environment: Mapping[str, str] | None = None, arguments: tuple[str, ...] = MODULE
    ) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(APP),
                VARIABLE: Start(grants=ANY_PORT_AND_TEMPORARY_FILES).text(),
                **(environment or {}),
            },
        )
        hello = self.next()
        assert isinstance(hello, Hello)
        self.hello = hello

    def send(self, order: Order) -> None:
        assert self.process.stdin
        self.process.stdin.write(WIRE.encode(order))
        self.process.stdin.flush()

    def next(self) -> Event:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, f"the network process ended: {self.process.wait()}"
        event = WIRE.event(line)
        if isinstance(event, Connecting) and self.permits:
            self.send(Proceed(id=event.id, number=event.number))
        return event

    def until(self, *kinds: type) -> list[Event]:
        """Return events up to the first of these kinds."""
        events = [self.next()]
        while not isinstance(events[-1], kinds):
            assert not isinstance(events[-1], Ending), events[-1]
            events.append(self.next())
        return events

    def serve(self, order: Order) -> list[Event]:
        """Send an order and return all its events; the last one is its end."""
        self.send(order)
        events = [self.next()]
        while not isinstance(events[-1], Ending):
            events.append(self.next())
        return events

    def end(self, order: Order) -> Event:
        return self.serve(order)[-1]

    def cancel(self, order_id: str) -> None:
        self.send(Cancel(id=order_id))

    def close(self) -> int:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        code = self.process.wait(10)
        self.process.stdout.close()
        return code


@contextmanager
def running_broker(environment: Mapping[str, str] | None = None) -> Iterator[Broker]:
    broker = Broker(environment)
    try:
        yield broker
    finally:
        if broker.process.poll() is None:
            broker.close()
        else:
            broker.process.stdout.close()  # type: ignore[union-attr]
            broker.process.stdin.close()  # type: ignore[union-attr]


def route_to(hub: LoopbackHub, **changes: object) -> Route:
    settings: dict[str, object] = {
        "endpoint": hub.url,
        "hosts": (hub.cdn,),
        "proxy": "none",
        "stall_s": 10.0,
    }
    return Route(**(settings | changes))  # type: ignore[arg-type]


def download_of(hub: LoopbackHub, part: Path, **changes: object) -> Download:
    settings: dict[str, object] = {
        "id": "one",
        "file": RemoteFile(repo=REPO, name=NAME),
        "route": route_to(hub),
        "permit": Permit(purpose="model_download", consent_id="c1"),
        "part": str(part),
        "reserve": 0,
        "pause_s": 0.01,
        "credential": Credential(hub.token),
    }
    return Download(**(settings | changes))  # type: ignore[arg-type]
