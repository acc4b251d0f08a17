"""A file that is being fetched: its bytes, which file they are of, and where they were right.

    NAME        the bytes, from the first on
    NAME.log    JSON lines: the Origin, then a Checkpoint now and then

A line is only ever added, so that a kill at any moment leaves lines that are true. Bytes
behind the last checkpoint are believed until the whole is hashed. If the power failed and
the disk lost some of them, that hash is wrong, and they are fetched again from there.
"""

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

CHECKPOINT_BYTES = 64 * 1024 * 1024
_READ_BYTES = 1024 * 1024
_BINARY = getattr(os, "O_BINARY", 0)  # of Windows


class Origin(Struct, frozen=True, kw_only=True):
    """Which file the bytes are of."""

    repo: str
    name: str
    etag: str
    sha256: str
    size: int


class Checkpoint(Struct, frozen=True):
    """The SHA-256 of the first ``offset`` bytes."""

    offset: int
    sha256: str


class Partial:
    """The file and its hash so far. One thread at a time."""

    def __init__(self, path: Path, checkpoint_bytes: int = CHECKPOINT_BYTES) -> None:
        self.path = path
        self._log_path = path.with_name(path.name + ".log")
        self._checkpoint_bytes = checkpoint_bytes
        self._file: IO[bytes] | None = None
        self._log: IO[bytes] | None = None
        self._hash = hashlib.sha256()
        self._checkpoints: list[Checkpoint] = []
        self.size = 0
        self.doubtful_from: int | None = None
        """Where bytes of an earlier run begin that no checkpoint covers."""

    def found(self) -> tuple[Origin | None, int]:
        """Return what lies there: whose bytes, and how many."""
        size = self.path.stat().st_size if self.path.is_file() else 0
        try:
            lines = self._log_path.read_bytes().splitlines()
        except FileNotFoundError:
            return None, size
        return _first(lines), size

    def start(self, origin: Origin) -> None:
        """Begin a new file; what lies there is dropped."""
        self._close()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._open()
        self._file.truncate(0)
        self._log_path.unlink(missing_ok=True)
        self._log = self._log_path.open("xb", buffering=0)
        self._log.write(msgspec.json.encode(origin) + b"\n")
        os.fsync(self._log.fileno())
        self._checkpoints = []
        self._forget(0)
        self.doubtful_from = None

    def resume(self, read: Callable[[int], None]) -> int:
        """Go on behind the bytes that are there and right; returns how many were not.

        They are hashed again; ``read`` is told how far that is, and may raise to end it.
        """
        self._close()
        lines = self._log_path.read_bytes().splitlines()[1:]
        expected = {point.offset: point.sha256 for point in map(_checkpoint, lines) if point}
        self._file = self._open()
        self._log = self._log_path.open("ab", buffering=0)
        there = self.path.stat().st_size
        self._checkpoints = []
        self._forget(0)
        good = self._hash_again(sorted(expected), expected, there, read)
        if not good:
            self.rewind(self._checkpoints[-1].offset if self._checkpoints else 0)
        elif self.size > self._last_checkpoint:
            self.doubtful_from = self._last_checkpoint
        return there - self.size

    def append(self, piece: bytes) -> None:
        """Add bytes. Raises ``OSError`` if the disk does not take them; then nothing was added."""
        assert self._file is not None
        room = self._last_checkpoint + self._checkpoint_bytes - self.size
        if len(piece) > room > 0:
            self._write(memoryview(piece)[:room])
            self._write(memoryview(piece)[room:])
        else:
            self._write(memoryview(piece))

    def rewind(self, offset: int) -> None:
        """Drop the bytes from a checkpoint's offset (or 0) on."""
        assert self._file is not None
        self._checkpoints = [point for point in self._checkpoints if point.offset <= offset]
        self._file.truncate(offset)
        self._forget(offset)
        self._file.seek(0)
        left = offset
        while left:
            piece = self._file.read(min(_READ_BYTES, left))
            self._hash.update(piece)
            left -= len(piece)
        self.doubtful_from = None

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def seal(self) -> None:
        """Put all of it on the disk and close it."""
        assert self._file is not None
        os.fsync(self._file.fileno())
        self._close()
        self._log_path.unlink(missing_ok=True)

    def drop(self) -> None:
        """Delete it."""
        self._close()
        self.path.unlink(missing_ok=True)
        self._log_path.unlink(missing_ok=True)

    def close(self) -> None:
        self._close()

    def _open(self) -> IO[bytes]:
        file = os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT | _BINARY, 0o644), "r+b", 0)
        try:
            _lock(file)
        except BlockingIOError:
            file.close()
            raise
        return file

    @property
    def _last_checkpoint(self) -> int:
        return self._checkpoints[-1].offset if self._checkpoints else 0

    def _hash_again(
        self, offsets: list[int], expected: dict[int, str], there: int, read: Callable[[int], None]
    ) -> bool:
        """Hash what is there; False at the first checkpoint that does not agree."""
        assert self._file is not None
        stops = [offset for offset in offsets if 0 < offset <= there]
        for stop in [*stops, there]:
            while self.size < stop:
                piece = self._file.read(min(_READ_BYTES, stop - self.size))
                self._hash.update(piece)
                self.size += len(piece)
                read(self.size)
            if stop in expected:
                if self.sha256 != expected[stop]:
                    return False
                self._checkpoints.append(Checkpoint(stop, expected[stop]))
        return True

    def _write(self, piece: memoryview) -> None:
        assert self._file is not None
        assert self._log is not None
        written = 0
        try:
            while written < len(piece):
                written += self._file.write(piece[written:])
        except OSError:
            self._file.seek(self.size)
            self._file.truncate()
            raise
        self._hash.update(piece)
        self.size += len(piece)
        if self.size == self._last_checkpoint + self._checkpoint_bytes:
            point = Checkpoint(self.size, self.sha256)
            self._log.write(msgspec.json.encode(point) + b"\n")
            self._checkpoints.append(point)

    def _forget(self, offset: int) -> None:
        self._hash = hashlib.sha256()
        self.size = offset

    def _close(self) -> None:
        for file in (self._file, self._log):
            if file is not None:
                file.close()
        self._file = self._log = None


def _lock(file: IO[bytes]) -> None:
    """Keep out another process, such as one that was told to end and has not yet.

    Raises ``BlockingIOError``. Windows keeps two writers apart by itself.
    """
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _first(lines: list[bytes]) -> Origin | None:
    try:
        return msgspec.json.decode(lines[0], type=Origin)
    except (msgspec.DecodeError, IndexError):
        return None


def _checkpoint(line: bytes) -> Checkpoint | None:
    try:
        return msgspec.json.decode(line, type=Checkpoint)
    except msgspec.DecodeError:  # cut by a kill
        return None
