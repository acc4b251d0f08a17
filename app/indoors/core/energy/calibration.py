"""A model of the whole portable computer's power by processor load, fitted on its battery."""

from collections.abc import Sequence
from statistics import fmean

from msgspec import Struct

LEAST_PIECES = 6
LEAST_SPREAD = 0.3
"""Between the lowest and the highest load; without it a slope is a guess."""
LARGEST_RESIDUAL = 0.25
"""Relative to the mean power; the error that is stated for this model."""
DAYS_VALID = 30


class Calibration(Struct, frozen=True, kw_only=True):
    """P = a + b load, in watts; ``load`` 0 to 1 of all cores."""

    a: float
    b: float
    pieces: int
    residual: float  # root mean square, relative to the mean power
    day: str  # ISO date

    def watts(self, load: float) -> float:
        return self.a + self.b * load


def fit(pieces: Sequence[tuple[float, float]], day: str) -> Calibration | None:
    """Fit on (load, watts) of pieces of half a minute; None where they do not tell enough."""
    if len(pieces) < LEAST_PIECES:
        return None
    loads, watts = [load for load, _ in pieces], [power for _, power in pieces]
    if max(loads) - min(loads) < LEAST_SPREAD:
        return None
    load_mean, power_mean = fmean(loads), fmean(watts)
    variance = sum((load - load_mean) ** 2 for load in loads)
    slope = sum((x - load_mean) * (y - power_mean) for x, y in pieces) / variance
    base = power_mean - slope * load_mean
    if slope <= 0 or base <= 0:
        return None
    errors = [(y - base - slope * x) ** 2 for x, y in pieces]
    residual = fmean(errors) ** 0.5 / power_mean
    if residual > LARGEST_RESIDUAL / 2:
        return None
    return Calibration(a=base, b=slope, pieces=len(pieces), residual=residual, day=day)
