"""A list of prices: what language models cost elsewhere, as published on one day.

Prices are in the book's currency for a million tokens, and Decimal. ``None`` is "not
published", never 0.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, Struct

from indoors.core.money.amounts import is_amount

FORMAT = 1
OLD_AFTER_DAYS = 60
"""Prices change this often; an older list is shown in amber."""

Count = Annotated[int, Meta(ge=0, le=1_000_000_000_000)]
Text = Annotated[str, Meta(min_length=1, max_length=200)]
Tokenizer = Literal["o200k", "cl100k", "open", "private"]
"""How a model counts: as OpenAI's newer or older ones, with a published tokenizer, or secretly."""


class Rates(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Prices for a million tokens. Without ``cache_read`` cached input costs as any other."""

    input: Decimal
    output: Decimal
    cache_read: Decimal | None = None
    cache_write: Decimal | None = None  # only where a user asks for the cache; not simulated

    def __post_init__(self) -> None:
        for price in (self.input, self.output, self.cache_read, self.cache_write):
            if price is not None and not is_amount(price):
                raise ValueError(f"{price} is no price")


class Tier(Struct, frozen=True, kw_only=True):
    """Rates of a whole request whose input, cached or not, has more than ``above`` tokens."""

    above: Count
    rates: Rates


class PrefixCache(Struct, frozen=True, kw_only=True):
    """A provider keeps the beginning of a request by itself, without being asked to.

    Fewer than ``minimum`` tokens are not kept, and only whole multiples of ``step`` are.
    ``seconds`` is how long, at the least, by what the provider says.
    """

    minimum: Count
    step: Annotated[int, Meta(ge=1)]
    seconds: Count


class PricedModel(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One model at one provider. ``id`` is ``provider/model``."""

    id: Text
    name: Text
    provider: Text
    rates: Rates
    tiers: tuple[Tier, ...] = ()  # by ``above``, rising
    cache: PrefixCache | None = None  # None: nothing is cached unless one asks for it
    parameters: Count | None = None  # all of them, where the publisher says how many
    is_open: bool = False  # its weights are published: the same model could run here
    tokenizer: Tokenizer = "private"
    is_retired: bool = False  # no longer offered to new customers; kept for comparisons
    valid_from: str | None = None  # ISO date of this price, where the source gives one
    is_disputed: bool = False  # two sources differ by more than 1 %
    other: Rates | None = None  # what the second source says, if it is disputed
    told_by: Annotated[int, Meta(ge=1, le=2)] = 2  # how many sources have this model
    is_own: bool = False  # entered by the user

    def __post_init__(self) -> None:
        _check_plain(self.id, self.name, self.provider)
        bounds = [tier.above for tier in self.tiers]
        if bounds != sorted(set(bounds)):
            raise ValueError(f"{self.id}: tiers are not in order")
        if self.valid_from is not None:
            date.fromisoformat(self.valid_from)


class Source(Struct, frozen=True, kw_only=True):
    """Where prices come from: a published collection, with its version and licence."""

    name: Text
    version: Text
    licence: Text

    def __post_init__(self) -> None:
        _check_plain(self.name, self.version, self.licence)


class PriceBook(Struct, frozen=True, kw_only=True):
    """Models sorted by ``id``, each once."""

    format: int
    as_of: str  # ISO date: the youngest day that a source was checked
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z")]
    sources: tuple[Source, ...]
    models: tuple[PricedModel, ...]

    def __post_init__(self) -> None:
        date.fromisoformat(self.as_of)
        ids = [model.id for model in self.models]
        if ids != sorted(set(ids)):
            raise ValueError("models are not sorted by id, or one is there twice")

    def model(self, model_id: str) -> PricedModel | None:
        """Return the model of this id, or None."""
        return next((each for each in self.models if each.id == model_id), None)

    def age_days(self, today: date) -> int:
        """Return how many days old the prices are; negative if this clock is behind."""
        return (today - date.fromisoformat(self.as_of)).days

    def is_old(self, today: date) -> bool:
        """Whether to show the prices in amber."""
        return self.age_days(today) > OLD_AFTER_DAYS


def _check_plain(*texts: str) -> None:
    """Names come from files that users import: seen as written, and never taken for markup."""
    for text in texts:
        if not text.isprintable() or set(text) & set("<>"):
            raise ValueError("a name with signs that do not belong there")
