"""What one answer saved, or cost, against another way to get it. No float: Decimal throughout."""

from decimal import Decimal

from msgspec import Struct


class Saving(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Price of the same tokens elsewhere less the electricity used here; below 0 it is a cost.

    All amounts are in ``currency``. Bands come from the token ratio between tokenizers and
    from the energy's interval. ``electricity`` is ``None`` where no energy is known: then
    ``amount`` is ``None`` too, and only the price elsewhere can be told.
    """

    comparator: str  # id in the price book
    price_book: str  # hash of the book, so that the figure can be computed again
    currency: str
    price: Decimal  # elsewhere, with prefix caching simulated
    price_low: Decimal
    price_high: Decimal
    price_uncached: Decimal  # elsewhere, had nothing been cached
    electricity: Decimal | None = None
    amount: Decimal | None = None
    amount_low: Decimal | None = None
    amount_high: Decimal | None = None
