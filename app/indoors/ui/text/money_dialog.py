"""Words of the dialog about comparison, electricity and country."""

from decimal import Decimal
from typing import Final

from indoors.core.money.electricity import Tariff
from indoors.core.money.grid import GridFactor
from indoors.ui.text import money as money_text

TITLE: Final = "What the figures rest on"
SUBTITLE: Final = "Kept on this computer. Nothing is looked up."
COMPARATOR: Final = "Compared with"
COMPARATOR_BODY: Final = "The model that you would have asked instead."
OWN: Final = "Your own price…"
OWN_NAME: Final = "Your price"
IMPORT: Final = "Import a price list…"
BACK: Final = "Back to that of Indoors"
BOOK_TITLE: Final = "Import a price list"
BOOK_FILES: Final = "Price lists (*.json);;All files (*)"
READ: Final = "Read, a million tokens"
WRITTEN: Final = "Written, a million tokens"
COUNTRY: Final = "Country"
COUNTRY_BODY: Final = "Decides what a kilowatt-hour usually costs and emits."
NO_COUNTRY: Final = "Not chosen"
CURRENCY: Final = "Currency"
PRICE: Final = "Electricity, a kilowatt-hour"
PRICE_BODY: Final = "As it stands on your bill, with taxes. 0 is a roof of your own."
USUAL: Final = "Use the usual price"
UNKNOWN: Final = "Not entered"
CANCEL: Final = "Cancel"
APPLY: Final = "Apply"


def usual(tariff: Tariff | None, country: str) -> str:
    """Return what electricity usually costs in a country, and who says so."""
    if not country:
        return ""
    if tariff is None:
        return money_text.NO_COUNTRY
    price = money_text.amount(tariff.per_kwh, tariff.currency)
    source = ", ".join(part for part in (tariff.source, tariff.period) if part)
    return f"Usual there: {price} ({source})."


def grid(factor: GridFactor | None, country: str) -> str:
    """Return what the grid emits, with its range."""
    if not country:
        return ""
    if factor is None:
        return money_text.NO_GRID
    return f"Its grid: {factor.grams:.0f} g CO₂ a kWh, {factor.low:.0f} to {factor.high:.0f}."


def rates(given: Decimal, taken: Decimal, currency: str) -> str:
    """Return the price of a model for a million tokens."""
    read, written = (money_text.amount(each, currency) for each in (given, taken))
    return f"{read} read and {written} written, for a million tokens."
