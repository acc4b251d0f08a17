"""What a kilowatt-hour of a country's grid emits, by where it is used (location-based).

Yearly means hide the hour and the season, and sources differ by years and method: so every
factor is a range of at least 20 % either way, and reaches as far as the second source.
"""

from decimal import Decimal

from msgspec import Struct

from indoors.core.money.electricity import JOULES_PER_KWH

SHARE = Decimal("0.20")


class GridFactor(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Grams of CO₂-equivalent for a kilowatt-hour; ``other`` is what a second source says."""

    country: str  # ISO 3166, three letters
    grams: Decimal
    other: Decimal | None = None

    def __post_init__(self) -> None:
        for grams in (self.grams, self.other):
            if grams is not None and not (grams.is_finite() and 0 < grams < 3000):
                raise ValueError(f"{self.country}: {grams} g are no grid factor")

    @property
    def low(self) -> Decimal:
        low = self.grams * (1 - SHARE)
        return low if self.other is None else min(low, self.other)

    @property
    def high(self) -> Decimal:
        high = self.grams * (1 + SHARE)
        return high if self.other is None else max(high, self.other)


class GridTable(Struct, frozen=True, kw_only=True):
    """Factors by country, each once. A country that is not in it has none: never 0."""

    format: int
    as_of: str
    attribution: str
    factors: tuple[GridFactor, ...]

    def factor(self, country: str) -> GridFactor | None:
        """Return the factor of a country (three letters), or None."""
        return next((each for each in self.factors if each.country == country), None)


class Grams(Struct, frozen=True, kw_only=True):
    """Grams of CO₂-equivalent: most likely, and the ends of the range."""

    middle: Decimal
    low: Decimal
    high: Decimal


def emitted(joules: Decimal, half_width_j: Decimal, factor: GridFactor) -> Grams:
    """Return what so much energy emits; its interval and the factor's range are both in."""
    least = max(Decimal(0), joules - half_width_j)
    return Grams(
        middle=joules * factor.grams / JOULES_PER_KWH,
        low=least * factor.low / JOULES_PER_KWH,
        high=(joules + half_width_j) * factor.high / JOULES_PER_KWH,
    )
