"""How fast main memory can be read: what the speed of an answer depends on most.

Reads a block many times larger than all caches, with all cores at once, and believes the
fastest pass: everything else on the computer can only make a pass slower.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from indoors.core.hardware import Bandwidth
from indoors.services.probe.answer import NotHere

LIMIT_S = 3.0
_BLOCK = 256 * 1024**2
_MOST = 2 * 1024**3
_LEAST = 64 * 1024**2
_TIMES_CACHE = 4  # a smaller block would be read from the cache for a good part
_PIECE = 4 * 1024**2  # between two looks at the clock
_PASSES = 12
_ENOUGH_S = 1.0  # of passes; more would not be faster
_SHARE_OF_FREE = 4


def measure_memory_speed(
    free: int,
    threads: int,
    *,
    cache: int = 0,
    limit_s: float = LIMIT_S,
    clock: Callable[[], float] = time.perf_counter,
    stop: threading.Event | None = None,
) -> Bandwidth | NotHere:
    """Read memory for at most ``limit_s``. Takes a quarter of the ``free`` memory at most.

    ``cache`` is the size of all last-level caches together, in bytes as all sizes here.
    """
    needed = max(_LEAST, _TIMES_CACHE * cache)
    size = min(max(_BLOCK, needed), _MOST, free // _SHARE_OF_FREE)
    if size < needed:
        return NotHere("too little free memory to measure")
    began = clock()

    def is_over() -> bool:
        return clock() - began > limit_s or (stop is not None and stop.is_set())

    import numpy as np  # late: it would cost every start of the window a tenth of a second

    data = np.empty(size // 8, dtype=np.uint64)
    parts = np.array_split(data, max(1, threads))
    best, total = 0.0, 0
    with ThreadPoolExecutor(max(1, threads)) as pool:
        # Pages that are only promised cost nothing to read, so all are written first.
        filled = sum(pool.map(lambda part: _through(part, is_over, lambda p: p.fill(1)), parts))
        while filled == data.nbytes and total < _PASSES * data.nbytes:
            start = clock()
            done = sum(pool.map(lambda part: _through(part, is_over, np.add.reduce), parts))
            if done < data.nbytes:
                break  # a pass that was cut off had not all cores to the end
            total += done
            best = max(best, done / max(clock() - start, 1e-9))
            if is_over() or (clock() - began > _ENOUGH_S and total >= 3 * data.nbytes):
                break
    if not total:
        return NotHere("memory is too slow, or too busy, to be measured in time")
    return Bandwidth(
        bytes_per_second=int(best), bytes_read=total, seconds=round(clock() - began, 3)
    )


def _through(part: Any, is_over: Callable[[], bool], work: Callable[[Any], object]) -> int:
    """Do the work piece by piece until time is over; return the bytes that it was done for."""
    step = _PIECE // 8
    done = 0
    for at in range(0, len(part), step):
        if is_over():
            break
        piece: Sequence[Any] = part[at : at + step]
        work(piece)
        done += len(piece) * 8
    return done
