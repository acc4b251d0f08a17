"""How fast the disk gives a large file: how long a model takes to load the first time."""

import mmap
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from indoors.core.hardware import Bandwidth
from indoors.services.probe.answer import NotHere

LIMIT_S = 1.0
_PIECE = 4 * 1024**2
_LEAST = 16 * 1024**2
_F_NOCACHE = 48  # macOS: <sys/fcntl.h>


def measure_disk_speed(
    file: Path,
    *,
    limit_s: float = LIMIT_S,
    clock: Callable[[], float] = time.perf_counter,
    stop: threading.Event | None = None,
) -> Bandwidth | NotHere:
    """Read a file that exists anyway, for at most ``limit_s``; nothing is written.

    It is read past the system's cache. Where that can't be done nothing is measured: a file
    that was read lately would come from memory.
    """
    try:
        number = _open_uncached(file)
        if number is None:
            return NotHere("files can't be read past the cache here")
    except OSError as error:
        return NotHere(error.strerror or type(error).__name__)
    try:
        if os.fstat(number).st_size < _LEAST:
            return NotHere("the file is too small")
        return _read(number, lambda: stop is not None and stop.is_set(), limit_s, clock)
    except OSError as error:
        return NotHere(error.strerror or type(error).__name__)
    finally:
        os.close(number)


def _open_uncached(file: Path) -> int | None:
    """Return a descriptor whose reads go to the disk; None if the system has no such."""
    if hasattr(os, "O_DIRECT"):
        return os.open(file, os.O_RDONLY | os.O_DIRECT)
    if sys.platform == "darwin":
        import fcntl

        number = os.open(file, os.O_RDONLY)
        fcntl.fcntl(number, _F_NOCACHE, 1)
        return number
    return None


def _read(
    number: int, is_stopped: Callable[[], bool], limit_s: float, clock: Callable[[], float]
) -> Bandwidth | NotHere:
    began, done = clock(), 0
    with mmap.mmap(-1, _PIECE) as room:  # begins at a page, as direct reads need it
        while not is_stopped() and (piece := os.readv(number, [room])):
            done += piece
            if piece < _PIECE or clock() - began >= limit_s:
                break
    if not done:
        return NotHere("nothing was read")
    seconds = max(clock() - began, 1e-6)
    return Bandwidth(
        bytes_per_second=int(done / seconds), bytes_read=done, seconds=round(seconds, 3)
    )
