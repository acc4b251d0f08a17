"""What a request costs at a provider's rates."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from indoors.core.money.book import Rates, Tier

MILLION = Decimal(1_000_000)


class Tokens(Struct, frozen=True, kw_only=True):
    """Tokens of one request as the provider counts them; ``cached`` is a part of ``input``."""

    input: int
    output: int
    cached: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.cached <= self.input or self.output < 0:
            raise ValueError("not the tokens of a request")


def cost(rates: Rates, tiers: Sequence[Tier], tokens: Tokens) -> Decimal:
    """Return the exact price in the book's currency.

    ``tiers`` rise; one holds for the whole request, and cached tokens count towards it.
    """
    for tier in tiers:
        if tokens.input > tier.above:
            rates = tier.rates
    cached_rate = rates.input if rates.cache_read is None else rates.cache_read
    fresh = tokens.input - tokens.cached
    return (
        fresh * rates.input + tokens.cached * cached_rate + tokens.output * rates.output
    ) / MILLION
