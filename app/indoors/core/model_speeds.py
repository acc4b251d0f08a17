"""Speeds that models reached on this computer, and what follows from them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from msgspec import Struct

from indoors.core.speed import Observation, Workload

SpeedKind = Literal["writing", "reading"]

_FEW = 1e-9


class MeasuredSpeed(Struct, frozen=True, kw_only=True):
    """One measurement, in tokens per second.

    ``model`` is the catalogue's id, or the file's hash where the catalogue has none.
    ``amount``, ``layers`` and ``factor`` are the workload as it was then. ``low`` and
    ``high`` are the range that had been predicted, 0 where there was none.
    """

    model: str
    kind: SpeedKind
    speed: float
    at_ms: int
    on_card: bool
    amount: float
    layers: int
    factor: float
    predicted: float = 0.0
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, slots=True)
class Prediction:
    """A prediction and what came of it: medians of one model, tokens per second."""

    model: str
    predicted: float
    low: float
    high: float
    measured: float

    @property
    def held(self) -> bool:
        return self.low <= self.measured <= self.high

    @property
    def miss(self) -> float:
        """How far off, as a share of what was measured."""
        return abs(self.predicted - self.measured) / max(self.measured, _FEW)


def speeds_of(seen: Iterable[MeasuredSpeed]) -> dict[str, tuple[float, ...]]:
    """Return the writing speeds of each model, oldest first."""
    found: dict[str, list[float]] = defaultdict(list)
    for each in sorted(seen, key=lambda measured: measured.at_ms):
        if each.kind == "writing":
            found[each.model].append(each.speed)
    return {model: tuple(speeds) for model, speeds in found.items()}


def observations(
    seen: Sequence[MeasuredSpeed], kind: SpeedKind, *, on_card: bool
) -> list[Observation]:
    """Return one observation for each model: its median, with the work of the latest run."""
    groups: dict[str, list[MeasuredSpeed]] = defaultdict(list)
    for each in seen:
        if each.kind == kind and each.on_card == on_card and each.speed > 0:
            groups[each.model].append(each)
    made = []
    for group in groups.values():
        latest = max(group, key=lambda measured: measured.at_ms)
        work = Workload(latest.amount, latest.layers, latest.factor)
        made.append(Observation(work, 1 / median(each.speed for each in group)))
    return made


def predictions(seen: Iterable[MeasuredSpeed]) -> list[Prediction]:
    """Return the first prediction of each model beside what was measured, slowest first."""
    groups: dict[str, list[MeasuredSpeed]] = defaultdict(list)
    for each in seen:
        if each.kind == "writing" and each.predicted > 0:
            groups[each.model].append(each)
    made = []
    for model, group in groups.items():
        first = min(group, key=lambda measured: measured.at_ms)
        speed = median(each.speed for each in group)
        made.append(Prediction(model, first.predicted, first.low, first.high, speed))
    return sorted(made, key=lambda each: each.measured)
