"""The history of answers turned into what the Insights screen shows."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from indoors.core.insights.record import Answered, EnergyDay
from indoors.core.insights.series import (
    EnergyBar,
    MoneyPoint,
    TtftPoint,
    by_bucket,
    energy_bars,
    money_points,
    ttft_points,
)
from indoors.core.insights.spans import (
    RangeKey,
    Span,
    cut,
    day_of,
    last_of_month,
    span_of,
    start_ms,
)
from indoors.core.insights.summary import MoneySum, SavingOf, Summary, grouped, money_of, summarize
from indoors.store.store import Store

Groups = Sequence[tuple[str, Summary]]

_WH = 3600.0


class InsightsView(Struct, frozen=True, kw_only=True):
    """Everything the screen shows of one range. ``recorded`` is of all time."""

    key: RangeKey
    span: Span
    recorded: bool
    earliest: date  # of all time; today if there is none
    summary: Summary
    bars: Sequence[EnergyBar]
    ttft: Sequence[TtftPoint]
    money: Sequence[MoneyPoint]
    standby_wh: float | None
    by_model: Groups
    by_task: Groups
    by_place: Groups


class Gathered(Struct, frozen=True):
    """What the store holds of a range."""

    key: RangeKey
    span: Span
    recorded: bool
    earliest: date
    answers: Sequence[Answered]
    days: Sequence[EnergyDay]


def gather(store: Store, key: RangeKey, today: date, *, whole: bool = False) -> Gathered:
    """Read the answers and days of a range that ends today; ``whole`` to write them out."""
    earliest = store.history.earliest_ms()
    first = today if earliest is None else day_of(earliest)
    span = span_of(key, today, first)
    return Gathered(
        key,
        span,
        earliest is not None,
        first,
        store.history.answers(start_ms(span.first), whole=whole),
        store.history.energy_days(span.first.isoformat()),
    )


class Month(Struct, frozen=True, kw_only=True):
    """What a report tells of one month: against both comparators, and beside the answers."""

    first: date
    last: date
    summary: Summary
    hosted: MoneySum
    by_model: Groups
    standby_wh: float | None
    sources: Sequence[str]  # names of meters


def month_of(store: Store, first: date, today: date, saving_of: SavingOf) -> Month:
    """Read a month, as far as it has come."""
    span = cut(first, min(today, last_of_month(first)))
    end_ms = start_ms(span.last + timedelta(days=1))
    rows = [row for row in store.history.answers(start_ms(first)) if row.at_ms < end_ms]
    saving_of = _once(rows, saving_of)
    days = [day for day in store.history.energy_days(first.isoformat()) if _in(span, day)]
    standby = [day.standby_j / _WH for day in days if day.standby_j is not None]
    return Month(
        first=first,
        last=span.last,
        summary=summarize(rows, saving_of),
        hosted=money_of(row.hosted for row in rows),
        by_model=grouped(rows, lambda row: row.model, saving_of),
        standby_wh=sum(standby) if standby else None,
        sources=sorted({source for row in rows for source in row.energy.sources}),
    )


def _in(span: Span, day: EnergyDay) -> bool:
    return day.day <= span.last.isoformat()


def _once(answers: Sequence[Answered], saving_of: SavingOf) -> SavingOf:
    """Compute each saving once: five sums ask for it."""
    known = {id(row): saving_of(row) for row in answers}
    return lambda row: known[id(row)]


def view_of(gathered: Gathered, saving_of: SavingOf) -> InsightsView:
    """Add everything up, with savings against whatever ``saving_of`` compares with."""
    answers, span = gathered.answers, gathered.span
    saving_of = _once(answers, saving_of)
    buckets = by_bucket(answers, span)
    standby = [d.standby_j / _WH for d in gathered.days if d.standby_j is not None]
    return InsightsView(
        key=gathered.key,
        span=span,
        recorded=gathered.recorded,
        earliest=gathered.earliest,
        summary=summarize(answers, saving_of),
        bars=energy_bars(buckets, span, gathered.days),
        ttft=ttft_points(buckets),
        money=money_points(buckets, saving_of),
        standby_wh=sum(standby) if standby else None,
        by_model=grouped(answers, lambda row: row.model, saving_of),
        by_task=grouped(answers, lambda row: row.task, saving_of),
        by_place=grouped(answers, lambda row: row.place, saving_of),
    )
