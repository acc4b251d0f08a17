"""Manners on battery and in heat, and when a waiting model has cost as much as loading it again."""

from enum import StrEnum

from msgspec import Struct

LOW_PERCENT = 20
LEAST_WAIT_S, MOST_WAIT_S = 60.0, 3600.0
"""A wait is never shorter, or the next question would nearly always load; nor longer."""


class PowerNow(Struct, frozen=True, kw_only=True):
    """``None`` is "the system does not tell", and no reason to hold anything back."""

    on_battery: bool | None = None
    percent: float | None = None  # of the battery
    throttled: bool = False  # the processor was slowed down for its heat, a moment ago


class Pause(StrEnum):
    """Why work that nobody waits for is held back."""

    LOW_BATTERY = "low_battery"
    TOO_WARM = "too_warm"


def batch_pause(now: PowerNow, *, enabled: bool = True) -> Pause | None:
    """Return why work in the background should wait; ``None`` if it may go on."""
    if not enabled:
        return None
    if now.on_battery and now.percent is not None and now.percent < LOW_PERCENT:
        return Pause.LOW_BATTERY
    return Pause.TOO_WARM if now.throttled else None


def gentle_threads(
    now: PowerNow, cores: int, wanted: int | None, *, enabled: bool = True
) -> int | None:
    """Return the threads to load with: on battery half of the cores, unless the user chose."""
    if not enabled or not now.on_battery or wanted is not None:
        return wanted
    return max(1, cores // 2)


def wait_s(load_j: float | None, standby_w: float | None) -> float | None:
    """Return after how long a waiting model has taken what loading it again takes.

    ``None``: one of both is not known. A model that waits for nothing may wait for ever.
    """
    if load_j is None or standby_w is None or load_j <= 0:
        return None
    if standby_w <= 0:
        return MOST_WAIT_S
    return min(max(load_j / standby_w, LEAST_WAIT_S), MOST_WAIT_S)
