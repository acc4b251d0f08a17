"""What there is to reach: listeners on this computer only, a file, a folder, a memory."""

import ctypes
import os
import secrets
import selectors
import shutil
import socket
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from indoors.sandbox.attacks import Targets

_WORD_BYTES = 200


class Listeners:
    """Listens from ``with`` to its end, and keeps every word that arrives.

    No other process of the computer knows the words, so nothing else can be taken for one.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="indoors-proof-"))
        self._secret = Path(tempfile.mkdtemp(prefix="indoors-secret-")) / "letter.txt"
        self._secret.write_text("A letter that no program was given.\n")
        self._memory = ctypes.create_string_buffer(b"secret")
        self._abstract = f"indoors-{secrets.token_hex(8)}"
        self._selector = selectors.DefaultSelector()
        self._sockets: list[socket.socket] = []
        self._words: list[str] = []
        self._lock = threading.Lock()
        self._tcp4 = self._listen(socket.AF_INET, ("127.0.0.1", 0))
        self._granted = self._listen(socket.AF_INET, ("127.0.0.1", 0))
        self._tcp6 = self._listen_6()
        self._udp4 = self._receive()
        self._listen(socket.AF_UNIX, str(self._folder / "door"))
        self._listen(socket.AF_UNIX, f"\0{self._abstract}")
        # A connection that somebody else has open: for stealing, and for inheriting.
        self.connected = socket.create_connection(self._tcp4.getsockname())
        self._sockets.append(self.connected)
        self._thread = threading.Thread(target=self._run, name="listeners", daemon=True)
        self._open = True

    @property
    def count(self) -> int:
        return len(self._sockets) - 1

    @property
    def granted_port(self) -> int:
        return int(self._granted.getsockname()[1])

    @property
    def drop(self) -> Path:
        return self._secret.parent

    def targets(self, word: str) -> Targets:
        """Return how to reach it all, with a word to leave there."""
        return Targets(
            word=word,
            tcp4=self._tcp4.getsockname()[1],
            tcp6=self._tcp6.getsockname()[1] if self._tcp6 else None,
            udp4=self._udp4.getsockname()[1],
            granted=self.granted_port,
            path=str(self._folder / "door"),
            abstract=self._abstract,
            secret=str(self._secret),
            folder=str(self._secret.parent),
            pid=os.getpid(),
            descriptor=self.connected.fileno(),
            address=ctypes.addressof(self._memory),
        )

    def words(self) -> set[str]:
        """Return what has arrived so far, by any way; files that were written count."""
        with self._lock:
            heard = "".join(self._words)
        written = {path.name.replace("-", ":") for path in self.drop.iterdir()}
        return {word for word in heard.split("\n") if word} | written

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open = False
        self._thread.join(2.0)
        for one in self._sockets:
            one.close()
        self._selector.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.rmtree(self._secret.parent, ignore_errors=True)

    # ---- listening --------------------------------------------------------------------

    def _listen(self, family: int, address: object) -> socket.socket:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.bind(address)  # type: ignore[arg-type]
        listener.listen()
        return self._watch(listener)

    def _listen_6(self) -> socket.socket | None:
        try:
            return self._listen(socket.AF_INET6, ("::1", 0))
        except OSError:
            return None

    def _receive(self) -> socket.socket:
        receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        receiver.bind(("127.0.0.1", 0))
        return self._watch(receiver)

    def _watch(self, listener: socket.socket) -> socket.socket:
        listener.setblocking(False)
        self._sockets.append(listener)
        self._selector.register(listener, selectors.EVENT_READ)
        return listener

    def _run(self) -> None:
        while self._open:
            for key, _ in self._selector.select(timeout=0.1):
                self._take(key.fileobj)  # type: ignore[arg-type]

    def _take(self, ready: socket.socket) -> None:
        try:
            if ready.type == socket.SOCK_STREAM and ready.getsockopt(
                socket.SOL_SOCKET, socket.SO_ACCEPTCONN
            ):
                self._watch(ready.accept()[0])
                return
            piece = ready.recv(_WORD_BYTES)
        except OSError:
            piece = b""
        if piece:
            with self._lock:
                self._words.append(piece.decode(errors="replace"))
        elif ready.type == socket.SOCK_STREAM:
            self._selector.unregister(ready)
