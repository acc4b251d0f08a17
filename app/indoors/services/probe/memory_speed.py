"""How fast main memory can be read: what the speed of an answer depends on most.

Reads a block many times larger than any cache, with all cores at once, and believes the
fastest pass: everything else on the computer can only make a pass slower.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from indoors.core.hardware import Bandwidth
from indoors.services.probe.answer import NotHere

LIMIT_S = 3.0
_BLOCK = 256 * 1024**2
_LEAST = 64 * 1024**2  # smaller blocks may sit in a cache
_PASSES = 12
_SHARE_OF_FREE = 4


def measure_memory_speed(
    free: int,
    threads: int,
    *,
    limit_s: float = LIMIT_S,
    block: int = _BLOCK,
    clock: Callable[[], float] = time.perf_counter,
) -> Bandwidth | NotHere:
    """Read memory for at most ``limit_s``. Takes a quarter of the ``free`` memory at most."""
    size = min(block, free // _SHARE_OF_FREE)
    if size < _LEAST:
        return NotHere("too little free memory to measure")
    began = clock()
    import numpy as np  # late: it would cost every start of the window a tenth of a second

    data = np.empty(size // 8, dtype=np.uint64)
    parts = np.array_split(data, max(1, threads))
    best = total = 0.0
    with ThreadPoolExecutor(max(1, threads)) as pool:
        list(pool.map(lambda part: part.fill(1), parts))  # pages that are only promised are free
        for _ in range(_PASSES):
            start = clock()
            list(pool.map(np.add.reduce, parts))
            took = clock() - start
            total += data.nbytes
            best = max(best, data.nbytes / took)
            if clock() - began + took > limit_s:
                break
    return Bandwidth(
        bytes_per_second=int(best), bytes_read=int(total), seconds=round(clock() - began, 3)
    )
