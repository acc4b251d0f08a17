"""One engine process: started, written to, read from, and seen to its end."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import IO

import msgspec

import indoors
from indoors.core.errors import AppError
from indoors.protocol.engine import Event, Order
from indoors.protocol.faults import Fault
from indoors.protocol.wire import LINE_LIMIT, decode_event, encode

_STDERR_KEPT = 8 * 1024
_PATIENCE_S = 2.0
_PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
    "LD_LIBRARY_PATH",
    "PYTHONUSERBASE",
)
_PASSED_ON_FAMILIES = ("LC_", "GGML_", "GOMP_", "OMP_", "KMP_", "CUDA_", "HIP_", "ROCR_", "VK_")


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


class EngineClient:
    """One engine process. Callbacks run on a thread of the client's, one at a time.

    ``on_exit`` comes exactly once after ``start``, behind the last event.
    """

    def __init__(
        self,
        on_event: Callable[[Event], None],
        on_exit: Callable[[ProcessOutcome], None],
        *,
        command: Sequence[str] | None = None,
    ) -> None:
        self._on_event = on_event
        self._on_exit = on_exit
        self._command = list(command or (sys.executable, "-P", "-m", "indoors.engine"))
        self._process: subprocess.Popen[bytes] | None = None
        self._orders: SimpleQueue[bytes | None] = SimpleQueue()
        self._errors = bytearray()
        self._broke_protocol = False
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start the process; its Hello comes as an event. Raises AppError(ENGINE_DID_NOT_START)."""
        try:
            process = subprocess.Popen(  # noqa: S603 - our own program
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=Path(sys.executable).anchor,  # no folder of the user's is held or searched
                env=_environment(os.environ),
            )
        except OSError as error:
            detail = error.strerror or type(error).__name__
            raise AppError(Fault.ENGINE_DID_NOT_START, detail=detail) from error
        self._process = process
        errors = self._thread("engine-errors", self._collect_errors, _pipe(process.stderr))
        self._thread("engine-orders", self._write, _pipe(process.stdin))
        self._thread("engine-events", self._read, process, _pipe(process.stdout), errors)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def outcome(self) -> ProcessOutcome:
        if self._process is None or self.running:
            return ProcessOutcome(running=self._process is not None)
        code = self._process.returncode
        if code < 0:
            return ProcessOutcome(signal=-code, broke_protocol=self._broke_protocol)
        return ProcessOutcome(exit_code=code, broke_protocol=self._broke_protocol)

    @property
    def last_errors(self) -> str:
        """The end of what the process wrote to stderr: details for an error, never for a log."""
        return bytes(self._errors).decode(errors="replace").strip()

    def send(self, order: Order) -> None:
        """Hand over an order; returns at once. Raises AppError(ENGINE_CRASHED) if it is gone."""
        if not self.running:
            raise AppError(Fault.ENGINE_CRASHED, outcome=str(self.outcome))
        try:
            self._orders.put(encode(order))
        except UnicodeEncodeError as error:  # half of a surrogate pair
            raise AppError(Fault.BUG, detail="text that is not Unicode") from error

    def close(self, timeout: float = _PATIENCE_S) -> None:
        """End the process: end of input, then a wait, then a kill. Returns when it is gone."""
        if self._process is None:
            return
        self._orders.put(None)
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(_PATIENCE_S)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _thread(
        self, name: str, target: Callable[..., None], *arguments: object
    ) -> threading.Thread:
        thread = threading.Thread(target=target, args=arguments, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()
        return thread

    def _write(self, stdin: IO[bytes]) -> None:
        # A thread of its own: a frozen engine fills the pipe, and only the writer may wait then.
        # A broken pipe needs no word here: the reader sees the process end.
        with contextlib.suppress(OSError), stdin:
            while (line := self._orders.get()) is not None:
                stdin.write(line)
                stdin.flush()

    def _collect_errors(self, stderr: IO[bytes]) -> None:
        with stderr:
            while chunk := os.read(stderr.fileno(), 4096):
                self._errors += chunk
                del self._errors[:-_STDERR_KEPT]

    def _read(
        self, process: subprocess.Popen[bytes], stdout: IO[bytes], errors: threading.Thread
    ) -> None:
        try:
            with stdout:
                self._pass_on(stdout)
        finally:
            self._see_to_the_end(process)
            errors.join(_PATIENCE_S)
            self._orders.put(None)
            self._on_exit(self.outcome)

    def _pass_on(self, stdout: IO[bytes]) -> None:
        while line := stdout.readline(LINE_LIMIT):
            try:
                event = decode_event(line)
            except msgspec.DecodeError:
                # A line cut by the process's death is no breach; the outcome tells of the death.
                self._broke_protocol = line.endswith(b"\n") or len(line) >= LINE_LIMIT
                return
            self._on_event(event)

    def _see_to_the_end(self, process: subprocess.Popen[bytes]) -> None:
        if self._broke_protocol:
            process.kill()
        try:
            process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:  # it closed its end and lives on
            process.kill()
            process.wait()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # it was asked for
    return stream


def _environment(ours: Mapping[str, str]) -> dict[str, str]:
    """Return the little of our environment that the engine needs; nothing of the user's."""
    passed_on = {
        name: value
        for name, value in ours.items()
        if name in _PASSED_ON or name.startswith(_PASSED_ON_FAMILIES)
    }
    places = [str(Path(indoors.__file__).parents[1]), ours.get("PYTHONPATH", "")]
    return passed_on | {
        "PYTHONPATH": os.pathsep.join(filter(None, places)),
        "PYTHONUTF8": "1",
    }


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
