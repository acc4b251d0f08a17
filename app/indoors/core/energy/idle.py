"""What the computer takes while nothing is generated, from its last minute of that."""

from collections import deque
from dataclasses import dataclass
from statistics import median

from indoors.core.energy.meter import MICRO, NANO
from indoors.core.energy.reasons import Lowered
from indoors.core.energy.track import Step

WINDOW_S = 60.0
LEAST_S = 3.0
FRESH_S = 900.0
"""An idle computer of a quarter of an hour ago may do something else by now."""
_SPREAD_OF_OLD = 0.2
_PIECE_S = 0.9
_REFRESHES = 5  # in a piece, so that the counter's steps do not show
_NORMAL = 1.4826  # median distance to standard deviation
_UNSURE = 4.0
"""A spread from n median distances is as sure as one from 0.37 n plain ones, and as Student's
factor is to the normal one, so is 1 + 4 / n to 1."""
_LEAST_SPREAD = 0.01
_FEW, _SPREAD_OF_FEW = 5, 0.05


@dataclass(frozen=True, slots=True)
class Idle:
    """Power while idle, and its standard deviation, in watts."""

    watts: float
    sigma: float
    lowered_by: tuple[Lowered, ...] = ()  # bare: known only without the model in memory; old


@dataclass(frozen=True, slots=True)
class Levels:
    """What a meter says of the idle computer with the model in memory, and without."""

    loaded: Idle | None
    bare: Idle | None


class IdlePower:
    """Keeps the last 60 seconds that it was given, in pieces of about one."""

    def __init__(self) -> None:
        self._pieces: deque[tuple[int, float, float]] = deque()  # end, seconds, watts
        self._uj = 0
        self._seconds = 0.0
        self._assumed: Idle | None = None

    def assume(self, level: Idle) -> None:
        """Say this until something is seen."""
        self._assumed = level

    def add(self, step: Step, refresh_s: float) -> None:
        """Take in a step during which nothing was generated."""
        self._uj += step.uj
        self._seconds += step.seconds
        if self._seconds < max(_PIECE_S, _REFRESHES * refresh_s):
            return
        watts = self._uj / MICRO / self._seconds
        self._pieces.append((step.end_ns, min(self._seconds, WINDOW_S), watts))
        self.interrupt()
        while sum(piece[1] for piece in self._pieces) - self._pieces[0][1] >= WINDOW_S:
            self._pieces.popleft()

    def interrupt(self) -> None:
        """Begin a new piece: what comes next does not follow on what was before."""
        self._uj = 0
        self._seconds = 0.0

    def level(self, now_ns: int | None = None) -> Idle | None:
        """Return what is known; None below three seconds.

        With ``now_ns`` it is told, and taken as less sure, if all of it is old.
        """
        pieces = self._pieces
        fresh_ns = 0 if now_ns is None else now_ns - round(FRESH_S * NANO)
        if fresh := [piece for piece in pieces if piece[0] >= fresh_ns]:
            pieces = deque(fresh)
        if sum(piece[1] for piece in pieces) < LEAST_S:
            return self._assumed
        watts = _middle([(piece[2], piece[1]) for piece in pieces])
        spread = _NORMAL * median(abs(piece[2] - watts) for piece in pieces)
        spread *= 1 + _UNSURE / len(pieces)
        least = _LEAST_SPREAD if len(pieces) >= _FEW else _SPREAD_OF_FEW
        if not fresh:
            return Idle(watts, max(spread, _SPREAD_OF_OLD * watts), (Lowered.IDLE_OLD,))
        return Idle(watts, max(spread, least * watts))


def _middle(weighted: list[tuple[float, float]]) -> float:
    """Return the median of values with weights."""
    weighted.sort()
    half = sum(weight for _, weight in weighted) / 2
    passed = 0.0
    for place, (value, weight) in enumerate(weighted):
        passed += weight
        if passed > half or place == len(weighted) - 1:
            return value
        if passed == half:
            return (value + weighted[place + 1][0]) / 2
    return 0.0
