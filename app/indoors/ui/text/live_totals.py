"""Words of the live panel's totals: each number, and what it rests on."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Final, Protocol

from indoors.core.insights.summary import EnergySum, Taken
from indoors.core.money.book import PriceBook, PricedModel
from indoors.core.money.choice import MoneyChoice
from indoors.core.money.electricity import Tariff
from indoors.core.money.grid import Grams, GridFactor
from indoors.ui.text import live as text
from indoors.ui.text import money as money_text
from indoors.ui.text import numbers
from indoors.ui.text.numbers import DASH

STANDBY: Final = "Standby"
ROWS: Final = (text.ENERGY, text.CO2, text.SAVED, text.ANSWERS, STANDBY)
CHANGE: Final = "Change"
CHANGE_NAME: Final = "Change comparison, electricity price and country"
NO_ANSWER: Final = "No answer yet"
_WH: Final = 3600


class Basis(Protocol):
    """What totals rest on."""

    @property
    def choice(self) -> MoneyChoice: ...
    @property
    def book(self) -> PriceBook: ...
    @property
    def comparator(self) -> PricedModel | None: ...
    @property
    def tariff(self) -> Tariff | None: ...
    @property
    def currency(self) -> str: ...
    @property
    def per_kwh(self) -> Decimal | None: ...
    @property
    def grid(self) -> GridFactor | None: ...


_KINDS: Final = "the range covers the meters' error"


def energy(taken: Taken | None) -> str:
    """Return "0.07 Wh", with ~ where a part of it is estimated."""
    if taken is None or taken.energy.watt_hours is None:
        return DASH
    mark = "~" if taken.energy.estimated else ""
    return f"{mark}{numbers.energy(taken.energy.watt_hours)}"


def energy_tip(taken: Taken | None) -> str:
    """Return the range, and how many answers are missing from the sum."""
    if taken is None:
        return NO_ANSWER
    found = taken.energy
    if found.joules is None:
        return "Not known: no energy was measured."
    half = found.half_width_j / _WH
    said = f"{numbers.energy(found.watt_hours)} ± {numbers.energy(half)}; {_KINDS}."
    return f"{said} {_missing(found)}".strip()


def _missing(found: EnergySum) -> str:
    if not found.unknown:
        return ""
    answers = "1 answer is" if found.unknown == 1 else f"{numbers.count(found.unknown)} answers are"
    return f"{answers} not in it, since nothing measured them."


def co2(grams: Grams | None) -> str:
    """Return "~2.0 g"."""
    return DASH if grams is None else numbers.co2(float(grams.middle))


def co2_tip(grams: Grams | None, taken: Taken | None, money: Basis | None) -> str:
    """Return the range, or why there is no figure."""
    if grams is not None:
        low, high = numbers.co2(float(grams.low)), numbers.co2(float(grams.high))
        return f"{low} to {high}. {money_text.LOCATION_BASED}"
    if taken is not None and taken.energy.joules is not None and money is not None:
        return money_text.NO_GRID if money.choice.country else NO_COUNTRY_CHOSEN
    return "It follows from the energy, which is not known."


NO_COUNTRY_CHOSEN: Final = "Choose your country under “Change”: its grid decides."


def saved(taken: Taken | None, currency: str) -> tuple[str, str]:
    """Return what was saved and the ink it is written in; a cost has a minus, in grey."""
    amount = None if taken is None else taken.money.amount
    if amount is None:
        return DASH, "text.primary"
    said = numbers.money(amount, money_text.symbol(currency))
    return said, "indoor.text" if amount > 0 else "text.secondary"


def saved_tip(taken: Taken | None, money: Basis | None) -> str:
    """Return the range of a saving, or why there is none."""
    if taken is None or money is None:
        return NO_ANSWER
    sums = taken.money
    if sums.amount is None:
        return no_saving(taken, money)
    sign = money_text.symbol(money.currency)
    said = f"{numbers.money(sums.low, sign)} to {numbers.money(sums.high, sign)}."
    if sums.amount < 0:
        said = f"This computer cost more. {said}"
    return said if not sums.unknown else f"{said} {numbers.count(sums.unknown)} not counted."


def no_saving(taken: Taken | None, money: Basis) -> str:
    """Return why a saving is not known."""
    if money.comparator is None:
        return money_text.NO_COMPARATOR
    if taken is not None and taken.energy.joules is not None and money.tariff is None:
        return money_text.NO_TARIFF
    return money_text.NO_ENERGY


def standby(joules: float | None) -> str:
    """Return what the waiting model took."""
    return DASH if joules is None else numbers.energy(max(0.0, joules / _WH))


def basis(money: Basis) -> str:
    """Return what the totals rest on: comparator, electricity, grid."""
    model = money.comparator
    currency = money.currency
    parts = []
    if model is None:
        parts.append(money_text.NO_COMPARATOR)
    elif money.tariff is None:
        parts.append(f"Compared with {money_text.model_name(model)}. {money_text.NO_TARIFF}")
    else:
        price = money_text.amount(money.per_kwh, currency)
        name = money_text.model_name(model)
        parts.append(f"Saved against {name}, less electricity at {price}/kWh.")
    if money.grid is not None:
        parts.append(f"CO₂ estimated at {money.grid.grams:.0f} g/kWh.")
    today = datetime.now(UTC).astimezone().date()
    if money.book.is_old(today):
        parts.append(f"{money_text.prices_as_of(money.book, today)}.")
    return " ".join(parts)


def is_old(money: Basis) -> bool:
    """Whether the prices are old enough to be shown in amber."""
    return money.book.is_old(datetime.now(UTC).astimezone().date())
