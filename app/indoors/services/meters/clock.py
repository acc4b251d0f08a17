"""Time, as far as meters need it."""

import time
from typing import Protocol

from indoors.core.energy.meter import NANO

_TOLERANCE_NS = 2 * NANO
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
    def now(self) -> int:
        return time.monotonic_ns()

    def wall(self) -> int:
        return time.time_ns()


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
