"""How much of the processor's work was ours: package counters see every program."""

import os
from collections.abc import Iterable
from typing import Protocol

import psutil

_LEAST_S = 0.05
"""Of processor time; the system counts it in hundredths of a second."""


class Share(Protocol):
    def read(self) -> float | None: ...


class ProcessorShare:
    """Counts from the moment it is made, for this process and those named."""

    def __init__(self, pids: Iterable[int] = ()) -> None:
        self._pids = (os.getpid(), *pids)
        self._before = _read(self._pids)

    def read(self) -> float | None:
        """Return the part of all used processor time that was ours; None if it is not known."""
        now = _read(self._pids)
        if self._before is None or now is None:
            return None
        busy, ours = now[0] - self._before[0], now[1] - self._before[1]
        if busy < _LEAST_S:
            return None
        return min(1.0, max(0.0, ours / busy))


def _read(pids: tuple[int, ...]) -> tuple[float, float] | None:
    """Return (all programs', our) seconds of processor time."""
    try:
        times = psutil.cpu_times()
        ours = sum(_used(pid) for pid in pids)
    except (psutil.Error, OSError):
        return None
    guests = getattr(times, "guest", 0.0) + getattr(times, "guest_nice", 0.0)
    idle = times.idle + getattr(times, "iowait", 0.0) + getattr(times, "steal", 0.0)
    return sum(times) - guests - idle, ours


def _used(pid: int) -> float:
    used = psutil.Process(pid).cpu_times()
    return float(used.user + used.system)
