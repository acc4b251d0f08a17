"""What each program may do. Data; how it is enforced is the systems' own files' business."""

from typing import NamedTuple

from indoors.protocol.isolation import ProgramName

MEGABYTE = 1024 * 1024


class Profile(NamedTuple):
    """One program's rights.

    ``local_sockets``: AF_UNIX; ``ip_sockets``: TCP and UDP, TCP to granted ports;
    ``listens``: on local sockets, for a second start to knock at; ``own_files``: only its
    libraries and what its start grants; ``devices``: graphics; ``resolves``: reads what name
    look-ups and certificates need; ``memory`` in bytes, ``cpu`` in seconds.
    """

    program: ProgramName
    local_sockets: bool = False
    ip_sockets: bool = False
    listens: bool = False
    own_files: bool = True
    devices: bool = False
    resolves: bool = False
    memory: int | None = None
    cpu: int | None = None


WINDOW = Profile("window", local_sockets=True, listens=True, own_files=False)
"""The screen, the keyring and the desktop are reached by local sockets, and users open files
anywhere; there is no IP and no program to start."""

ENGINE = Profile("engine", devices=True)
"""A model file is a stranger's data for a large native parser: nothing but libraries, graphics
and that file. Files are granted when the process starts, because no process can widen its own
rights later; so a model with other files gets a new process."""


def for_drivers(profile: Profile) -> Profile:
    """Return what some graphics drivers may need: local sockets, and files of their own.

    Only by the user's order, and never silently. Still no internet, and no program to start.
    """
    return profile._replace(local_sockets=True, own_files=False)


INGEST = Profile("ingest", memory=1024 * MEGABYTE, cpu=20)
"""One document, handed over as standard input."""

BROKER = Profile("broker", local_sockets=True, ip_sockets=True, resolves=True)
"""The only one that connects, to the ports of its one order. Local sockets are the system's
name service."""

ALL = (WINDOW, ENGINE, INGEST, BROKER)
