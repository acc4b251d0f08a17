"""Time, as far as meters need it."""

import ctypes
import sys
import time
from collections.abc import Callable
from typing import Any, Protocol

from indoors.core.energy.meter import NANO

_TOLERANCE_NS = 2 * NANO
_NS_PER_TICK = 100
_DRIFT = 1_000
"""One part of so many, by which a clock that is being put right may differ."""


class Clock(Protocol):
    """``now`` never goes back and may stand still while the computer sleeps; ``wall`` goes on."""

    def now(self) -> int:
        """Return nanoseconds."""
        ...

    def wall(self) -> int:
        """Return nanoseconds."""
        ...


class SystemClock:
    def __init__(self) -> None:
        self._now = _awake_on_windows() if sys.platform == "win32" else time.monotonic_ns

    def now(self) -> int:
        return self._now()

    def wall(self) -> int:
        return time.time_ns()


def _awake_on_windows() -> Callable[[], int]:
    """Return a clock that stands still in sleep, which Python's does not there. Not run here."""
    windows: Any = ctypes
    ask = windows.WinDLL("kernelbase").QueryUnbiasedInterruptTimePrecise

    def now() -> int:
        ticks = ctypes.c_uint64()
        ask(ctypes.byref(ticks))
        return ticks.value * _NS_PER_TICK

    return now


class Jumps:
    """Tells when the computer slept, or its clock was set, between two looks."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = clock.now(), clock.wall()

    def look(self) -> bool:
        """Return whether that happened since the last look."""
        now, wall = self._clock.now(), self._clock.wall()
        passed, on_the_wall = now - self._last[0], wall - self._last[1]
        self._last = now, wall
        return abs(on_the_wall - passed) > max(_TOLERANCE_NS, passed // _DRIFT)
