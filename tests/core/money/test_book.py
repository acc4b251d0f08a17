"""The book that comes with Indoors, and what a book must be."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from indoors.core.money.book import PriceBook, PricedModel, Tier
from indoors.core.money.choice import USUAL_COMPARATOR
from indoors.services.price_book import PriceBooks
from tests.helpers.money import RESOURCES, priced, shipped

SHIPPED = PriceBooks(RESOURCES).shipped
BOOK = SHIPPED.book


def test_it_is_small_sorted_and_dated() -> None:
    assert len(SHIPPED.data) < 20_000
    assert 35 <= len(BOOK.models) <= 60
    assert [model.id for model in BOOK.models] == sorted({model.id for model in BOOK.models})
    assert date.fromisoformat(BOOK.as_of).isoformat() == BOOK.as_of
    assert {source.name for source in BOOK.sources} == {"genai-prices", "litellm"}


def test_the_usual_comparator_is_in_it() -> None:
    assert shipped(USUAL_COMPARATOR).name == "GPT-5.2"


def test_it_has_every_kind_of_provider() -> None:
    providers = {model.provider for model in BOOK.models}
    assert providers >= {"OpenAI", "Anthropic", "Google", "Mistral", "DeepSeek", "Groq", "Together"}
    sizes = {model.parameters for model in BOOK.models if model.is_open}
    assert None not in sizes
    assert len(sizes) >= 10


def test_prices_are_text_in_the_file_and_keep_their_digits() -> None:
    raw = msgspec.json.decode(SHIPPED.data)
    for model in raw["models"]:
        for price in model["rates"].values():
            assert isinstance(price, str)
            assert str(Decimal(price)) == price


def test_disputed_rows_keep_both_prices() -> None:
    disputed = {model.id for model in BOOK.models if model.is_disputed}
    assert "mistral/mistral-large" in disputed
    assert "deepseek/deepseek-chat" in disputed
    for model in BOOK.models:
        assert model.is_disputed == (model.other is not None)
        assert not model.is_disputed or model.told_by == 2


def test_a_retired_model_is_kept_and_marked() -> None:
    assert shipped("openai/gpt-4").is_retired
    assert not shipped("openai/gpt-5.2").is_retired


def test_prices_older_than_60_days_are_old() -> None:
    book = msgspec.structs.replace(BOOK, as_of="2026-01-01")
    assert not book.is_old(date(2026, 3, 2))
    assert book.is_old(date(2026, 3, 3))
    assert not book.is_old(date(2025, 1, 1))  # a clock that was put back


def book_of(*models: PricedModel) -> PriceBook:
    return PriceBook(format=1, as_of="2026-01-01", currency="USD", sources=(), models=models)


def test_an_unsorted_book_is_refused() -> None:
    two = msgspec.structs.replace(priced(), id="a/first")
    with pytest.raises(ValueError, match="not sorted"):
        book_of(priced(), two)
    with pytest.raises(ValueError, match="not sorted"):
        book_of(priced(), priced())
    assert book_of(two, priced()).model("a/first") == two


def test_tiers_out_of_order_are_refused() -> None:
    rates = priced().rates
    tiers = (Tier(above=200, rates=rates), Tier(above=100, rates=rates))
    with pytest.raises(ValueError, match="not in order"):
        priced(tiers=tiers)


@pytest.mark.parametrize("name", ["two\nlines", "<b>bold</b>", "turned \u202e round", "\0"])
def test_names_are_plain(name: str) -> None:
    for field in ("id", "name", "provider"):
        with pytest.raises(ValueError, match="do not belong"):
            msgspec.convert({**msgspec.to_builtins(priced()), field: name}, PricedModel)


def test_every_tier_is_dearer_than_the_one_before() -> None:
    for model in BOOK.models:
        rates = [model.rates, *(tier.rates for tier in model.tiers)]
        assert [each.input for each in rates] == sorted(each.input for each in rates)
        assert [each.output for each in rates] == sorted(each.output for each in rates)
