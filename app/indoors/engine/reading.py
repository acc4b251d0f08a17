"""Reading a model file ahead of its use."""

from collections.abc import Callable
from pathlib import Path

_PIECE = 8 * 1024 * 1024


def read_ahead(path: Path, progress: Callable[[float], None]) -> None:
    """Bring a file into the system's cache, telling how far it is (0 to 1).

    Mapping a file reads it, too, but in one call that says nothing until it is done, which
    takes a minute for a large model on a slow disk. From the cache it takes no time.
    """
    piece = bytearray(_PIECE)
    done, total = 0, max(1, path.stat().st_size)
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(piece):
            done += count
            progress(min(1.0, done / total))
