"""What the window and the launcher say to each other. Standard library only: see isolation.py.

One message is one JSON line on a pair of local sockets; ``Started`` carries three descriptors
along: where to write orders, where events come, where complaints come.
"""

import json
from typing import Any, NamedTuple

from indoors.protocol.isolation import Grants

LINE_LIMIT = 1024 * 1024


class StartProgram(NamedTuple):
    id: int
    program: str
    grants: Grants


class Kill(NamedTuple):
    id: int


class OpenOutside(NamedTuple):
    """Show a link in the browser, or a folder in the file manager."""

    target: str


class ChangeMeterAccess(NamedTuple):
    """Let the user's own group read the processor's energy counters, or take that back."""

    grant: bool


class Started(NamedTuple):
    id: int
    pid: int


class NotStarted(NamedTuple):
    id: int
    error: int  # errno
    detail: str


class Exited(NamedTuple):
    """``code``: -N after signal N."""

    id: int
    code: int


Order = StartProgram | Kill | OpenOutside | ChangeMeterAccess
Event = Started | NotStarted | Exited

_KINDS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (StartProgram, Kill, OpenOutside, ChangeMeterAccess, Started, NotStarted, Exited)
}


def encode(message: Order | Event) -> bytes:
    """Return the message as one line, with its newline."""
    fields = message._asdict()
    if isinstance(message, StartProgram):
        fields["grants"] = message.grants._asdict()
    return json.dumps({"kind": type(message).__name__, **fields}).encode() + b"\n"


def decode(line: bytes) -> Order | Event:
    """Read a message. Raises ``ValueError`` if it is none."""
    try:
        told = json.loads(line)
        kind = _KINDS[told.pop("kind")]
        if kind is StartProgram:
            told["grants"] = Grants.of(told["grants"])
        message: Order | Event = kind(**told)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError("not a message") from error
    for name, wanted in kind.__annotations__.items():
        if wanted in (int, str, bool) and type(getattr(message, name)) is not wanted:
            raise ValueError(f"{name} is not what it should be")
    return message
