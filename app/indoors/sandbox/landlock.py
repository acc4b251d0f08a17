"""Landlock: which files a process may open, and to which TCP ports it may connect.

It only adds to the system call filter. A kernel before 6.7 knows no ports, one before 5.13
nothing of it at all; ``abi()`` says what is there.
"""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from indoors.sandbox import kernel

EXECUTE, WRITE, READ, LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_FILE, MAKE_CHARACTER, MAKE_FILE, MAKE_BLOCK = 1 << 5, 1 << 6, 1 << 8, 1 << 11
REFER, TRUNCATE, DEVICE_CONTROL = 1 << 13, 1 << 14, 1 << 15
_OF_FILES = EXECUTE | WRITE | READ | TRUNCATE | DEVICE_CONTROL
_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_RIGHTS_NOW = (1 << 16) - 1  # from ABI 5 on

TCP_BIND, TCP_CONNECT = 1, 2
_ABI_WITH_PORTS, _ABI_WITH_SCOPES = 4, 6
_SCOPES = 3  # abstract local sockets of, and signals to, processes outside

_BENEATH, _PORT = 1, 2
_VERSION = 1

READ_ONLY = READ | LIST
READ_WRITE = READ | LIST | WRITE | TRUNCATE | MAKE_FILE | REMOVE_FILE
DEVICE = READ | WRITE | LIST | DEVICE_CONTROL


def abi() -> int:
    """Return the kernel's version of Landlock; 0 without any."""
    try:
        return kernel.call("landlock_create_ruleset", None, ctypes.c_size_t(0), _VERSION)
    except OSError:
        return 0


def rights(version: int) -> int:
    """All rights on files that this version knows."""
    return _RIGHTS.get(version, _RIGHTS_NOW)


def knows_ports(version: int) -> bool:
    """Whether this version rules over TCP."""
    return version >= _ABI_WITH_PORTS


class Ruleset:
    """Denies what it handles, except what is added; then is put in force."""

    def __init__(self, version: int, *, files: int, tcp: int, scoped: bool) -> None:
        """Raises ``OSError``."""
        self._files = files & rights(version)
        tcp = tcp if knows_ports(version) else 0
        scopes = _SCOPES if scoped and version >= _ABI_WITH_SCOPES else 0
        attributes = struct.pack("QQQ", self._files, tcp, scopes)[: _size(version)]
        self._descriptor = kernel.call(
            "landlock_create_ruleset", attributes, ctypes.c_size_t(len(attributes)), 0
        )

    def allow(self, paths: Iterable[str], wanted: int) -> None:
        """Allow these rights on what is there of these files, and below these folders."""
        for path in paths:
            with _opened(path) as place:
                if place is None:
                    continue
                folder = stat.S_ISDIR(os.fstat(place).st_mode)
                granted = wanted & self._files & (-1 if folder else _OF_FILES)
                rule = struct.pack("=Qi", granted, place)
                kernel.call("landlock_add_rule", self._descriptor, _BENEATH, rule, 0)

    def allow_ports(self, ports: Iterable[int]) -> None:
        for port in ports:
            rule = struct.pack("=QQ", TCP_CONNECT, port)
            kernel.call("landlock_add_rule", self._descriptor, _PORT, rule, 0)

    def enforce(self) -> None:
        """Put it in force for this thread and all that it starts. Raises ``OSError``."""
        kernel.call("landlock_restrict_self", self._descriptor, 0)
        os.close(self._descriptor)


def _size(version: int) -> int:
    """The kernel refuses attributes that are longer than it knows."""
    if version >= _ABI_WITH_SCOPES:
        return 24
    return 16 if knows_ports(version) else 8


@contextmanager
def _opened(path: str) -> Iterator[int | None]:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # what is not there needs no rule
        yield None
        return
    try:
        yield descriptor
    finally:
        os.close(descriptor)
