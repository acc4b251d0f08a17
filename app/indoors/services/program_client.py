"""One of our programs as a process: started, written to, read from, and seen to its end."""

import contextlib
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Generic, TypeVar

import msgspec

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.protocol.isolation import Grants
from indoors.protocol.wire import Wire
from indoors.services.programs import Child, OwnPrograms, Programs

_STDERR_KEPT = 8 * 1024
_PATIENCE_S = 2.0

O = TypeVar("O")  # noqa: E741 - orders
E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class ProcessOutcome:
    """How a process ended. ``broke_protocol``: it was ended because it spoke nonsense."""

    running: bool = False
    exit_code: int | None = None
    signal: int | None = None
    broke_protocol: bool = False

    def __str__(self) -> str:
        if self.running:
            return "running"
        if self.broke_protocol:
            return "sent something that is no message"
        if self.signal is not None:
            return f"killed by {_signal_name(self.signal)}"
        return f"exited with {self.exit_code}"


class ProgramClient(Generic[O, E]):
    """One process. Callbacks run on a thread of the client's, one at a time.

    ``on_exit`` comes exactly once after ``start``, behind the last event.
    """

    name: str
    wire: Wire[O, E]
    did_not_start: Fault

    def __init__(
        self,
        on_event: Callable[[E], None],
        on_exit: Callable[[ProcessOutcome], None],
        programs: Programs | None = None,
    ) -> None:
        self._on_event = on_event
        self._on_exit = on_exit
        self._programs = programs or OwnPrograms()
        self._child: Child | None = None
        self._orders: SimpleQueue[bytes | None] = SimpleQueue()
        self._errors = bytearray()
        self._broke_protocol = False
        self._threads: list[threading.Thread] = []

    def start(self, grants: Grants | None = None) -> None:
        """Start the process; its Hello comes as an event. Raises AppError(``did_not_start``)."""
        try:
            child = self._programs.start(self.name, grants or Grants())
        except OSError as error:
            detail = error.strerror or str(error) or type(error).__name__
            raise AppError(self.did_not_start, detail=detail) from error
        self._child = child
        errors = self._thread("errors", self._collect_errors, child)
        self._thread("orders", self._write, child)
        self._thread("events", self._read, child, errors)

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    @property
    def outcome(self) -> ProcessOutcome:
        code = self._child.poll() if self._child else None
        if code is None:
            return ProcessOutcome(running=self._child is not None)
        if code < 0:
            return ProcessOutcome(signal=-code, broke_protocol=self._broke_protocol)
        return ProcessOutcome(exit_code=code, broke_protocol=self._broke_protocol)

    @property
    def last_errors(self) -> str:
        """The end of what the process wrote to stderr: details for an error, never for a log."""
        return bytes(self._errors).decode(errors="replace").strip()

    def send(self, order: O) -> None:
        """Hand over an order; returns at once. If the process is gone, ``on_exit`` tells.

        Raises AppError(BUG) for text that can't be put into a message.
        """
        try:
            self._orders.put(self.wire.encode(order))
        except UnicodeEncodeError as error:  # half of a surrogate pair
            raise AppError(Fault.BUG, detail="text that is not Unicode") from error

    def end(self) -> None:
        """Let it go: at the end of its orders it leaves at once. Does not wait."""
        self._orders.put(None)

    def close(self, timeout: float = _PATIENCE_S) -> None:
        """End the process: end of input, then a wait, then a kill. Returns when it is gone."""
        if self._child is None:
            return
        self.end()
        if self._child.wait(timeout) is None:
            self.kill()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(_PATIENCE_S)

    def kill(self) -> None:
        if self._child is not None:
            self._child.kill()

    def _thread(
        self, task: str, target: Callable[..., None], *arguments: object
    ) -> threading.Thread:
        name = f"{self.name}-{task}"
        thread = threading.Thread(target=target, args=arguments, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()
        return thread

    def _write(self, child: Child) -> None:
        # A thread of its own: a frozen program fills the pipe, and only the writer may wait then.
        # A broken pipe needs no word here: the reader sees the process end.
        with contextlib.suppress(OSError), child.orders as stream:
            while (line := self._orders.get()) is not None:
                stream.write(line)
                stream.flush()

    def _collect_errors(self, child: Child) -> None:
        with child.errors as stream:
            while chunk := os.read(stream.fileno(), 4096):
                self._errors += chunk
                del self._errors[:-_STDERR_KEPT]

    def _read(self, child: Child, errors: threading.Thread) -> None:
        try:
            with child.events:
                self._pass_on(child)
        finally:
            self._see_to_the_end(child)
            errors.join(_PATIENCE_S)
            self._orders.put(None)
            self._on_exit(self.outcome)

    def _pass_on(self, child: Child) -> None:
        limit = self.wire.limit
        while line := child.events.readline(limit):
            try:
                event = self.wire.event(line)
            except msgspec.DecodeError:
                # A line cut by the process's death is no breach; the outcome tells of the death.
                self._broke_protocol = line.endswith(b"\n") or len(line) >= limit
                return
            self._on_event(event)

    def _see_to_the_end(self, child: Child) -> None:
        if self._broke_protocol:
            child.kill()
        if child.wait(_PATIENCE_S) is None:  # it closed its end and lives on
            child.kill()
            child.wait(_PATIENCE_S)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
