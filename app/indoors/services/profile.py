"""One program for each profile: the first holds a lock, a second asks it to show itself.

The lock belongs to an open file, so the system takes it back however its holder ends.
The door to knock at is a local socket (a named pipe on Windows); its address stands in
the lock file, where only the holder writes. Nothing but one fixed word passes it.
"""

import contextlib
import logging
import os
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from multiprocessing.connection import Client, Listener
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.paths import Paths
from indoors.store import Key, Store
from indoors.store.backup import copies
from indoors.store.ballast import Ballast
from indoors.store.encrypt import encrypt_in_place
from indoors.store.faults import classified, damaged

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

log = logging.getLogger(__name__)

_RAISE, _RAISED = b"raise", b"raised"
_FAMILY = "AF_PIPE" if sys.platform == "win32" else "AF_UNIX"

PATIENCE_S = 3.0
"""How long a second program waits for a first that is still starting, or about to end."""


def open_profile(paths: Paths, key: Key, on_low: Callable[[], None] | None = None) -> Store:
    """Open the store of a profile with the key that belongs to it.

    Makes its folder if need be; a database that is not encrypted is brought over first,
    and its backups with it: that expects to be alone, as the first opening does anyway.
    ``on_low`` is called on the writing thread when the disk is nearly full.

    Raises ``AppError``: FOLDER_READ_ONLY, DISK_FULL and those of ``open_database``.
    """
    folder = paths.database.parent
    with classified(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    brought_over = encrypt_in_place(paths.database, key)
    if brought_over:
        for copy in sorted(paths.backups.glob("*.db")):
            encrypt_in_place(copy, key)
    elif not paths.database.exists() and copies(paths.backups):
        raise AppError(Fault.DATABASE_MISSING, path=str(paths.database))
    try:
        store = Store(paths.database, key, ballast=Ballast(paths.ballast, on_low))
    except AppError as error:
        if error.fault is not Fault.KEY_WRONG:
            raise
        # The key is known to be the profile's: then not one page of the file is whole.
        raise damaged(paths.database, "no page fits the key") from error
    if brought_over:
        store.back_up("encrypted")
    return store


class ProfileLock:
    """Held from ``acquire`` to ``close``, or to the end of the process."""

    def __init__(self, file: IO[bytes], door: "_Door") -> None:
        self._file = file
        self._door = door

    @classmethod
    def acquire(
        cls, paths: Paths, on_raise: Callable[[], None], *, patience_s: float = PATIENCE_S
    ) -> "ProfileLock":
        """Become the one program of this profile; ``on_raise`` is called on a thread of its own.

        Raises ``AppError``: ALREADY_RUNNING after the other one was asked to show itself
        (``told`` is 0 if it did not answer), FOLDER_READ_ONLY, DISK_FULL.
        """
        deadline = time.monotonic() + patience_s
        with classified(paths.data):
            paths.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            while True:
                file = paths.lock.open("a+b")
                if _locked(file):
                    return cls._holding(file, paths.data, on_raise)
                file.close()
                told = _knock(paths.lock)
                if told or time.monotonic() >= deadline:
                    raise AppError(Fault.ALREADY_RUNNING, path=str(paths.data), told=int(told))
                time.sleep(0.05)

    @classmethod
    def _holding(cls, file: IO[bytes], folder: Path, on_raise: Callable[[], None]) -> "ProfileLock":
        try:
            _clear(os.fsdecode(Path(file.name).read_bytes()), folder)
            door = _Door(folder, on_raise)
            file.truncate(0)
            file.write(os.fsencode(door.address))
            file.flush()
        except BaseException:
            file.close()
            raise
        return cls(file, door)

    def close(self) -> None:
        """Give the profile free. The file stays: removing it would race with the next one."""
        self._door.close()
        self._file.truncate(0)
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Door:
    """Listens for knocks until it is closed."""

    def __init__(self, folder: Path, on_raise: Callable[[], None]) -> None:
        self._on_raise = on_raise
        self._closing = threading.Event()
        self._own_folder: Path | None = None
        self._listener = self._listen(folder)
        self.address = str(self._listener.address)
        self._thread = threading.Thread(target=self._serve, name="profile door", daemon=True)
        self._thread.start()

    def _listen(self, folder: Path) -> Listener:
        if sys.platform == "win32":
            return Listener(rf"\\.\pipe\indoors-{uuid.uuid4().hex}", _FAMILY)
        try:
            socket = folder / "door"
            socket.unlink(missing_ok=True)  # left by a holder that was killed
            return Listener(str(socket), _FAMILY, backlog=8)
        except OSError:
            # A path longer than a socket's may be (about 107 bytes), or a file system
            # without sockets. The folder made here is for this user alone.
            self._own_folder = Path(tempfile.mkdtemp(prefix="indoors-"))
            return Listener(str(self._own_folder / "door"), _FAMILY, backlog=8)

    def _serve(self) -> None:
        while not self._closing.is_set():
            try:
                with self._listener.accept() as caller:
                    if caller.poll(1.0) and caller.recv_bytes(len(_RAISE)) == _RAISE:
                        self._on_raise()
                        caller.send_bytes(_RAISED)
            except (OSError, EOFError) as error:
                log.warning("a caller at the profile's door left: %s", type(error).__name__)
                self._closing.wait(0.2)  # whatever it is, do not spin

    def close(self) -> None:
        self._closing.set()
        _tell(self.address, b"")  # accept() waits for somebody
        self._thread.join(2.0)
        self._listener.close()
        if self._own_folder is not None:
            self._own_folder.rmdir()


def _clear(address: str, folder: Path) -> None:
    """Remove the folder of a door that its holder, killed, left in the temporary folder."""
    door = Path(address)
    if _FAMILY == "AF_UNIX" and address and door.parent != folder:
        with contextlib.suppress(OSError):  # gone already, as after a restart
            door.unlink()
            door.parent.rmdir()


def _knock(lock: Path) -> bool:
    address = os.fsdecode(lock.read_bytes())
    return bool(address) and _tell(address, _RAISE)


def _tell(address: str, word: bytes) -> bool:
    try:
        with Client(address, _FAMILY) as door:
            door.send_bytes(word)
            return door.poll(2.0) and door.recv_bytes(len(_RAISED)) == _RAISED
    except (OSError, EOFError):
        return False


def _locked(file: IO[bytes]) -> bool:
    """Try to lock; False if somebody else has."""
    try:
        if sys.platform == "win32":
            file.seek(1 << 30)  # a locked range cannot be read, so lock far behind the text
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
