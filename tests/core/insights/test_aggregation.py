"""Sums and series over many answers: nothing is lost, and what is unknown stays unknown."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.core.energy.answer import AnswerEnergy, Grade
from indoors.core.insights.projection import plan_of
from indoors.core.insights.quantiles import percentile, percentiles
from indoors.core.insights.record import Answered, EnergyDay
from indoors.core.insights.series import by_bucket, energy_bars, money_points, ttft_points
from indoors.core.insights.spans import cut, day_of, span_of, start_ms, step_for
from indoors.core.insights.summary import energy_of, grouped, money_of, summarize, taken_by
from indoors.core.money.roi import outlook
from indoors.core.money.saving import Saving

TODAY = date(2026, 11, 19)
LAST = datetime(2026, 11, 19, 23, tzinfo=UTC)

joules = st.one_of(st.none(), st.floats(0, 1e6))
amounts = st.one_of(st.none(), st.decimals("-10", "10", places=6))


def saving(amount: Decimal | None) -> Saving:
    price = Decimal("0.01")
    return Saving(
        comparator="x",
        price_book="y",
        currency="USD",
        price=price,
        price_low=price,
        price_high=price,
        price_uncached=price,
        electricity=None if amount is None else price - amount,
        amount=amount,
    )


@st.composite
def answered(draw: st.DrawFn) -> Answered:
    taken = draw(joules)
    grade = draw(st.sampled_from((Grade.MEASURED, Grade.PARTIAL, Grade.ESTIMATED)))
    return Answered(
        at_ms=int((LAST - timedelta(hours=draw(st.integers(0, 24 * 800)))).timestamp() * 1000),
        model=draw(st.sampled_from("abc")),
        continued=draw(st.booleans()),
        generated_tokens=draw(st.one_of(st.none(), st.integers(0, 2000))),
        prompt_tokens=draw(st.one_of(st.none(), st.integers(0, 9000))),
        prefill_ms=draw(st.one_of(st.none(), st.floats(0, 1e6))),
        tokens_per_second=draw(st.one_of(st.none(), st.floats(0.001, 1e4))),
        ttft_ms=draw(st.one_of(st.none(), st.floats(1, 9e4))),
        energy=AnswerEnergy()
        if taken is None
        else AnswerEnergy(grade=grade, prefill_j=taken / 4, decode_j=taken * 3 / 4, half_width_j=1),
        likely=draw(st.one_of(st.none(), amounts.map(saving))),
    )


many = st.lists(answered(), max_size=30)


def likely(answer: Answered) -> Saving | None:
    return answer.likely


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_percentiles_rise_and_stay_within_their_values(values: list[float]) -> None:
    found = [value for value in percentiles(values) if value is not None]
    assert len(found) == 3
    assert min(values) <= found[0] <= found[1] + 1e-9
    assert found[1] <= found[2] + 1e-9
    assert found[2] <= max(values)
    assert percentiles(reversed(values)) == tuple(found)


def test_percentiles_of_known_values() -> None:
    assert percentile(range(101), 90) == 90
    assert percentile([1.0, 2.0], 50) == 1.5
    assert percentiles([]) == (None, None, None)


@given(many)
def test_groups_add_up_to_the_whole(answers: list[Answered]) -> None:
    whole = summarize(answers, likely)
    groups = [summary for _, summary in grouped(answers, lambda row: row.model, likely)]
    assert sum(group.answers for group in groups) == whole.answers
    assert sum(group.energy.unknown for group in groups) == whole.energy.unknown
    assert sum(group.energy.joules or 0 for group in groups) == pytest.approx(
        whole.energy.joules or 0
    )
    assert sum((group.money.amount or Decimal(0)) for group in groups) == (
        whole.money.amount or Decimal(0)
    )
    known = [row for row in answers if row.energy.joules is not None]
    assert (whole.energy.joules is None) == (not known)


@given(many, st.sampled_from(("7d", "30d", "1y", "all")))
def test_bars_hold_every_answer_of_their_range_once(answers: list[Answered], key: str) -> None:
    earliest = min((day_of(row.at_ms, UTC) for row in answers), default=None)
    span = span_of(key, TODAY, earliest)  # type: ignore[arg-type]
    buckets = by_bucket(answers, span, UTC)
    inside = [row for row in answers if span.first <= day_of(row.at_ms, UTC) <= span.last]
    assert sum(map(len, buckets)) == len(inside)
    bars = energy_bars(buckets, span)
    total = energy_of(inside).watt_hours
    assert sum(bar.watt_hours or 0 for bar in bars) == pytest.approx(total or 0)
    for bar, rows in zip(bars, buckets, strict=True):
        assert (bar.watt_hours is None) == all(row.energy.joules is None for row in rows)
    points = money_points(buckets, likely)
    last = points[-1].total
    assert last == money_of(row.likely for row in inside).amount
    assert [p.total is None for p in points] == sorted(
        (p.total is None for p in points), reverse=True
    )
    assert len(ttft_points(buckets)) == len(span.buckets)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 4000))
def test_buckets_cover_every_day_once(first: date, days: int) -> None:
    span = cut(first, first + timedelta(days=days))
    assert span.buckets[0].first == first
    assert span.buckets[-1].last == span.last
    for before, after in zip(span.buckets, span.buckets[1:], strict=False):
        assert after.first == before.last + timedelta(days=1)
    assert len(span.buckets) <= 62
    for number, bucket in enumerate(span.buckets):
        assert span.index(bucket.first) == span.index(bucket.last) == number
    assert span.index(first - timedelta(days=1)) is None


def test_each_range_has_its_step() -> None:
    assert [step_for(days) for days in (7, 31, 366, 800, 4000)] == [
        "day", "day", "week", "month", "year",
    ]  # fmt: skip
    assert span_of("30d", TODAY).first == date(2026, 10, 20)
    assert start_ms(date(1970, 1, 2), UTC) == 24 * 3600 * 1000


def test_a_day_of_waiting_shows_beside_the_answers() -> None:
    span = span_of("7d", TODAY)
    days = [EnergyDay(day="2026-11-19", standby_j=3600.0), EnergyDay(day="2020-01-01")]
    bars = energy_bars([[] for _ in span.buckets], span, days)
    assert (bars[-1].watt_hours, bars[-1].standby_wh) == (None, 1.0)
    assert [bar.standby_wh for bar in bars[:-1]] == [None] * 6


@given(
    many,
    st.integers(1, 900),
    st.one_of(st.none(), st.floats(-5, 1e5)),
    st.one_of(st.none(), st.decimals("0", "3", places=4)),
)
def test_any_history_makes_a_plan(
    answers: list[Answered], days: int, standby: float | None, per_kwh: Decimal | None
) -> None:
    plan = plan_of(summarize(answers, likely), days, standby, per_kwh)
    found = outlook(plan)
    assert plan.electricity >= 0
    assert (found.capacity is None) == (plan.machine is None)
    if per_kwh is None:
        assert plan.electricity == 0


def test_a_plan_of_a_month_is_what_was_used() -> None:
    rows = [
        Answered(
            at_ms=number,
            prompt_tokens=600,
            reused_tokens=100,
            generated_tokens=200,
            prefill_ms=1000.0,
            tokens_per_second=25.0,
            energy=AnswerEnergy(grade=Grade.MEASURED, prefill_j=100.0, decode_j=620.0),
            likely=saving(Decimal("0.009")),
        )
        for number in range(10)
    ]
    plan = plan_of(summarize(rows, likely), 15, 10.0, Decimal("0.30"))
    assert plan.answers == 20
    assert plan.price_an_answer == Decimal("0.01")
    # 20 answers of 720 J, and 20 Wh of waiting, through a supply of 88 %, at 0.30 a kilowatt-hour
    assert plan.electricity == Decimal("0.008181818")
    assert plan.machine is not None
    assert plan.machine.seconds_an_answer == 1 + 8


@given(many, many)
def test_sums_of_parts_are_the_sum(one: list[Answered], other: list[Answered]) -> None:
    both = taken_by([*one, *other], likely)
    parts = taken_by(one, likely).plus(taken_by(other, likely))
    assert parts.answers == both.answers
    assert parts.money == both.money
    assert (parts.energy.joules is None) == (both.energy.joules is None)
    assert parts.energy.joules == pytest.approx(both.energy.joules)
    assert parts.energy.plug_j == pytest.approx(both.energy.plug_j)
    assert both.energy.plug_low_j <= both.energy.plug_j <= both.energy.plug_high_j
    assert both.energy.plug_j >= (both.energy.joules or 0.0)


def test_a_loss_stays_a_loss() -> None:
    found = money_of([saving(Decimal("-0.0004")), saving(Decimal("0.0001")), None])
    assert found.amount == Decimal("-0.0003")
    assert (found.counted, found.unknown) == (2, 1)
    assert money_of([None]).amount is None
