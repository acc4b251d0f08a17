"""The launcher's loop: starts programs on the window's order, and sees every one to its end.

A filter is inherited, so a window that may not reach the network can't start the program that
must. This process therefore comes first and stays small: no Qt, no file of the user's, no
network of its own. It reads one kind of message, from one partner, and knows a short list of
things to do.
"""

import contextlib
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import indoors
from indoors.launcher.meter_access import change_meter_access
from indoors.launcher.outside import open_outside
from indoors.protocol.isolation import VARIABLE, Start
from indoors.protocol.launcher import (
    LINE_LIMIT,
    ChangeMeterAccess,
    Event,
    Exited,
    Kill,
    NotStarted,
    OpenOutside,
    Order,
    Started,
    StartProgram,
    decode,
    encode,
)
from indoors.sandbox.starting import PROGRAMS, spawn

FRONT = "indoors.cli"
"""Window and command line: whatever a user sees runs there."""

PATIENCE_S = 2.0
"""What a program may take to end by itself once the window is gone."""


class Launcher:
    """One window or command, and the programs that it has started."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._arguments = list(arguments)
        self._children: dict[int, subprocess.Popen[bytes]] = {}
        self._others: list[subprocess.Popen[bytes]] = []
        self._asking: subprocess.Popen[bytes] | None = None  # for the administrator's password
        self._buffer = b""
        self._link, self._front_link = socket.socketpair()
        self._link.settimeout(PATIENCE_S)  # a partner that does not read must not stop the reaping

    def run(self) -> int:
        """Return the exit code of what the user started, after everything has ended."""
        # Ctrl+C is for the terminal's whole group; the window decides. Not ignored, but passed
        # over: what is ignored stays so in the programs that are started.
        signal.signal(signal.SIGINT, lambda *_: None)
        _be_unreadable()
        wake = _woken_by_children()
        front = self._start_front()
        with selectors.DefaultSelector() as selector:
            selector.register(wake, selectors.EVENT_READ, "child")
            selector.register(self._link, selectors.EVENT_READ, "order")
            try:
                while front.poll() is None:
                    for key, _ in selector.select():
                        if key.data == "child":
                            wake.recv(4096)
                            self._reap()
                        elif not self._serve():
                            selector.unregister(self._link)
            finally:
                self._end_all()
        return front.returncode

    # ---- the window -------------------------------------------------------------------

    def _start_front(self) -> "subprocess.Popen[bytes]":
        start = Start(link=self._front_link.fileno())
        source = str(Path(indoors.__file__).parents[1])
        places = [source, os.environ.get("PYTHONPATH", "")]
        front = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", FRONT, *self._arguments],
            env=os.environ
            | {VARIABLE: start.text(), "PYTHONPATH": os.pathsep.join(filter(None, places))},
            pass_fds=[self._front_link.fileno()],
        )
        self._front_link.close()
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda got, _: front.send_signal(got))
        return front

    def _serve(self) -> bool:
        """Take what the window sends; False once it sends no more."""
        try:
            piece = self._link.recv(65536)
        except OSError:
            return False
        self._buffer += piece
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            with contextlib.suppress(ValueError):  # nonsense is not obeyed
                order = decode(line)
                if isinstance(order, StartProgram | Kill | OpenOutside | ChangeMeterAccess):
                    self._obey(order)
        return bool(piece) and len(self._buffer) < LINE_LIMIT

    def _obey(self, order: Order) -> None:
        match order:
            case StartProgram():
                self._start(order)
            case Kill(id=number):
                if child := self._children.get(number):
                    child.kill()
            case OpenOutside(target=target):
                if shown := open_outside(target):
                    self._others.append(shown)
            case ChangeMeterAccess(grant=grant):
                if self._asking is None:
                    self._asking = change_meter_access(grant)

    # ---- the programs -----------------------------------------------------------------

    def _start(self, order: StartProgram) -> None:
        program = PROGRAMS.get(order.program)
        if program is None or order.id in self._children:
            self._tell(NotStarted(order.id, 0, "no such program"))
            return
        start = Start(grants=order.grants, parent=os.getpid())
        try:
            child = spawn(program, start)
        except (OSError, ValueError) as error:
            problem = error.errno or 0 if isinstance(error, OSError) else 0
            self._tell(NotStarted(order.id, problem, str(error)))
            return
        self._children[order.id] = child
        pipes = [pipe for pipe in (child.stdin, child.stdout, child.stderr) if pipe]
        self._tell(Started(order.id, child.pid), [pipe.fileno() for pipe in pipes])
        for pipe in pipes:  # the window alone has them now: its death is the end of its orders
            pipe.close()

    def _reap(self) -> None:
        for number, child in list(self._children.items()):
            if (code := child.poll()) is not None:
                del self._children[number]
                self._tell(Exited(number, code))
        self._others = [other for other in self._others if other.poll() is None]
        if self._asking is not None and self._asking.poll() is not None:
            self._asking = None

    def _tell(self, event: Event, descriptors: Sequence[int] = ()) -> None:
        with contextlib.suppress(OSError):  # the window is gone: that is seen elsewhere
            socket.send_fds(self._link, [encode(event)], descriptors)

    def _end_all(self) -> None:
        self._link.close()
        end = time.monotonic() + PATIENCE_S
        for child in self._children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, end - time.monotonic()))
            child.kill()
            child.wait()


def run(arguments: Sequence[str]) -> int:
    """Run window or command to its end; a signal that ended it ends this process, too."""
    code = Launcher(arguments).run()
    if code >= 0:
        return code
    with contextlib.suppress(OSError, ValueError):
        signal.signal(-code, signal.SIG_DFL)
    os.kill(os.getpid(), -code)
    return 128 - code


def _woken_by_children() -> socket.socket:
    """Return a socket that can be read as soon as a child has ended."""
    reading, writing = socket.socketpair()
    for end in (reading, writing):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(writing.detach(), warn_on_full_buffer=False)
    return reading


def _be_unreadable() -> None:
    """Keep other processes out of this one: it is the one that still has every right."""
    if sys.platform == "linux":
        import resource

        from indoors.sandbox import kernel

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
