"""What an answer saves or costs, with its band; and against what it is compared."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.core.money.book import PrefixCache
from indoors.core.money.comparator import compared, same_class
from indoors.core.money.saving import Answer, Saving, Terms, saving_of
from indoors.core.money.token_ratio import Script
from indoors.services.price_book import PriceBooks
from tests.helpers.money import DOLLARS, LAPTOP, RESOURCES, priced, shipped

BOOK = PriceBooks(RESOURCES).shipped.book
EIGHT_BILLION = 8_030_000_000
CACHE = PrefixCache(minimum=100, step=1, seconds=300)


def against(model: str, answer: Answer = LAPTOP, terms: Terms = DOLLARS) -> Saving:
    return saving_of(shipped(model), "hash", answer, terms)


def test_a_hosted_8b_is_cheaper_than_a_laptop() -> None:
    """The honest row: rented small models cost less than electricity at home."""
    found = compared(BOOK, "hash", "openai/gpt-5.2", EIGHT_BILLION, LAPTOP, DOLLARS)
    assert found.same_class is not None
    assert found.same_class.comparator in {
        "groq/llama-3.1-8b-instant",
        "openrouter/meta-llama/llama-3.1-8b-instruct",
    }
    assert found.same_class.electricity == Decimal("0.000054")
    assert found.same_class.price == Decimal("0.000046")
    assert found.same_class.amount == Decimal("-0.000008")
    assert found.same_class.factor == 1
    assert found.chosen is not None
    assert found.chosen.amount is not None
    assert found.chosen.amount > 0


def test_a_loss_stays_a_loss_at_any_usual_price_of_electricity() -> None:
    for cents in (16, 20, 40, 60):
        terms = Terms(per_kwh=Decimal(cents) / 100)
        answer = msgspec.structs.replace(LAPTOP, joules=Decimal(900))  # 45 W, 10 tokens a second
        amount = against("groq/llama-3.1-8b-instant", answer, terms).amount
        assert amount is not None
        assert (amount < 0) == (cents >= 20)


@pytest.mark.parametrize(
    ("answer", "terms"),
    [(msgspec.structs.replace(LAPTOP, joules=None), DOLLARS), (LAPTOP, Terms())],
    ids=["no energy", "no tariff"],
)
def test_what_is_not_known_stays_unknown(answer: Answer, terms: Terms) -> None:
    found = against("openai/gpt-5", answer, terms)
    assert found.price == Decimal("0.00275")
    assert (found.electricity, found.amount, found.amount_low, found.amount_high) == (None,) * 4
    assert found.amount_uncached is None
    assert not found.is_clear


def test_electricity_that_costs_nothing_is_known() -> None:
    found = against("openai/gpt-5", terms=Terms(per_kwh=Decimal(0)))
    assert found.electricity == 0
    assert found.amount == found.price


def test_a_model_without_parameters_has_no_class() -> None:
    assert same_class(BOOK, None) is None
    assert same_class(BOOK, 0) is None
    found = compared(BOOK, "hash", "openai/gpt-5", None, LAPTOP, DOLLARS)
    assert found.same_class is None
    assert found.factor is None


def test_a_chosen_model_that_is_gone_leaves_the_other() -> None:
    found = compared(BOOK, "hash", "nobody/nothing", EIGHT_BILLION, LAPTOP, DOLLARS)
    assert found.chosen is None
    assert found.same_class is not None


@given(parameters=st.integers(1, 2_000_000_000_000))
def test_no_hosted_model_is_nearer_in_size(parameters: int) -> None:
    found = same_class(BOOK, parameters)
    assert found is not None
    assert found.model.is_open
    assert not found.model.is_retired
    for model in BOOK.models:
        if model.is_open and model.parameters and not model.is_retired:
            sizes = sorted((Decimal(model.parameters), Decimal(parameters)))
            assert sizes[1] / sizes[0] >= found.factor
    assert found.is_near == (found.factor <= 2)


def test_a_tiny_model_is_told_that_none_is_near() -> None:
    found = same_class(BOOK, 134_500_000)
    assert found is not None
    assert not found.is_near


def test_the_second_turn_is_cheaper_elsewhere() -> None:
    model = priced(cache=CACHE)
    answer = Answer(input_tokens=1000, output_tokens=0, previous_input=800, seconds_since=20)
    found = saving_of(model, "hash", answer, DOLLARS)
    assert found.price == Decimal("0.00028")  # 200 at 1, 800 at 0.1
    assert found.price_uncached == Decimal("0.001")


def test_a_conversation_without_the_cache_overstates_what_is_saved() -> None:
    """Ten turns, each sending all that was said before: 1,500 tokens more with every turn."""
    price = uncached = Decimal(0)
    for turn in range(10):
        answer = Answer(
            input_tokens=1500 * (turn + 1),
            output_tokens=300,
            previous_input=1500 * turn,
            seconds_since=90 if turn else None,
        )
        found = against("openai/gpt-5.2", answer)
        price, uncached = price + found.price, uncached + found.price_uncached
    assert uncached == (82_500 * Decimal("1.75") + 3000 * 14) / 1_000_000
    assert Decimal("0.40") < price / uncached < Decimal("0.50")


def test_reasoning_multiplies_what_is_written_only() -> None:
    once = against("openai/gpt-5").price
    thrice = against("openai/gpt-5", terms=Terms(reasoning=Decimal(3))).price
    assert thrice - once == 2 * 200 * Decimal(10) / 1_000_000


def test_amounts_are_in_the_users_currency() -> None:
    terms = Terms(currency="EUR", exchange=Decimal("0.9"), per_kwh=Decimal("0.40"))
    found = against("openai/gpt-5", terms=terms)
    assert found.currency == "EUR"
    assert found.price == Decimal("0.00275") * Decimal("0.9")
    assert found.electricity == Decimal("0.000072")


@given(
    read=st.integers(0, 300_000),
    written=st.integers(0, 20_000),
    before=st.integers(0, 300_000),
    joules=st.decimals(0, 10**7, places=3),
    width=st.decimals(0, 10**7, places=3),
    script=st.sampled_from(Script),
    vocabulary=st.sampled_from([None, 32_000, 128_256]),
    model=st.sampled_from(BOOK.models),
)
def test_bands_hold_what_they_are_bands_of(
    read: int,
    written: int,
    before: int,
    joules: Decimal,
    width: Decimal,
    script: Script,
    vocabulary: int | None,
    model: object,
) -> None:
    answer = Answer(
        input_tokens=read,
        output_tokens=written,
        previous_input=before,
        seconds_since=10,
        script=script,
        vocabulary=vocabulary,
        joules=joules,
        half_width_j=width,
    )
    found = saving_of(model, "hash", answer, DOLLARS)  # type: ignore[arg-type]
    assert found.amount is not None
    assert found.amount_low is not None
    assert found.amount_high is not None
    assert found.price <= found.price_uncached
    assert found.price >= 0
    assert found.price_low <= found.price <= found.price_high
    assert found.amount_low <= found.amount <= found.amount_high


def test_german_makes_fewer_tokens_elsewhere() -> None:
    """Else an office in Berlin would be told a quarter more than it saves."""
    answer = msgspec.structs.replace(LAPTOP, script=Script.LATIN)
    found = against("openai/gpt-5", answer)
    assert found.price < against("openai/gpt-5").price * Decimal("0.9")
    small = against("openai/gpt-5", msgspec.structs.replace(answer, vocabulary=49_152))
    assert small.price < found.price
    unknown = against("openai/gpt-5", msgspec.structs.replace(answer, vocabulary=None))
    assert unknown.price == found.price
    assert unknown.price_low <= min(small.price_low, found.price_low)
