"""Words for prices, savings and break-even. Amounts come as Decimal and are only written here.

A saving below 0 is called a cost. What is not known is a dash with the reason beside it.
"""

from datetime import date
from decimal import Decimal
from typing import Final

from indoors.core.money.book import PriceBook, PricedModel
from indoors.core.money.cloud_energy import Difference
from indoors.core.money.comparator import NEAR
from indoors.core.money.equivalents import led_minutes, microwave_seconds
from indoors.core.money.presets import Claim
from indoors.core.money.roi import Outlook, Verdict
from indoors.core.money.saving import Saving
from indoors.ui.text import numbers
from indoors.ui.text.numbers import DASH

NO_ENERGY: Final = "The energy is not known, so only the price elsewhere can be told."
NO_TARIFF: Final = "What electricity costs you is not known. Enter it once, from your bill."
NO_COMPARATOR: Final = "The model you compare with is not in the price list. Choose another."
NO_SIZE: Final = "This model does not say how large it is, so no hosted one can be compared."
NO_COUNTRY: Final = "No figure is known for this country. Enter the price from your bill."
NO_GRID: Final = "No grid figure is known for this country, so CO₂ is not told."
MODELLED: Final = "modelled, not measured: about a factor of three either way."
LOCATION_BASED: Final = (
    "CO₂ is counted by the grid of the country where the computers stand, on both sides."
)
OWN_TARIFF: Final = "As you entered it"
CACHED: Final = "The part of the question that the provider still has in memory is priced as such."
LIST_PRICE: Final = "list price"
OWN_PRICE: Final = "your price"

_SYMBOLS: Final = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "CHF": "CHF\u00a0"}
_DIFFERENCES: Final = {
    Difference.INDOORS_LESS: "This computer took less.",
    Difference.CLOUD_LESS: "The cloud would have taken less.",
    Difference.UNCLEAR: "No clear difference.",
    Difference.UNKNOWN: "Not known.",
}
PRESETS: Final = {
    "seats_existing": "10 people, $20 seats, computers that are there",
    "busy_api": "$1,500 a month per token, a new computer for $5,000",
    "seats_box": "10 people, $30 seats, a new computer for $2,500",
    "quiet_api": "$50 a month per token, a new computer for $2,500",
    "hosted_8b": "A small open model that others host for next to nothing",
}
BY_USE: Final = "paying per token"
_NOT_MONEY: Final = "The reason to stay indoors is then privacy, not money."
_YEARS_FROM: Final = 24
LASTS: Final = 60
"""Months that a computer is used, at the most, before it is replaced."""
_SOON: Final = Decimal("0.05")


def symbol(currency: str) -> str:
    """Return what stands before an amount: $, €, or the code and a space."""
    return _SYMBOLS.get(currency, f"{currency}\u00a0")


def amount(value: Decimal | None, currency: str) -> str:
    """Return an amount as people read it: $12.07, $0.0043, −€3.10."""
    return numbers.money(None if value is None else float(value), symbol(currency))


def saved(saving: Saving | None) -> str:
    """Return "saved $0.0043", "cost $0.0002 more", or "saved –" if it is not known."""
    if saving is None or saving.amount is None:
        return f"saved {DASH}"
    written = amount(abs(saving.amount), saving.currency)
    return f"cost {written} more" if saving.amount < 0 else f"saved {written}"


def told(saving: Saving) -> str:
    """Return what a saving is against, its range, and the electricity in it."""
    there = amount(saving.price, saving.currency)
    if saving.electricity is None:
        return f"{saving.comparator}: {there}. {NO_ENERGY}"
    here = amount(saving.electricity, saving.currency)
    return f"{saving.comparator}: {there}, electricity here: {here}. Range {band(saving)}."


def band(saving: Saving) -> str:
    """Return the range of a saving: "−$0.0001 to $0.0043"."""
    if saving.amount_low is None or saving.amount_high is None:
        return DASH
    low, high = (amount(end, saving.currency) for end in (saving.amount_low, saving.amount_high))
    return f"{low} to {high}"


