"""The file of the ledger: whole lines, each on the disk before ``append`` returns."""

import os
from pathlib import Path
from typing import IO

from indoors.services.durable import sync_folder


class TouchedError(Exception):
    """Somebody else wrote to the file, or put another one in its place."""


class LedgerFile:
    """Open for adding. Methods raise ``OSError``."""

    def __init__(self, path: Path, *, torn: int = 0) -> None:
        """Open or make the file; the last ``torn`` bytes are cut off."""
        new = not path.exists()
        self.path = path
        self._file: IO[bytes] = path.open("ab", buffering=0)
        self._size = self._file.seek(0, os.SEEK_END) - torn
        if new:
            path.chmod(0o600)
            sync_folder(path.parent)
        if torn:
            self._file.truncate(self._size)
            os.fsync(self._file.fileno())

    def append(self, line: bytes) -> None:
        """Write a line and wait for the disk. Raises ``TouchedError``; else all or nothing."""
        self._look()
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[self._file.write(rest) :]
            os.fsync(self._file.fileno())
        except OSError:
            self._file.truncate(self._size)
            raise
        self._size += len(line)

    def close(self) -> None:
        self._file.close()

    def _look(self) -> None:
        ours = os.fstat(self._file.fileno())
        try:
            there = self.path.stat()
        except FileNotFoundError as error:
            raise TouchedError from error
        if not os.path.samestat(ours, there) or ours.st_size != self._size:
            raise TouchedError
