"""Which days a range covers, and into which steps of time it is cut."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from msgspec import Struct

from indoors.core.dates import local_time

RangeKey = Literal["7d", "30d", "1y", "all"]
Step = Literal["day", "week", "month", "year"]

_DAYS = {"7d": 7, "30d": 31, "1y": 366}
_BY_DAY, _BY_WEEK, _BY_MONTH = 31, 371, 5 * 366
"""Days that are still shown one by one, in weeks, and in months."""


class Bucket(Struct, frozen=True):
    """Days from ``first`` to ``last``, both counted."""

    first: date
    last: date


class Span(Struct, frozen=True):
    """A range of days, cut into buckets that follow each other without a gap."""

    first: date
    last: date
    step: Step
    buckets: tuple[Bucket, ...]

    def index(self, day: date) -> int | None:
        """Return which bucket a day is in, ``None`` outside of the range."""
        if not self.first <= day <= self.last:
            return None
        low, high = 0, len(self.buckets) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.buckets[middle].first <= day:
                low = middle
            else:
                high = middle - 1
        return low


def span_of(key: RangeKey, today: date, earliest: date | None = None) -> Span:
    """Return the range up to ``today``; "all" begins with the ``earliest`` day there is."""
    if key == "all":
        first = min(earliest or today, today)
    else:
        first = today - timedelta(days=_DAYS[key] - 1)
    return cut(first, today)


def cut(first: date, last: date) -> Span:
    """Cut these days into as many steps as a chart can show."""
    step = step_for((last - first).days + 1)
    return Span(first, last, step, tuple(_buckets(first, last, step)))


def step_for(days: int) -> Step:
    """Return the step for a range of so many days."""
    if days <= _BY_DAY:
        return "day"
    if days <= _BY_WEEK:
        return "week"
    return "month" if days <= _BY_MONTH else "year"


def last_of_month(day: date) -> date:
    """Return the last day of the month that a day is in."""
    return _after(day, "month") - timedelta(days=1)


def months_back(today: date, earliest: date) -> list[date]:
    """Return the first day of each month from today's back to that of ``earliest``."""
    months = [today.replace(day=1)]
    while months[-1] > earliest.replace(day=1):
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months


def start_ms(day: date, zone: tzinfo | None = None) -> int:
    """Return the moment at which a local day begins; ``zone`` None is the system's."""
    if zone is None:
        moment = datetime(day.year, day.month, day.day).astimezone()
    else:
        moment = datetime(day.year, day.month, day.day, tzinfo=zone)
    return int(moment.timestamp() * 1000)


def day_of(moment_ms: int, zone: tzinfo | None = None) -> date:
    """Return the local day of a moment."""
    return local_time(moment_ms, zone).date()


def _buckets(first: date, last: date, step: Step) -> Sequence[Bucket]:
    """The first and the last may be shorter than the step."""
    found = []
    begin = first
    while begin <= last:
        after = _after(begin, step)
        found.append(Bucket(begin, min(after - timedelta(days=1), last)))
        begin = after
    return found


def _after(day: date, step: Step) -> date:
    """Return the first day of the step that follows the one which holds ``day``."""
    if step == "day":
        return day + timedelta(days=1)
    if step == "week":
        return day + timedelta(days=7 - day.weekday())
    if step == "month":
        return date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return date(day.year + 1, 1, 1)