def model_name(model: PricedModel) -> str:
    """Return a model as a list shows it, with all that speaks against its price."""
    notes = [OWN_PRICE if model.is_own else LIST_PRICE]
    notes += ["sources disagree"] if model.is_disputed else []
    notes += ["no longer offered"] if model.is_retired else []
    hosted = f" at {model.provider}" if model.is_open else ""
    return f"{model.name}{hosted}, {', '.join(notes)}"


def disputed(model: PricedModel, currency: str) -> str:
    """Return what both sources say, or nothing if they agree."""
    if not model.is_disputed or model.other is None:
        return ""
    pairs = (model.rates, model.other)
    one, two = (
        f"{amount(rates.input, currency)} read and {amount(rates.output, currency)} written"
        for rates in pairs
    )
    return f"Two sources disagree on a million tokens: {one}, or {two}. The first is used."


def prices_as_of(book: PriceBook, today: date) -> str:
    """Return the date of the prices, and a word of caution when they are old."""
    written = numbers.day(date.fromisoformat(book.as_of), today)
    if not book.is_old(today):
        return f"Prices of {written}"
    return f"Prices of {written}, {book.age_days(today)} days old: check them"


def same_class(model: PricedModel | None, factor: Decimal | None) -> str:
    """Return what the second comparator is."""
    if model is None or factor is None:
        return NO_SIZE
    return f"{model.name} at {model.provider}: {size(factor)}"


def size(factor: Decimal) -> str:
    """Return how far a hosted model is from this one in size."""
    if factor <= NEAR:
        return "an open model of about this size"
    return f"the nearest in size, {factor:.1f} times apart"


def difference(found: Difference) -> str:
    """Return what can be said of two ranges."""
    return _DIFFERENCES[found]


def seats(people: int) -> str:
    """Return what a verdict is against: 6 cloud seats."""
    return f"{numbers.count(people)} cloud seat{'' if people == 1 else 's'}"


def months(value: Decimal | None) -> str:
    """Return a time to break even: 2.2 months, 6.5 years, never."""
    if value is None:
        return "never"
    if value > _YEARS_FROM:
        return f"{value / 12:.1f} years"
    return f"{value:.1f} months" if value >= _SOON else "a few days"


def verdict(found: Verdict, against: str, currency: str) -> tuple[str, str]:
    """Return a verdict in two parts; ``against`` is ``seats(6)`` or ``BY_USE``."""
    monthly = amount(abs(found.saved_a_month), currency)
    after = found.break_even_months
    if after is None:
        more = f"The cloud is cheaper by {monthly} a month."
        if not found.saved_a_month:
            more = "Both cost the same each month."
        return f"Against {against}: never paid back.", f"{more} {_NOT_MONEY}"
    if not after:
        return f"Against {against}: cheaper from the first day.", f"You save {monthly} a month."
    title = f"Against {against}: paid back in {months(after)}."
    if after > LASTS:
        return title, f"Few computers last that long. {_NOT_MONEY}"
    return title, f"After that you save {monthly} a month."


def capacity(found: Outlook) -> str:
    """Return how much of a computer the answers take, or how many are needed."""
    if found.capacity is None or found.machines is None:
        return "How much one computer can do is not known before its speed is measured."
    if found.machines > 1:
        return f"Needs {numbers.count(found.machines)} computers."
    share = numbers.percent(float(found.capacity)) if found.capacity >= Decimal("0.005") else "<1 %"
    return f"Takes {share} of one computer’s time."


def claim(found: Claim) -> str:
    """Return a worked example of 100 million tokens a day, and how wrong the usual figure is."""
    cost = amount(found.a_month, "USD")
    each = f"${found.per_thousand:f}"  # as it is quoted, with all its digits
    told = f"100 million tokens a day on {found.size} at {each} for 1,000: {cost} a month."
    if found.claimed is None or found.off_by is None:
        return told
    wrong = amount(found.claimed, "USD")
    return f"{told} The {wrong} that goes around is {found.off_by:.0f} times too high."


def equivalent(watt_hours: Decimal) -> str:
    """Return an energy as things people know."""
    lamp, oven = led_minutes(watt_hours), microwave_seconds(watt_hours)
    return f"A 10 W lamp for {lamp:.1f} minutes, or a 1,000 W oven for {oven:.1f} seconds"
