"""What a request costs: exact, by tier, and with what the provider still has in memory."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.core.money.book import PrefixCache, PricedModel, Rates, Tier
from indoors.core.money.prefix_cache import cached_tokens
from indoors.core.money.pricing import Tokens, cost
from tests.helpers.money import priced, shipped

counts = st.integers(0, 100_000)
prices = st.decimals(0, 1000, places=4)
OPENAI = PrefixCache(minimum=1024, step=128, seconds=300)


def price(model: PricedModel, read: int, written: int, cached: int = 0) -> Decimal:
    return cost(model.rates, model.tiers, Tokens(input=read, output=written, cached=cached))


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("openai/gpt-4", "0.030"),
        ("openai/gpt-4o", "0.0035"),
        ("openai/gpt-4o-mini", "0.00021"),
        ("openai/gpt-5", "0.00275"),
        ("openai/gpt-5-mini", "0.00055"),
        ("openai/gpt-5-nano", "0.00011"),
        ("anthropic/claude-sonnet-4-6", "0.0048"),
        ("groq/llama-3.1-8b-instant", "0.000046"),
    ],
)
def test_a_message_of_600_and_200_tokens(model: str, expected: str) -> None:
    assert price(shipped(model), 600, 200) == Decimal(expected)


@given(a=counts, b=counts, c=counts, d=counts, rate=prices, other=prices)
def test_below_a_tier_two_requests_cost_as_much_as_one(
    a: int, b: int, c: int, d: int, rate: Decimal, other: Decimal
) -> None:
    model = priced(str(rate), str(other), tiers=(Tier(above=10**9, rates=priced().rates),))
    assert price(model, a, b) + price(model, c, d) == price(model, a + c, b + d)


def test_a_tier_holds_for_the_whole_request_and_counts_cached_tokens() -> None:
    model = shipped("anthropic/claude-sonnet-4-5")
    assert price(model, 200_000, 0) == Decimal("0.6")
    assert price(model, 200_001, 0) == Decimal("1.200006")
    # 6 is the price of what is read above the tier, 0.60 that of what is cached
    cached = price(model, 200_001, 0, cached=200_000)
    assert cached == (Decimal(200_000) * Decimal("0.6") + 6) / 1_000_000


def test_cached_input_without_a_rate_of_its_own_costs_as_any_other() -> None:
    model = priced(cached=None)
    assert price(model, 1000, 10, cached=900) == price(model, 1000, 10)


@given(cached=st.integers(0, 10_000), more=st.integers(0, 1000))
def test_caching_never_makes_it_dearer(cached: int, more: int) -> None:
    model = priced()
    assert price(model, cached + more, 5, cached) <= price(model, cached + more, 5)


def test_what_was_read_before_is_cached_in_whole_steps() -> None:
    assert cached_tokens(OPENAI, 1500, 2000, 60) == 1408
    assert cached_tokens(OPENAI, 1023, 2000, 60) == 0
    assert cached_tokens(OPENAI, 1024, 2000, 300) == 1024
    assert cached_tokens(OPENAI, 1500, 2000, 301) == 0  # forgotten
    assert cached_tokens(OPENAI, 1500, 2000, None) == 0  # nobody knows when
    assert cached_tokens(OPENAI, 1500, 2000, -5) == 0  # the clock was put back
    assert cached_tokens(None, 1500, 2000, 60) == 0


@given(previous=counts, now=counts, seconds=st.none() | st.integers(-10, 1000))
def test_never_more_is_cached_than_was_there(previous: int, now: int, seconds: int | None) -> None:
    assert 0 <= cached_tokens(OPENAI, previous, now, seconds) <= min(previous, now)


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("openai/gpt-5", "0.42"),
        ("anthropic/claude-sonnet-4-6", "0.35"),
        ("google/gemini-2.5-flash", "0.43"),
    ],
)
def test_ten_thousand_tokens_of_which_nine_tenths_are_cached(name: str, share: str) -> None:
    model = shipped(name)
    ratio = price(model, 10_000, 500, 9000) / price(model, 10_000, 500)
    assert round(ratio, 2) == Decimal(share)


@pytest.mark.parametrize("bad", ["NaN", "Infinity", "-1", "1e30", "1e-99999"])
def test_what_is_no_price_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="no price"):
        Rates(input=Decimal(bad), output=Decimal(1))


def test_impossible_tokens_are_refused() -> None:
    with pytest.raises(ValueError, match="not the tokens"):
        Tokens(input=5, output=1, cached=6)
