"""What follows from joules: watt-hours, energy at the wall, and CO2, each as a range."""

from typing import Literal

from msgspec import Struct

JOULES_PER_WH = 3_600.0
Supply = Literal["desktop", "charger", "battery", "measured"]
"""Where the power of the chips comes from; measured: the meter is at the power input."""

_EFFICIENCY: dict[Supply, tuple[float, float]] = {
    "desktop": (0.88, 0.05),
    "charger": (0.90, 0.05),
    "battery": (0.875, 0.025),  # charger and battery, there and back
    "measured": (1.0, 0.0),
}


class Band(Struct, frozen=True):
    """A value and the range it is in."""

    value: float
    low: float
    high: float


def watt_hours(joules: float) -> float:
    """Return Wh."""
    return joules / JOULES_PER_WH


def per_token(joules: float | None, tokens: int) -> float | None:
    """Return joules a token; None without either."""
    return joules / tokens if joules is not None and tokens > 0 else None


def at_the_wall(joules: float, half_width: float, supply: Supply) -> Band:
    """Return what a plug meter would count, an estimate from what the chips took."""
    efficiency, spread = _EFFICIENCY[supply]
    return Band(
        joules / efficiency,
        max(0.0, joules - half_width) / min(1.0, efficiency + spread),
        (joules + half_width) / (efficiency - spread),
    )


def carbon(energy: Band, grams_per_kwh: float, spread: float = 0.2) -> Band:
    """Return grams of CO2 for joules, by a grid factor that is known to within ``spread``."""
    per_joule = grams_per_kwh / 1_000 / JOULES_PER_WH
    return Band(
        energy.value * per_joule,
        energy.low * per_joule * (1 - spread),
        energy.high * per_joule * (1 + spread),
    )
