"""Predictions with their range: from expectation, by calibration, by measurement.

Bayesian in two numbers: the expectation of a device class is the prior, every measured model
narrows it. Logarithms keep both numbers positive and make errors relative. The prior is a
Student's t, since most devices are near what is usual and a few are nowhere near: where the
measurements say so, it gives way. (Method: iteratively reweighted Gauss-Newton steps; the
constants were chosen by tests/eval/speed.py, which prints what they are worth.)
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp, log, sqrt
from statistics import median

from indoors.core.speed.device import Expectation
from indoors.core.speed.workload import Workload

_LAYER_SPREAD = 0.25
"""Added where starting the layers is all of the time: their cost depends on many small things."""
_LAYER_SPREAD_SEEN = 0.7
"""The same for measured models, and larger: a tiny model tells little about larger ones."""
_FREEDOM = 3.0  # degrees of freedom of the prior
_CONFIDENCE = 1.645  # nine of ten measurements are to fall inside the range
_CONFIDENCE_EARLY = (2.353, 2.132)
"""Student's t instead, while no or only one model was measured."""
_REPEAT_SPREAD = 0.05  # between two runs of the same model
_STEPS = 25
_STEP_LIMIT = 1.0  # of a logarithm, so that one odd measurement can't throw the search off
_COUNTED = 20  # the latest measurements of a model; older ones may be of another driver

Matrix = tuple[float, float, float]  # symmetric 2 × 2: (1,1), (1,2), (2,2)


class Source(StrEnum):
    PREDICTED = "predicted"  # from bandwidth alone
    CALIBRATED = "calibrated"  # from other models measured on this computer
    MEASURED = "measured"  # this model, on this computer


@dataclass(frozen=True, slots=True)
class Observation:
    """One model's measured time per token here, in seconds."""

    workload: Workload
    seconds: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is known of a device: logarithms of its two numbers, and their covariance."""

    point: tuple[float, float]
    covariance: Matrix
    observations: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """Tokens per second: the likely value and the range for nine of ten cases."""

    value: float
    low: float
    high: float
    source: Source

    @property
    def spread(self) -> float:
        """Half the range: the number behind "±"."""
        return (self.high - self.low) / 2


def calibrate(expected: Expectation, seen: Sequence[Observation] = ()) -> Calibration:
    """Combine what is usual with what was measured: each model once, whatever was seen of it."""
    x, y = expected.mean
    information = _prior_information(expected, (x, y))
    for _ in range(_STEPS):
        own = _prior_information(expected, (x, y))
        a, b, c = own
        push = [a * (expected.mean[0] - x), c * (expected.mean[1] - y)]
        for each in seen:
            time, (dx, dy) = _time(each.workload, (x, y))
            weight = 1 / _variance(each.workload, dy, _LAYER_SPREAD_SEEN)
            miss = log(each.seconds) - log(time)
            a, b, c = a + weight * dx * dx, b + weight * dx * dy, c + weight * dy * dy
            push[0] += weight * dx * miss
            push[1] += weight * dy * miss
        information = (a, b, c)
        step = _solve(information, (push[0], push[1]))
        x += max(-_STEP_LIMIT, min(_STEP_LIMIT, step[0]))
        y += max(-_STEP_LIMIT, min(_STEP_LIMIT, step[1]))
    a, b, c = _inverse(information)
    doubt = _doubt(expected, (x, y), len(seen))
    return Calibration((x, y), (a * doubt, b * doubt, c * doubt), len(seen))


def estimate(device: Calibration, workload: Workload) -> Estimate:
    """Return tokens per second of a model that was not measured here."""
    time, (dx, dy) = _time(workload, device.point)
    a, b, c = device.covariance
    variance = _variance(workload, dy) + a * dx * dx + 2 * b * dx * dy + c * dy * dy
    return _range(time, sqrt(variance), device.observations)


def estimate_split(
    card: Calibration, main: Calibration, workload: Workload, share_on_card: float
) -> Estimate:
    """Return tokens per second of a model of which only a share lies in graphics memory."""
    parts = [(card, share_on_card), (main, 1 - share_on_card)]
    total = error = 0.0
    for device, share in parts:
        if share <= 0:
            continue
        part = replace(workload, amount=workload.amount * share)
        time, (dx, dy) = _time(part, device.point)
        a, b, c = device.covariance
        total += time
        variance = _variance(part, dy) + a * dx * dx + 2 * b * dx * dy + c * dy * dy
        error += time * sqrt(variance)
    return _range(total, error / total, card.observations + main.observations)


def measured(speeds: Sequence[float]) -> Estimate | None:
    """Return what was measured of a model: the median of the latest, and how much they differ."""
    latest = [speed for speed in speeds if speed > 0][-_COUNTED:]
    if not latest:
        return None
    middle = median(latest)
    around = middle * (exp(_CONFIDENCE * _REPEAT_SPREAD) - 1) / sqrt(len(latest))
    ordered = sorted(latest)
    cut = len(ordered) // 10
    return Estimate(
        value=middle,
        low=min(ordered[cut], middle - around),
        high=max(ordered[-1 - cut], middle + around),
        source=Source.MEASURED,
    )


def _time(workload: Workload, point: tuple[float, float]) -> tuple[float, tuple[float, float]]:
    """Return seconds per token, and the shares of both parts in it (its log-derivatives)."""
    moved = workload.amount * exp(point[0])
    started = workload.layers * exp(point[1])
    whole = moved + started
    return workload.factor * whole, (moved / whole, started / whole)


def _prior_information(expected: Expectation, point: tuple[float, float]) -> Matrix:
    """Return how much the prior still counts at a point: less, the further it is from it."""

    def one(place: float, mean: float, spread: float) -> float:
        off = (place - mean) / spread
        return _FREEDOM / (_FREEDOM + off * off) / spread**2

    x, y = (one(*each) for each in zip(point, expected.mean, expected.spread, strict=True))
    return x, 0.0, y


def _doubt(expected: Expectation, point: tuple[float, float], observations: int) -> float:
    """Return by how much to widen: what is far from usual takes several models to be believed."""
    places = zip(point, expected.mean, expected.spread, strict=True)
    surprise = sum(((place - mean) / spread) ** 2 for place, mean, spread in places)
    return max(1.0, surprise / (2 * max(1, observations) ** 2))


def _variance(
    workload: Workload, share_of_layers: float, layer_spread: float = _LAYER_SPREAD
) -> float:
    """How far this model may stray from the formula, squared."""
    return workload.spread**2 + (layer_spread * share_of_layers) ** 2


def _range(seconds: float, spread: float, observations: int) -> Estimate:
    confidence = (*_CONFIDENCE_EARLY, _CONFIDENCE)[min(observations, 2)]
    reach = exp(confidence * spread)
    value = 1 / seconds
    source = Source.CALIBRATED if observations else Source.PREDICTED
    return Estimate(value, value / reach, value * reach, source)


def _inverse(matrix: Matrix) -> Matrix:
    a, b, c = matrix
    determinant = a * c - b * b
    return c / determinant, -b / determinant, a / determinant


def _solve(matrix: Matrix, right: tuple[float, float]) -> tuple[float, float]:
    a, b, c = _inverse(matrix)
    return a * right[0] + b * right[1], b * right[0] + c * right[1]
