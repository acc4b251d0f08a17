"""How often a counter really moves, by watching it for a moment."""

import time
from collections.abc import Callable
from itertools import pairwise
from statistics import median

from indoors.core.energy.meter import NANO
from indoors.services.meters.meter import Meter

WATCHED_S = 0.5
_LOOK_S = 0.002
_TICKS, _FEWEST = 8, 3
_MOST_LOOKS = 0.8
"""Of those that saw it moved: beyond that it moves faster than can be seen."""


def learn_refresh(
    meter: Meter,
    *,
    clock: Callable[[], int] = time.monotonic_ns,
    sleep: Callable[[float], None] = time.sleep,
    limit_s: float = WATCHED_S,
) -> float:
    """Return seconds between two ticks; what its facts say if that can't be seen."""
    if meter.facts.kind != "counter":
        return meter.facts.refresh_s
    began = clock()
    ticks: list[int] = []
    looks = 0
    last = meter.read()
    while len(ticks) < _TICKS and clock() - began < limit_s * NANO:
        sleep(_LOOK_S)
        value = meter.read()
        looks += 1
        if value is not None and value != last:
            ticks.append(clock())
            last = value
    if len(ticks) < _FEWEST or len(ticks) > _MOST_LOOKS * looks:
        return meter.facts.refresh_s
    return median(later - earlier for earlier, later in pairwise(ticks)) / NANO
