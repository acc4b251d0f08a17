"""Figures along time, one for each bucket; ``None`` is a gap, not a 0."""

from collections.abc import Iterable, Sequence
from datetime import date, tzinfo
from decimal import Decimal

from msgspec import Struct

from indoors.core.insights.quantiles import percentiles
from indoors.core.insights.record import Answered, EnergyDay
from indoors.core.insights.spans import Span, day_of
from indoors.core.insights.summary import EnergySum, SavingOf, energy_of

_WH = 3600.0


class EnergyBar(Struct, frozen=True):
    """One bucket's energy in watt-hours; ``estimated`` if any of it is."""

    watt_hours: float | None
    standby_wh: float | None = None
    estimated: bool = False
    answers: int = 0
    unknown: int = 0  # answers whose energy nobody measured


class TtftPoint(Struct, frozen=True):
    """One bucket's times to first token in milliseconds: p50, p90, p99."""

    values: tuple[float | None, ...]
    answers: int


class MoneyPoint(Struct, frozen=True):
    """What was saved in one bucket, and in all up to its end."""

    amount: Decimal | None
    total: Decimal | None


def by_bucket(
    answers: Iterable[Answered], span: Span, zone: tzinfo | None = None
) -> list[list[Answered]]:
    """Sort answers into the buckets of a span; those outside are left out."""
    buckets: list[list[Answered]] = [[] for _ in span.buckets]
    for answer in answers:
        index = span.index(day_of(answer.at_ms, zone))
        if index is not None:
            buckets[index].append(answer)
    return buckets


def energy_bars(
    buckets: Sequence[Sequence[Answered]], span: Span, days: Iterable[EnergyDay] = ()
) -> list[EnergyBar]:
    """Return each bucket's energy, with that of the waiting model beside it."""
    standby: dict[int, float] = {}
    for day in days:
        index = span.index(_date(day.day))
        if index is not None and day.standby_j is not None:
            standby[index] = standby.get(index, 0.0) + day.standby_j / _WH
    return [
        _bar(energy_of(rows), len(rows), standby.get(index)) for index, rows in enumerate(buckets)
    ]


def ttft_points(buckets: Sequence[Sequence[Answered]]) -> list[TtftPoint]:
    """Return each bucket's percentiles."""
    found = []
    for rows in buckets:
        known = [row.ttft_ms for row in rows if row.ttft_ms is not None]
        found.append(TtftPoint(percentiles(known), len(known)))
    return found


def money_points(buckets: Sequence[Sequence[Answered]], saving_of: SavingOf) -> list[MoneyPoint]:
    """Return what was saved, adding up from bucket to bucket; before anything is known, gaps."""
    found: list[MoneyPoint] = []
    total: Decimal | None = None
    for rows in buckets:
        amounts = [s.amount for row in rows if (s := saving_of(row)) and s.amount is not None]
        amount = sum(amounts, Decimal(0)) if amounts else None
        if amount is not None:
            total = amount + (total or Decimal(0))
        found.append(MoneyPoint(amount, total))
    return found


def _bar(energy: EnergySum, answers: int, standby_wh: float | None) -> EnergyBar:
    return EnergyBar(energy.watt_hours, standby_wh, energy.estimated > 0, answers, energy.unknown)


def _date(day: str) -> date:
    return date.fromisoformat(day)
