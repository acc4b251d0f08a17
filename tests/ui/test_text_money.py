"""Words for money: a loss is called a cost, and the unwelcome verdict is told."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from indoors.core.money.cloud_energy import Difference
from indoors.core.money.comparator import compared
from indoors.core.money.presets import CLAIMS, PRESETS
from indoors.core.money.roi import Machine, Plan, outlook
from indoors.core.money.saving import Terms, saving_of
from indoors.services.price_book import PriceBooks
from indoors.services.savings import Savings
from indoors.ui.text import details
from indoors.ui.text import money as words
from tests.helpers.money import DOLLARS, LAPTOP, RESOURCES, priced, shipped

BOOK = PriceBooks(RESOURCES).shipped.book


def test_a_saving_and_a_cost() -> None:
    much = saving_of(shipped("openai/gpt-4"), "hash", LAPTOP, DOLLARS)
    assert words.saved(much) == "saved $0.03"
    assert words.band(much) == "$0.03 to $0.03"
    loss = saving_of(shipped("groq/llama-3.1-8b-instant"), "hash", LAPTOP, DOLLARS)
    assert words.saved(loss) == "cost $0.00001 more"
    assert words.saved(saving_of(priced(), "hash", LAPTOP, Terms())) == "saved –"
    assert words.saved(None) == "saved –"


def test_currencies() -> None:
    assert words.amount(Decimal("12.07"), "EUR") == "€12.07"
    assert words.amount(Decimal(-3), "SEK") == "−SEK\u00a03.00"
    assert words.amount(None, "USD") == "–"


def test_what_speaks_against_a_price_is_in_its_name() -> None:
    assert words.model_name(shipped("openai/gpt-5.2")) == "GPT-5.2, list price"
    assert words.model_name(shipped("openai/gpt-4")) == "GPT-4, list price, no longer offered"
    name = words.model_name(shipped("groq/llama-3.1-8b-instant"))
    assert name == "Llama 3.1 8B at Groq, list price"
    disputed = shipped("mistral/mistral-large")
    assert "sources disagree" in words.model_name(disputed)
    assert words.disputed(disputed, "USD") == (
        "Two sources disagree on a million tokens: $2.00 read and $6.00 written, or $0.50 read "
        "and $1.50 written. The first is used."
    )
    assert words.disputed(shipped("openai/gpt-5.2"), "USD") == ""


def test_old_prices_say_so() -> None:
    book = msgspec.structs.replace(BOOK, as_of="2026-11-09")
    assert words.prices_as_of(book, date(2026, 11, 20)) == "Prices of Mon 9 Nov"
    old = words.prices_as_of(book, date(2027, 1, 20))
    assert old == "Prices of 9 Nov 2026, 72 days old: check them"


def test_the_second_comparator_is_named_with_its_distance() -> None:
    model = shipped("groq/llama-3.1-8b-instant")
    assert words.same_class(model, Decimal("1.02")).endswith("an open model of about this size")
    assert words.same_class(model, Decimal("9.2")).endswith("9.2 times apart")
    assert words.same_class(None, None) == words.NO_SIZE


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "never"),
        ("0.01", "a few days"),
        ("2.19", "2.2 months"),
        ("24", "24.0 months"),
        ("78", "6.5 years"),
    ],
)
def test_months(value: str | None, expected: str) -> None:
    assert words.months(None if value is None else Decimal(value)) == expected


def test_both_verdicts() -> None:
    found = outlook(
        Plan(
            answers=1000,
            people=6,
            seat_price=Decimal(25),
            price_an_answer=Decimal("0.00001"),
            hardware=Decimal(329),
            electricity=Decimal("0.50"),
        )
    )
    assert found.against_seats is not None
    assert words.verdict(found.against_seats, words.seats(6), "USD") == (
        "Against 6 cloud seats: paid back in 2.2 months.",
        "After that you save $149.50 a month.",
    )
    assert found.against_tokens is not None
    assert words.verdict(found.against_tokens, words.BY_USE, "USD") == (
        "Against paying per token: never paid back.",
        "The cloud is cheaper by $0.49 a month. The reason to stay indoors is then privacy, "
        "not money.",
    )


@pytest.mark.parametrize(
    ("hardware", "title", "more"),
    [
        ("0", "cheaper from the first day.", "You save $10.00 a month."),
        ("100", "paid back in 10.0 months.", "After that you save $10.00 a month."),
        ("780", "paid back in 6.5 years.", "Few computers last that long. The reason to stay"),
    ],
)
def test_how_long_it_takes(hardware: str, title: str, more: str) -> None:
    plan = Plan(answers=1, people=1, seat_price=Decimal(10), hardware=Decimal(hardware))
    found = outlook(plan).against_seats
    assert found is not None
    told = words.verdict(found, words.seats(1), "USD")
    assert told[0] == f"Against 1 cloud seat: {title}"
    assert told[1].startswith(more)


def test_capacity() -> None:
    def told(answers: int) -> str:
        machine = Machine(
            reading=Decimal(300),
            writing=Decimal(30),
            read_tokens=Decimal(600),
            written_tokens=Decimal(200),
            hours_a_month=Decimal(720),
        )
        return words.capacity(outlook(Plan(answers=answers, machine=machine)))

    assert told(1000) == "Takes <1 % of one computer’s time."
    assert told(30_000) == "Takes 10 % of one computer’s time."
    assert told(10_000_000) == "Needs 34 computers."
    assert "not known" in words.capacity(outlook(Plan(answers=1)))


def test_the_claim_that_is_ten_times_too_high() -> None:
    assert words.claim(CLAIMS[0]) == (
        "100 million tokens a day on 7B at $0.0002 for 1,000: $600.00 a month. "
        "The $6,000.00 that goes around is 10 times too high."
    )
    assert words.claim(CLAIMS[1]).endswith("$12,000.00 a month.")


def test_everything_has_words() -> None:
    assert {preset.id for preset in PRESETS} == set(words.PRESETS)
    assert all(words.difference(each).endswith(".") for each in Difference)
    assert words.equivalent(Decimal("0.21")) == (
        "A 10 W lamp for 1.3 minutes, or a 1,000 W oven for 0.8 seconds"
    )


def test_a_hosted_model_far_from_this_size_is_told_as_such() -> None:
    found = compared(BOOK, "hash", "openai/gpt-5", 134_500_000, LAPTOP, DOLLARS)
    rows = details.money_rows(found.same_class, "Llama 3.2 1B at OpenRouter")
    assert rows[1] == ("which is", "the nearest in size, 9.2 times apart")
    assert "which is" not in dict(details.money_rows(found.chosen, "GPT-5"))


def test_a_clouds_energy_is_a_range_and_its_comparison_a_sentence() -> None:
    savings = Savings(RESOURCES)
    loss = saving_of(shipped("groq/llama-3.1-8b-instant"), "hash", LAPTOP, DOLLARS)
    assert details.cloud_rows(savings.elsewhere(loss), "Llama 3.1 8B at Groq") == [
        ("Llama 3.1 8B at Groq would have taken", "0.01 Wh, 0.01 Wh to 0.02 Wh"),
        ("CO₂ there", "~<0.01 g, ~<0.01 g to ~0.01 g"),
        ("So in energy", "The cloud would have taken less."),
    ]
    unmetered = saving_of(
        shipped("openai/gpt-5.2"), "hash", msgspec.structs.replace(LAPTOP, joules=None), DOLLARS
    )
    rows = details.cloud_rows(savings.elsewhere(unmetered), "GPT-5.2")
    assert [name for name, _ in rows] == ["GPT-5.2 would have taken", "CO₂ there"]
    assert details.cloud_rows(savings.elsewhere(None), "") == []
    unmodelled = saving_of(priced(), "hash", LAPTOP, DOLLARS)
    assert savings.elsewhere(unmodelled) is None
