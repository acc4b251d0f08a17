"""The scale that all cards share, so that their speeds compare by eye."""

from collections.abc import Iterable

from indoors.core.speed import Estimate

_STEPS = (10, 20, 30, 40, 60, 80)


def scale_end(estimates: Iterable[Estimate]) -> int:
    """Return the round number at which a scale for all of them ends: 80, 200, 3000."""
    highest = max((each.high for each in estimates), default=0.0)
    power = 1
    while highest > _STEPS[-1] * power:
        power *= 10
    return next(step * power for step in _STEPS if highest <= step * power)
