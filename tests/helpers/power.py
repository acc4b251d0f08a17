"""A counter like the kernel's that counts for real, as long as it is wanted."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.helpers.energy import PowerCap

IDLE_W, BUSY_W = 10.0, 40.0
_EACH_S = 0.01


@contextmanager
def counting(root: Path, is_busy: Callable[[], bool]) -> Iterator[Path]:
    """Have a processor below ``root`` take 40 W while busy, else 10 W."""
    counter = PowerCap(root).zone("intel-rapl:0", "package-0", 1_000_000)
    stop = threading.Event()

    def count() -> None:
        joules, before = 1.0, time.monotonic()
        fresh = counter.with_suffix(".new")
        while not stop.wait(_EACH_S):
            now = time.monotonic()
            joules += (BUSY_W if is_busy() else IDLE_W) * (now - before)
            before = now
            fresh.write_text(f"{round(joules * 1e6)}\n")
            fresh.replace(counter)

    thread = threading.Thread(target=count, name="power")
    thread.start()
    try:
        yield root
    finally:
        stop.set()
        thread.join()
