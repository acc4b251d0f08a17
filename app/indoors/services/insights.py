"""The history of answers turned into what the Insights screen shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
from indoors.core.insights.spans import RangeKey, Span, day_of, span_of, start_ms
from indoors.core.insights.summary import SavingOf, Summary, grouped, summarize
from indoors.store.store import Store

Groups = Sequence[tuple[str, Summary]]

_WH = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightsView:
    """Everything the screen shows of one range. ``recorded`` is of all time."""

    key: RangeKey
    span: Span
    recorded: bool
    summary: Summary
    bars: Sequence[EnergyBar]
    ttft: Sequence[TtftPoint]
    money: Sequence[MoneyPoint]
    standby_wh: float | None
    by_model: Groups
    by_task: Groups
    by_place: Groups


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the store holds of a range."""

    key: RangeKey
    span: Span
    recorded: bool
    answers: Sequence[Answered]
    days: Sequence[EnergyDay]


def gather(store: Store, key: RangeKey, today: date) -> Gathered:
    """Read the answers and days of a range that ends today."""
    earliest = store.history.earliest_ms()
    span = span_of(key, today, None if earliest is None else day_of(earliest))
    return Gathered(
        key,
        span,
        earliest is not None,
        store.history.answers(start_ms(span.first)),
        store.history.energy_days(span.first.isoformat()),
    )


def view_of(gathered: Gathered, saving_of: SavingOf) -> InsightsView:
    """Add everything up, with savings against whatever ``saving_of`` compares with."""
    answers, span = gathered.answers, gathered.span
    buckets = by_bucket(answers, span)
    standby = [d.standby_j / _WH for d in gathered.days if d.standby_j is not None]
    return InsightsView(
        key=gathered.key,
        span=span,
        recorded=gathered.recorded,
        summary=summarize(answers, saving_of),
        bars=energy_bars(buckets, span, gathered.days),
        ttft=ttft_points(buckets),
        money=money_points(buckets, saving_of),
        standby_wh=sum(standby) if standby else None,
        by_model=grouped(answers, lambda row: row.model, saving_of),
        by_task=grouped(answers, lambda row: row.task, saving_of),
        by_place=grouped(answers, lambda row: row.place, saving_of),
    )
