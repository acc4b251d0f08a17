"""When staying indoors pays off: the worked examples, to the digit, and both verdicts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.core.money.presets import (
    CLAIMS,
    DESKTOPS,
    PRESETS,
    TEN_MILLION,
    ten_million_messages,
    thirty_billion,
    tokens_a_month,
)
from indoors.core.money.roi import Machine, Plan, Verdict, outlook, per_thousand_tokens
from indoors.services.price_book import PriceBooks
from tests.helpers.money import RESOURCES, shipped

money = st.decimals(0, 100_000, places=2)
BOOK = PriceBooks(RESOURCES).shipped.book


def verdict(preset: str) -> Verdict:
    plan = next(each.plan for each in PRESETS if each.id == preset)
    found = outlook(plan)
    either = found.against_seats or found.against_tokens
    assert either is not None
    return either


@pytest.mark.parametrize(
    ("model", "a_month"),
    [
        ("openai/gpt-4", 300_000),
        ("openai/gpt-4o", 35_000),
        ("openai/gpt-5", 27_500),
        ("openai/gpt-4o-mini", 2_100),
        ("openai/gpt-5-nano", 1_100),
    ],
)
def test_ten_million_messages(model: str, a_month: int) -> None:
    plan = ten_million_messages(shipped(model))
    found = outlook(plan).against_tokens
    assert found is not None
    assert found.elsewhere_a_month == a_month
    assert plan.a_month == 800
    assert plan.per_answer(Decimal(1)) == Decimal("0.00008")


def test_ten_million_messages_need_many_desktops() -> None:
    per_month = [int(machine.answers_a_month) for machine in DESKTOPS]
    assert per_month == [299_076, 694_285, 1_426_788]
    needed = []
    for machine in DESKTOPS:
        found = outlook(Plan(answers=TEN_MILLION, machine=machine))
        assert found.capacity is not None
        assert found.capacity > 7
        needed.append(found.machines)
    assert needed == [34, 15, 8]  # 7.01 computers are 8


def test_an_office_day_has_fewer_hours() -> None:
    office = Machine(
        reading=Decimal(300),
        writing=Decimal(30),
        read_tokens=Decimal(600),
        written_tokens=Decimal(200),
        hours_a_month=Decimal(8 * 22),
    )
    assert int(office.answers_a_month) == 73_107


def test_a_hundred_million_tokens_a_day() -> None:
    seven, low, high = CLAIMS
    assert seven.size == "7B"
    assert seven.a_month == 600
    assert seven.claimed == 6000
    assert seven.off_by == 10
    assert tokens_a_month(Decimal("0.002")) == 6000  # what it would be at ten times the price
    assert low.a_month == 12_000
    assert high.a_month == 18_000
    assert low.off_by is None


def test_thirty_billion_is_priced_by_the_book() -> None:
    found = thirty_billion(BOOK)
    assert found is not None
    model, claim = found
    assert model.id == "openrouter/qwen/qwen3-30b-a3b-instruct-2507"
    assert claim.per_thousand == Decimal("0.0001425")
    assert claim.a_month == Decimal("427.5")


def test_electricity_of_a_thousand_tokens() -> None:
    found = per_thousand_tokens(Decimal(65), Decimal(30), Decimal("0.30"))
    assert round(found, 5) == Decimal("0.00018")


@pytest.mark.parametrize(
    ("preset", "months"),
    [
        ("seats_existing", "6.3"),
        ("busy_api", "5.8"),
        ("seats_box", "16.5"),
        ("quiet_api", "172.0"),
        ("hosted_8b", None),
    ],
)
def test_the_months_of_the_examples(preset: str, months: str | None) -> None:
    found = verdict(preset).break_even_months
    if months is None:
        assert found is None
    else:
        assert found is not None
        assert round(found, 1) == Decimal(months)


def test_never_is_told_with_what_it_costs() -> None:
    found = verdict("hosted_8b")
    assert found.saved_a_month == Decimal("-0.8")


def test_both_verdicts_stand_side_by_side() -> None:
    plan = Plan(
        answers=1012,
        people=6,
        seat_price=Decimal(25),
        price_an_answer=Decimal("0.0043"),
        hardware=Decimal(329),
        electricity=Decimal("0.06"),
    )
    found = outlook(plan)
    assert found.against_seats is not None
    assert found.against_tokens is not None
    assert found.against_seats.break_even_months is not None
    assert found.against_tokens.break_even_months is not None
    assert round(found.against_seats.break_even_months, 1) == Decimal("2.2")
    assert found.against_tokens.break_even_months / 12 > 6
    assert (found.capacity, found.machines) == (None, None)


@given(hardware=money, setup=money, monthly=money, seat=money, more=money)
def test_a_dearer_seat_never_takes_longer(
    hardware: Decimal, setup: Decimal, monthly: Decimal, seat: Decimal, more: Decimal
) -> None:
    def months(price: Decimal) -> Decimal | None:
        plan = Plan(
            answers=1,
            people=10,
            seat_price=price,
            hardware=hardware,
            setup_hours=setup,
            hour_price=Decimal(1),
            maintenance=monthly,
        )
        found = outlook(plan).against_seats
        assert found is not None
        return found.break_even_months

    before, after = months(seat), months(seat + more)
    if before is not None:
        assert after is not None
        assert after <= before


@given(hardware=money, monthly=money, price=st.decimals(0, 1, places=5), more=money)
def test_a_dearer_token_never_takes_longer(
    hardware: Decimal, monthly: Decimal, price: Decimal, more: Decimal
) -> None:
    def verdict_at(each: Decimal) -> Verdict:
        plan = Plan(answers=5000, price_an_answer=each, hardware=hardware, electricity=monthly)
        found = outlook(plan).against_tokens
        assert found is not None
        return found

    before, after = verdict_at(price), verdict_at(price + more)
    assert after.saved_a_month >= before.saved_a_month
    if before.break_even_months is not None:
        assert after.break_even_months is not None
        assert after.break_even_months <= before.break_even_months


@given(hardware=money, monthly=money, seat=money)
def test_at_break_even_both_have_cost_the_same(
    hardware: Decimal, monthly: Decimal, seat: Decimal
) -> None:
    plan = Plan(answers=1, people=3, seat_price=seat, hardware=hardware, electricity=monthly)
    found = outlook(plan).against_seats
    assert found is not None
    months = found.break_even_months
    if months is None:
        assert found.elsewhere_a_month <= plan.a_month
    else:
        assert abs(plan.total(months) - found.elsewhere_total(months)) < Decimal("1e-9")


def test_impossible_plans_are_refused() -> None:
    with pytest.raises(ValueError, match="below 0"):
        Plan(answers=1, hardware=Decimal(-1))
    with pytest.raises(ValueError, match="below 0"):
        Plan(answers=1, seat_price=Decimal("NaN"))
    for writing in ("0", "-1", "NaN"):
        with pytest.raises(ValueError, match="never finishes"):
            Machine(
                reading=Decimal(1),
                writing=Decimal(writing),
                read_tokens=Decimal(1),
                written_tokens=Decimal(1),
                hours_a_month=Decimal(1),
            )


def test_without_answers_none_has_a_price() -> None:
    assert Plan(answers=0, hardware=Decimal(100)).per_answer(Decimal(12)) is None
