"""How fast the disk gives a large file: how long a model takes to load the first time."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from indoors.core.hardware import Bandwidth
from indoors.services.probe.answer import NotHere

LIMIT_S = 1.0
_PIECE = 8 * 1024**2
_LEAST = 16 * 1024**2


def measure_disk_speed(
    file: Path, *, limit_s: float = LIMIT_S, clock: Callable[[], float] = time.perf_counter
) -> Bandwidth | NotHere:
    """Read a file that exists anyway, for at most ``limit_s``; nothing is written.

    The system is asked to forget the file first. Where it can't be asked, a file that was
    read lately may come from memory, so nothing is measured there.
    """
    forget = getattr(os, "posix_fadvise", None)
    if forget is None:
        return NotHere("the system keeps files in memory")
    try:
        number = os.open(file, os.O_RDONLY)
    except OSError as error:
        return NotHere(error.strerror or type(error).__name__)
    try:
        if os.fstat(number).st_size < _LEAST:
            return NotHere("the file is too small")
        forget(number, 0, 0, os.POSIX_FADV_DONTNEED)
        return _read(number, limit_s, clock)
    finally:
        os.close(number)


def _read(number: int, limit_s: float, clock: Callable[[], float]) -> Bandwidth:
    began, done = clock(), 0
    while (piece := len(os.read(number, _PIECE))) and clock() - began < limit_s:
        done += piece
    seconds = max(clock() - began, 1e-6)
    return Bandwidth(
        bytes_per_second=int(done / seconds), bytes_read=done, seconds=round(seconds, 3)
    )
