"""Parts that tests of money are made of."""

from decimal import Decimal

from indoors.core.money.book import PrefixCache, PricedModel, Rates, Tier
from indoors.core.money.saving import Answer, Terms
from indoors.services.paths import Paths
from indoors.services.price_book import PriceBooks

RESOURCES = Paths.of().resources
DOLLARS = Terms(per_kwh=Decimal("0.30"))
WATT_HOUR = Decimal(3600)
LAPTOP = Answer(
    input_tokens=600,
    output_tokens=200,
    vocabulary=128_256,
    joules=Decimal("0.18") * WATT_HOUR,
    half_width_j=Decimal("0.02") * WATT_HOUR,
)
"""A normal answer of a laptop: 600 tokens read, 200 written, 0.18 Wh."""


def shipped(model_id: str) -> PricedModel:
    """Return a model of the book that comes with Indoors."""
    model = PriceBooks(RESOURCES).shipped.book.model(model_id)
    assert model is not None
    return model


def priced(
    given: str = "1",
    taken: str = "10",
    *,
    cached: str | None = "0.1",
    tiers: tuple[Tier, ...] = (),
    cache: PrefixCache | None = None,
) -> PricedModel:
    rates = Rates(
        input=Decimal(given),
        output=Decimal(taken),
        cache_read=None if cached is None else Decimal(cached),
    )
    return PricedModel(
        id="test/model",
        name="Model",
        provider="Test",
        rates=rates,
        tiers=tiers,
        cache=cache,
        tokenizer="o200k",
    )
