"""Starts our programs from here. Where a launcher runs, it is asked instead.

A process under the window's filter can start nothing, and what it started would inherit its
filter; so the window and the command line are given the launcher's ``Programs``. Tests and
tools that run without a launcher start the same programs with ``OwnPrograms``.
"""

import contextlib
import subprocess
from collections.abc import Sequence
from typing import IO, Protocol

from indoors.protocol.isolation import Grants, Start
from indoors.sandbox.starting import PROGRAMS, spawn


class Child(Protocol):
    """A program that was started: our ends of its pipes, and its end."""

    @property
    def pid(self) -> int: ...
    @property
    def orders(self) -> IO[bytes]: ...
    @property
    def events(self) -> IO[bytes]: ...
    @property
    def errors(self) -> IO[bytes]: ...

    def poll(self) -> int | None:
        """Return the exit code, -N after signal N, or None while it runs."""

    def wait(self, timeout: float) -> int | None:
        """Wait for the exit code at most so many seconds; None if it still runs."""

    def kill(self) -> None: ...


class Programs(Protocol):
    """Whoever can start programs."""

    def start(self, name: str, grants: Grants) -> Child:
        """Start one of ``sandbox.starting.PROGRAMS``. Raises ``OSError``."""


class OwnPrograms:
    """Starts them as children of this process. ``command``: another program in their place."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        self._command = list(command) if command else None

    def start(self, name: str, grants: Grants) -> "OwnChild":
        start = Start(grants=grants)
        return OwnChild(spawn(PROGRAMS[name], start, own_command=self._command))


class OwnChild:
    """A child of this process."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self.pid = process.pid
        assert process.stdin
        assert process.stdout
        assert process.stderr
        self.orders: IO[bytes] = process.stdin
        self.events: IO[bytes] = process.stdout
        self.errors: IO[bytes] = process.stderr

    def poll(self) -> int | None:
        return self._process.poll()

    def wait(self, timeout: float) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout)
        return None

    def kill(self) -> None:
        self._process.kill()
