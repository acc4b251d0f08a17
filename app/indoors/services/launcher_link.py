"""The window's line to the launcher: asks for programs, and hears of their ends."""

import contextlib
import errno
import os
import socket
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import IO, Self

from indoors.protocol.isolation import Grants
from indoors.protocol.launcher import (
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

_DESCRIPTORS = 3
_START_LIMIT_S = 30.0


class LauncherLink:
    """Starts programs by asking (``services.programs.Programs``). Any thread may use it."""

    def __init__(self, descriptor: int) -> None:
        self._socket = socket.socket(fileno=descriptor)
        self._sending = threading.Lock()
        self._lock = threading.Lock()
        self._next = 0
        self._answers: dict[int, SimpleQueue[RemoteChild | NotStarted]] = {}
        self._children: dict[int, RemoteChild] = {}
        self._descriptors: list[int] = []
        self._buffer = b""
        self._closing = False
        self._is_lost = False
        self._lost = _nobody
        self._thread = threading.Thread(target=self._read, name="launcher", daemon=True)
        self._thread.start()

    def start(self, name: str, grants: Grants) -> "RemoteChild":
        """Have a program started. Raises ``OSError``."""
        answers: SimpleQueue[RemoteChild | NotStarted] = SimpleQueue()
        with self._lock:
            if self._is_lost:
                raise OSError(errno.EPIPE, "the launcher has ended")
            self._next += 1
            number = self._next
            self._answers[number] = answers
        self._send(StartProgram(number, name, grants))
        try:
            answer = answers.get(timeout=_START_LIMIT_S)
        except Empty:
            raise TimeoutError(errno.ETIMEDOUT, "the launcher does not answer") from None
        if isinstance(answer, NotStarted):
            raise OSError(answer.error, answer.detail)
        return answer

    def open_outside(self, target: str) -> None:
        """Show a link in the browser, or a folder in the file manager."""
        self._send(OpenOutside(target))

    def change_meter_access(self, grant: bool) -> None:
        """Have the administrator asked for the processor's energy counters, or for no more."""
        self._send(ChangeMeterAccess(grant))

    def when_lost(self, call: Callable[[], None]) -> None:
        """Have this called, on a thread of the link's, when the launcher is gone.

        No program can be started from then on.
        """
        self._lost = call

    def kill(self, number: int) -> None:
        """End a program at once; nothing happens if it is gone."""
        self._send(Kill(number))

    def close(self) -> None:
        self._closing = True
        with contextlib.suppress(OSError):  # the launcher may be gone
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _send(self, order: Order) -> None:
        with self._sending:
            try:
                self._socket.sendall(encode(order))
            except OSError:  # the reader sees it too, and tells
                return

    # ---- what the launcher says -------------------------------------------------------

    def _read(self) -> None:
        try:
            while self._receive():
                pass
        finally:
            self._lose()

    def _receive(self) -> bool:
        try:
            piece, descriptors, _, _ = socket.recv_fds(self._socket, 65536, 8 * _DESCRIPTORS)
        except OSError:
            return False
        for descriptor in descriptors:
            os.set_inheritable(descriptor, False)
        self._descriptors += descriptors
        self._buffer += piece
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            self._take(decode(line))
        return bool(piece)

    def _take(self, event: Order | Event) -> None:
        match event:
            case Started():
                pipes, self._descriptors = (
                    self._descriptors[:_DESCRIPTORS],
                    self._descriptors[_DESCRIPTORS:],
                )
                child = RemoteChild(self, event, pipes)
                with self._lock:
                    self._children[event.id] = child
                    self._answers.pop(event.id).put(child)
            case NotStarted():
                with self._lock:
                    self._answers.pop(event.id).put(event)
            case Exited():
                with self._lock:
                    self._children.pop(event.id).ended(event.code)
            case _:
                pass  # the launcher gives no orders

    def _lose(self) -> None:
        with self._lock:
            self._is_lost = True
            waiting, self._answers = self._answers, {}
            children, self._children = self._children, {}
            left, self._descriptors = self._descriptors, []
        for descriptor in left:
            os.close(descriptor)
        for number, answers in waiting.items():
            answers.put(NotStarted(number, errno.EPIPE, "the launcher has ended"))
        for child in children.values():
            child.ended(-9)  # the system ends them with the launcher
        if not self._closing:
            self._lost()


class RemoteChild:
    """A child of the launcher's (``services.programs.Child``)."""

    def __init__(self, link: LauncherLink, started: Started, pipes: list[int]) -> None:
        self._link = link
        self._id = started.id
        self._ended = threading.Event()
        self._code: int | None = None
        self.pid = started.pid
        orders, events, errors = pipes
        self.orders: IO[bytes] = os.fdopen(orders, "wb")
        self.events: IO[bytes] = os.fdopen(events, "rb")
        self.errors: IO[bytes] = os.fdopen(errors, "rb")

    def ended(self, code: int) -> None:
        self._code = code
        self._ended.set()

    def poll(self) -> int | None:
        return self._code

    def wait(self, timeout: float) -> int | None:
        self._ended.wait(timeout)
        return self._code

    def kill(self) -> None:
        self._link.kill(self._id)


def _nobody() -> None:
    """Nobody waits for its end."""
