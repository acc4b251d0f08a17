"""What a program was told at its start, and what the system then took from it.

Standard library only, and light: a program reads this before it may load anything else. Named
tuples, as the standard library's data classes take milliseconds to make.
"""

import json
from typing import Any, Literal, NamedTuple

VARIABLE = "INDOORS_START"
"""The environment variable that carries ``Start``; read once and removed. A command line would
show the paths to every user of the computer."""

ProgramName = Literal["window", "engine", "ingest", "broker"]

Network = Literal["none", "local", "ports", "open"]
"""none: no socket at all; local: sockets of this computer (AF_UNIX), no IP; ports: IP, and TCP to
the granted ports only; open: nothing keeps it from connecting."""

Files = Literal["granted", "any"]
"""granted: its libraries and what its start named; any: whatever the user may."""


class Grants(NamedTuple):
    """What a program may touch beyond its libraries: absolute paths of files and folders."""

    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()  # folders, for reading and writing
    ports: tuple[int, ...] | None = ()  # TCP, for the broker alone; None: any port
    drivers: bool = False  # an exception that the user made, for the engine's graphics driver

    @classmethod
    def of(cls, told: Any) -> "Grants":
        """Read what ``_asdict`` made. Raises ``KeyError``, ``TypeError`` or ``ValueError``."""
        ports = told["ports"]
        return cls(
            read=_paths(told["read"]),
            write=_paths(told["write"]),
            ports=None if ports is None else tuple(map(int, ports)),
            drivers=bool(told.get("drivers", False)),
        )


def _paths(told: Any) -> tuple[str, ...]:
    if not isinstance(told, list) or not all(isinstance(path, str) for path in told):
        raise TypeError("not a list of paths")
    return tuple(told)


class Start(NamedTuple):
    """What a program is told. ``parent``: the process it must not outlive, or 0."""

    grants: Grants = Grants()
    parent: int = 0
    link: int | None = None  # the window's descriptor to the launcher
    self_test: bool = False

    def text(self) -> str:
        return json.dumps(self._asdict() | {"grants": self.grants._asdict()})

    @classmethod
    def of(cls, text: str) -> "Start":
        """Read what ``text`` wrote. Raises ``ValueError``, ``KeyError`` or ``TypeError``."""
        told = json.loads(text)
        return cls(**(told | {"grants": Grants.of(told["grants"])}))


class Enforcement(NamedTuple):
    """What the operating system enforces on one process, as found when it was asked for it.

    ``gaps`` names what this program should be denied and is not: any makes the shield amber.
    ``proven`` is False on systems for which this was written and never run.
    """

    program: ProgramName
    system: str
    network: Network
    files: Files
    no_exec: bool
    no_new_privileges: bool
    not_dumpable: bool
    no_core: bool
    filters_all_threads: bool
    landlock_abi: int
    descriptors: int  # inherited ones, all looked at
    memory_limit: int | None = None  # bytes
    cpu_limit: int | None = None  # seconds
    gaps: tuple[str, ...] = ()
    proven: bool = True
