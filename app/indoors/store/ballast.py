"""A file that holds space, to be given up when the disk is full.

On a full disk even deleting fails, since SQLite writes before it frees. With the space of
this file the answer that is being written, and the user's way out, can still be saved.
"""

import contextlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

SIZE = 16 * 1024**2
LOW = 4 * 1024**2
"""Bytes free below which it is given up."""

ROOM = 256 * 1024**2
"""Bytes free above which it is made again."""

_PIECE = 1024**2


class Ballast:
    """May be used from any thread.

    ``on_release`` is called on the thread that wrote, when the space was given up.
    """

    def __init__(
        self,
        path: Path,
        on_release: Callable[[], None] | None = None,
        *,
        size: int = SIZE,
        low: int = LOW,
        room: int = ROOM,
    ) -> None:
        self._path = path
        self._on_release = on_release
        self._size = size
        self._low = low
        self._room = room

    @property
    def is_there(self) -> bool:
        return self._path.exists()

    def before_write(self) -> None:
        """Give it up if the disk is nearly full: one system call where it is not."""
        with contextlib.suppress(OSError):  # the write itself will say what is wrong
            low = _free(self._path.parent) < self._low
            if low and self.release() and self._on_release is not None:
                self._on_release()

    def release(self) -> bool:
        """Give the space free; return whether there was any."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True

    def restore(self) -> bool:
        """Make it again where there is room; return whether it is there.

        Random bytes, since some file systems store zeros without taking space.
        """
        if self.is_there:
            return True
        fresh = self._path.with_name(f".{self._path.name}.new")
        try:
            if _free(self._path.parent) < self._room:
                return False
            with fresh.open("wb") as file:
                for _ in range(0, self._size, _PIECE):
                    file.write(os.urandom(min(_PIECE, self._size)))
            fresh.replace(self._path)
        except OSError:
            with contextlib.suppress(OSError):
                fresh.unlink()
            return False
        return True


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free
