"""Orders to the proof program and what it found."""

from typing import Literal

from msgspec import Struct

from indoors.protocol.isolation import Enforcement
from indoors.protocol.wire import Channel, Wire

_event = {"frozen": True, "kw_only": True, "tag_field": "type"}

Subject = Literal["window", "engine", "ingest", "broker"]


class Prove(Struct, **_event, tag="prove"):
    """Try everything, and read the kernel's state of these running processes of ours."""

    running: dict[str, int] = {}  # name to process id


Order = Prove


class Attempt(Struct, **_event, tag="attempt"):
    """One attempt to get out, made by one program under its own filter.

    ``worked``: it did what it should not be able to. ``arrived``: the listener heard of it.
    ``error`` names what kept it. ``by_design``: this program may do that, and why is in the
    threat model. ``works_without``: the same attempt by a program that nothing confines; if
    even that is kept from it here, the attempt proves nothing about the filter.
    """

    program: Subject
    name: str
    worked: bool
    arrived: bool
    error: str
    by_design: bool
    works_without: bool

    @property
    def passed(self) -> bool:
        return self.by_design or not (self.worked or self.arrived)


class KernelState(Struct, **_event, tag="kernel_state"):
    """What the kernel says of a process, read by another one.

    ``seccomp``: 2 is a filter. ``readable``: whether a process of the same user may look into
    its memory; None where the reader is root, who always may.
    """

    program: str
    pid: int
    seccomp: int
    seccomp_filters: int
    no_new_privileges: bool
    core_limit: int | None
    readable: bool | None
    ip_sockets: int
    expected: bool = True  # the launcher has no filter, as it starts the others

    @property
    def passed(self) -> bool:
        if not self.expected:
            return self.ip_sockets == 0
        kept = self.seccomp == 2 and self.no_new_privileges and self.readable is not True
        return kept and (self.ip_sockets == 0 or self.program == "broker")


class Tested(Struct, **_event, tag="tested"):
    """A program was through with its attempts; None: it could not be tested."""

    program: Subject
    enforcement: Enforcement | None
    refused_socket: bool  # it would not start with a connection that it inherited
    detail: str = ""


class Proved(Struct, **_event, tag="proved"):
    """The end. ``listeners``: how many addresses there were to reach."""

    listeners: int
    seconds: float


Event = Attempt | KernelState | Tested | Proved

WIRE: Wire[Order, Event] = Wire(Order, Event, 1024 * 1024)
ProofChannel = Channel[Order, Event]
