"""The middle of many values, and their slow end."""

from collections.abc import Iterable, Sequence

PERCENTS = (50, 90, 99)


def percentile(values: Sequence[float], percent: float) -> float | None:
    """Return the value that ``percent`` of a hundred do not exceed; ``None`` of nothing.

    ``values`` are in order. Between two of them it lies on the straight line.
    """
    if not values:
        return None
    place = (len(values) - 1) * percent / 100
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def percentiles(values: Iterable[float]) -> tuple[float | None, ...]:
    """Return p50, p90 and p99 of values in any order."""
    ordered = sorted(values)
    return tuple(percentile(ordered, percent) for percent in PERCENTS)
