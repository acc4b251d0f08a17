"""One network process: started, written to, read from, and seen to its end."""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

import msgspec

import indoors
from indoors.core.errors import AppError
from indoors.protocol.broker import Event, Order
from indoors.protocol.broker_wire import LINE_LIMIT, decode_event, encode
from indoors.protocol.faults import Fault

_PATIENCE_S = 2.0
_PASSED_ON = (
    "PATH", "HOME", "LANG", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LD_LIBRARY_PATH",
    "SSL_CERT_FILE", "SSL_CERT_DIR",
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
    "http_proxy", "https_proxy", "all_proxy", "no_proxy",
)  # fmt: skip


class BrokerProcess:
    """One process for one order. Callbacks run on a thread of its own, one at a time.

    ``on_exit`` comes exactly once after ``start``, behind the last event, with the exit code.
    """

    def __init__(
        self,
        on_event: Callable[[Event], None],
        on_exit: Callable[[int], None],
        *,
        command: Sequence[str] | None = None,
    ) -> None:
        self._on_event = on_event
        self._on_exit = on_exit
        self._command = list(command or (sys.executable, "-P", "-m", "indoors.broker"))
        self._process: subprocess.Popen[bytes] | None = None
        self._writing = threading.Lock()
        self._reader: threading.Thread | None = None

    def start(self) -> None:
        """Start the process. Raises AppError(BROKER_DID_NOT_START)."""
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # the libraries' complaints name addresses
                cwd=Path(sys.executable).anchor,
                env=_environment(os.environ),
            )
        except OSError as error:
            detail = error.strerror or type(error).__name__
            raise AppError(Fault.BROKER_DID_NOT_START, detail=detail) from error
        assert self._process.stdout
        arguments = (self._process, self._process.stdout)
        self._reader = threading.Thread(
            target=self._read, args=arguments, name="broker-events", daemon=True
        )
        self._reader.start()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def send(self, order: Order) -> None:
        """Hand over an order. If the process is gone, ``on_exit`` tells; nothing is raised."""
        if self._process is None or self._process.stdin is None:
            return
        with self._writing, contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(encode(order))
            self._process.stdin.flush()

    def end(self) -> None:
        """Let it go: at the end of its orders it leaves at once. Does not wait."""
        if self._process is not None and self._process.stdin is not None:
            with self._writing, contextlib.suppress(OSError):
                self._process.stdin.close()

    def close(self) -> None:
        """End it and wait; then nothing is called any more."""
        self.end()
        if self._process is None:
            return
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
        if self._reader is not None and self._reader is not threading.current_thread():
            self._reader.join(_PATIENCE_S)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _read(self, process: subprocess.Popen[bytes], stdout: IO[bytes]) -> None:
        try:
            with stdout:
                self._pass_on(stdout)
        finally:
            self.end()
            try:
                process.wait(_PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
            self._on_exit(process.wait())

    def _pass_on(self, stdout: IO[bytes]) -> None:
        while (line := stdout.readline(LINE_LIMIT)).endswith(b"\n"):
            try:
                event = decode_event(line)
            except msgspec.DecodeError:
                self.kill()  # it speaks nonsense
                return
            self._on_event(event)


def _environment(ours: Mapping[str, str]) -> dict[str, str]:
    """Return the little of our environment that the network program needs. No token is in it."""
    passed_on = {name: ours[name] for name in _PASSED_ON if name in ours}
    source = str(Path(indoors.__file__).parents[1])
    return passed_on | {"PYTHONPATH": source, "PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1"}
