"""Round numbers for the axes of charts."""

import math

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_ALMOST = 1e-9


def ticks(lowest: float, highest: float, most: int = 4) -> list[float]:
    """Return round values that enclose the range, 0 among them; at most ``most`` steps.

    Of nothing, or of zeros only: 0 and 1.
    """
    low, high = min(0.0, lowest), max(0.0, highest)
    if high - low <= 0 or not math.isfinite(high - low):
        return [0.0, 1.0]
    step = _step((high - low) / most)
    first = math.floor(low / step + _ALMOST)
    last = math.ceil(high / step - _ALMOST)
    while last - first > most:  # both ends were rounded outwards
        step = _step(step * 1.01)
        first = math.floor(low / step + _ALMOST)
        last = math.ceil(high / step - _ALMOST)
    return [number * step for number in range(first, last + 1)]


def decimals(step: float) -> int:
    """Return how many decimals tell values of this step apart."""
    if step <= 0:
        return 0
    places = max(0, -math.floor(math.log10(step) + _ALMOST))
    rounded = round(step, places)
    return places if abs(rounded - step) < step * 1e-6 else places + 1


def _step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * each for each in _STEPS if power * each >= least * (1 - _ALMOST))
