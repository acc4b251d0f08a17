"""What the user decides about money, kept with the settings; and the terms that follow."""

from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from indoors.core.money.amounts import is_amount
from indoors.core.money.book import PricedModel
from indoors.core.money.electricity import ElectricityTable, Exchange, Tariff
from indoors.core.money.saving import Terms

USUAL_COMPARATOR = "openai/gpt-5.2"
DOLLAR = "USD"
_DIGITS = 6


class MoneyChoice(Struct, frozen=True, kw_only=True):
    """``tariff`` ``None``: not asked yet, and the table's figure for ``country`` goes on.

    ``prices`` replace models of the book with the same id, or come on top. ``seat_price`` is
    what one person pays elsewhere a month, in the currency in use. ``book`` is the text of an
    imported price book, empty for the one that comes with Indoors.
    """

    comparator: Annotated[str, Meta(min_length=1, max_length=200)] = USUAL_COMPARATOR
    country: Annotated[str, Meta(pattern=r"^(?:[A-Z]{3})?\Z")] = ""  # ISO 3166; empty: not chosen
    currency: Annotated[str, Meta(pattern=r"^(?:[A-Z]{3})?\Z")] = ""  # empty: as the tariff, or $
    exchange: Exchange | None = None  # None: as the table says
    tariff: Tariff | None = None
    seat_price: Decimal | None = None
    reasoning: Decimal = Decimal(1)
    prices: tuple[PricedModel, ...] = ()
    book: Annotated[str, Meta(max_length=1_000_000)] = ""


def tariff_in_use(choice: MoneyChoice, table: ElectricityTable) -> Tariff | None:
    """Return the user's own tariff, or the usual one of the country; None if neither is known."""
    return choice.tariff or table.tariff(choice.country)


def exchange_in_use(choice: MoneyChoice, table: ElectricityTable, currency: str) -> Exchange | None:
    """Return what one dollar costs in a currency; None if nobody said so."""
    if currency == DOLLAR:
        return Exchange(currency=DOLLAR, rate=Decimal(1))
    if choice.exchange is not None and choice.exchange.currency == currency:
        return choice.exchange
    return table.rate(currency)


def terms_of(choice: MoneyChoice, table: ElectricityTable, minute: int) -> Terms:
    """Return the terms for an answer at so many minutes after midnight, local time.

    A currency without a known rate falls back to the dollar, and a tariff in one is not used.
    """
    tariff = tariff_in_use(choice, table)
    wanted = choice.currency or (tariff.currency if tariff else DOLLAR)
    known = exchange_in_use(choice, table, wanted)
    target = known or Exchange(currency=DOLLAR, rate=Decimal(1))
    return Terms(
        currency=target.currency,
        exchange=target.rate,
        per_kwh=_per_kwh(choice, table, tariff.at(minute), tariff.currency, target)
        if tariff
        else None,
        reasoning=choice.reasoning if _is_factor(choice.reasoning) else Decimal(1),
    )


def _is_factor(value: Decimal) -> bool:
    """Whether hidden reasoning can be counted so many times; settings may hold anything."""
    return is_amount(value) and value >= 1


def _per_kwh(
    choice: MoneyChoice, table: ElectricityTable, price: Decimal, currency: str, target: Exchange
) -> Decimal | None:
    """Return a price for a kilowatt-hour in another currency, with six digits."""
    if currency == target.currency:
        return price
    source = exchange_in_use(choice, table, currency)
    if source is None:
        return None
    return Decimal(f"{price * target.rate / source.rate:.{_DIGITS}g}")
