"""What electricity costs here. Amounts in the tariff's currency, energy in joules or kWh."""

from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from indoors.core.money.amounts import is_amount

JOULES_PER_KWH = Decimal(3_600_000)
_DAY = 24 * 60
Minute = Annotated[int, Meta(ge=0, lt=_DAY)]
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z")]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z")]


class OffPeak(Struct, frozen=True, kw_only=True):
    """A second rate between two times of day, in minutes after midnight; may pass midnight."""

    per_kwh: Decimal
    begins: Minute
    ends: Minute

    def holds_at(self, minute: int) -> bool:
        if self.begins <= self.ends:
            return self.begins <= minute < self.ends
        return minute >= self.begins or minute < self.ends


class Tariff(Struct, frozen=True, kw_only=True):
    """What a kilowatt-hour costs. 0 is a fact: one's own solar roof. Unknown is no tariff."""

    per_kwh: Decimal
    currency: Currency
    country: Country | None = None
    period: str = ""  # "2024-S2", "2025": what the figure is the mean of
    source: str = ""
    asked: bool = False  # True: the user said so
    off_peak: OffPeak | None = None

    def __post_init__(self) -> None:
        for price in (self.per_kwh, self.off_peak.per_kwh if self.off_peak else None):
            if price is not None and not is_amount(price):
                raise ValueError(f"{price} is no price")

    def at(self, minute: int) -> Decimal:
        """Return the price of a kilowatt-hour at a minute after midnight, local time."""
        if self.off_peak is not None and self.off_peak.holds_at(minute):
            return self.off_peak.per_kwh
        return self.per_kwh


class Exchange(Struct, frozen=True, kw_only=True):
    """What one unit of the price book's currency costs in the user's: a dated fact, editable."""

    currency: Currency
    rate: Decimal
    as_of: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if not is_amount(self.rate) or not self.rate:
            raise ValueError(f"{self.rate} is no exchange rate")


class ElectricityTable(Struct, frozen=True, kw_only=True):
    """Prices by country where a source gives one, and exchange rates from the dollar."""

    format: int
    as_of: str
    note: str
    tariffs: tuple[Tariff, ...]
    exchange: tuple[Exchange, ...]

    def tariff(self, country: str) -> Tariff | None:
        """Return the usual price in a country (ISO 3166, three letters), or None."""
        return next((each for each in self.tariffs if each.country == country), None)

    def rate(self, currency: str) -> Exchange | None:
        """Return what one US dollar costs in this currency, or None."""
        return next((each for each in self.exchange if each.currency == currency), None)


def cost_of(joules: Decimal, per_kwh: Decimal) -> Decimal:
    """Return what so much energy costs."""
    return joules * per_kwh / JOULES_PER_KWH
