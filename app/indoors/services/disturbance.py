"""How much other programs use the processor while the engine works.

A speed that was measured beside them says little about this computer: with one busy program
per core the engine is several times slower.
"""

from dataclasses import dataclass

import psutil

TOO_MUCH = 0.2
"""Of all cores. From here on a measurement is left out."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """Seconds of processor time: passed in all, spent idle, and spent by the engine."""

    passed: float
    idle: float
    engine: float


class Disturbance:
    """Counts from the moment it is made."""

    def __init__(self, pid: int | None) -> None:
        """``pid`` is the engine's process."""
        self._pid = pid
        self._before = _read(pid)

    def share(self) -> float | None:
        """Return the part of the processor that others used since; None if it is not known."""
        before, now = self._before, _read(self._pid)
        if before is None or now is None or now.passed <= before.passed:
            return None
        passed = now.passed - before.passed
        busy = passed - (now.idle - before.idle)
        return max(0.0, busy - (now.engine - before.engine)) / passed

    @property
    def is_too_much(self) -> bool:
        share = self.share()
        return share is not None and share > TOO_MUCH


def _read(pid: int | None) -> _Reading | None:
    if pid is None:
        return None
    try:
        own = psutil.Process(pid).cpu_times()
        times = psutil.cpu_times()
    except (psutil.Error, OSError):
        return None
    passed = sum(times[:8])  # the later fields of Linux are contained in the first
    idle = times.idle + getattr(times, "iowait", 0.0)
    return _Reading(passed, idle, own.user + own.system)
