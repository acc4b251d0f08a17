"""Against what an answer is compared: the user's own choice, and an open model of its size.

The second is there for honesty. A model that could run here can also be rented, and small ones
are rented for less than the electricity that a computer at home takes for the same tokens.
"""

from decimal import Decimal

from msgspec import Struct, structs

from indoors.core.money.book import PriceBook, PricedModel
from indoors.core.money.saving import Answer, Saving, Terms, saving_of

NEAR = 2
"""Sizes that differ by at most this factor are of one class."""
_READ_PER_WRITTEN = 3
"""For ranking hosts only: a chat reads about so many tokens for each that it writes."""


class SameClass(Struct, frozen=True, kw_only=True):
    """The hosted open model nearest in size. ``factor``: how many times larger one of both is."""

    model: PricedModel
    factor: Decimal

    @property
    def is_near(self) -> bool:
        """Whether both are of one class; else the nearest there is must be told as such."""
        return self.factor <= NEAR


class Comparison(Struct, frozen=True, kw_only=True):
    """Both comparators of one answer. ``None``: there is none, for the reason beside it."""

    chosen: Saving | None  # None: the price book has no such model
    same_class: Saving | None  # None: the local model does not say how large it is
    factor: Decimal | None = None  # see SameClass


def same_class(book: PriceBook, parameters: int | None) -> SameClass | None:
    """Return the open model elsewhere that is nearest in size, at its cheapest host.

    ``parameters`` are those of the local model, as a count; ``None`` or 0 is "not known".
    """
    if not parameters:
        return None
    nearest: tuple[Decimal, Decimal, PricedModel] | None = None
    for model in book.models:
        if not model.is_open or not model.parameters or model.is_retired:
            continue
        sizes = (Decimal(parameters), Decimal(model.parameters))
        ranked = (max(sizes) / min(sizes), _usual_price(model), model)
        if nearest is None or ranked[:2] < nearest[:2]:
            nearest = ranked
    return SameClass(model=nearest[2], factor=nearest[0]) if nearest else None


def compared(
    book: PriceBook, digest: str, chosen: str, parameters: int | None, answer: Answer, terms: Terms
) -> Comparison:
    """Return what an answer saved against both comparators.

    ``digest`` is the hash of the book, ``chosen`` an id in it, ``parameters`` those of the
    local model.
    """
    wanted, near = book.model(chosen), same_class(book, parameters)
    return Comparison(
        chosen=saving_of(wanted, digest, answer, terms) if wanted else None,
        same_class=_of_class(near, digest, answer, terms) if near else None,
        factor=near.factor if near else None,
    )


def _of_class(near: SameClass, digest: str, answer: Answer, terms: Terms) -> Saving:
    made = saving_of(near.model, digest, answer, terms)
    return structs.replace(made, factor=round(near.factor, 2))


def _usual_price(model: PricedModel) -> Decimal:
    return _READ_PER_WRITTEN * model.rates.input + model.rates.output
