"""Which heading a conversation stands under: pinned, today, yesterday, last 7 days, a month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

from indoors.core.chat import Conversation

WEEK_DAYS = 7


class Span(StrEnum):
    PINNED = "pinned"
    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"  # the last seven days, today counted
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class DateGroup:
    """A heading; ``year`` and ``month`` are set for ``Span.MONTH`` only."""

    span: Span
    year: int = 0
    month: int = 0


def local_time(moment_ms: int, zone: tzinfo | None = None) -> datetime:
    """Return the wall clock time of a UTC moment; ``zone`` None is the system's zone."""
    return datetime.fromtimestamp(moment_ms / 1000, UTC).astimezone(zone)


def ms_to_midnight(now_ms: int, zone: tzinfo | None = None) -> int:
    """Return how long the day still lasts, at least one millisecond."""
    now = local_time(now_ms, zone)
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(1, int((tomorrow - now).total_seconds() * 1000) + 1)


def group_of(day: date, today: date) -> DateGroup:
    """Return the heading of a day. A day ahead of today (the clock was set back) is today's."""
    age = (today - day).days
    if age <= 0:
        return DateGroup(Span.TODAY)
    if age == 1:
        return DateGroup(Span.YESTERDAY)
    if age < WEEK_DAYS:
        return DateGroup(Span.WEEK)
    return DateGroup(Span.MONTH, day.year, day.month)


def group_conversations(
    conversations: Iterable[Conversation], now_ms: int, zone: tzinfo | None = None
) -> list[tuple[DateGroup, list[Conversation]]]:
    """Sort conversations under their headings: pinned first, then the newest first."""
    today = local_time(now_ms, zone).date()
    groups: dict[DateGroup, list[Conversation]] = {}
    for conversation in sorted(conversations, key=_newest_first):
        if conversation.pinned:
            group = DateGroup(Span.PINNED)
        else:
            group = group_of(local_time(conversation.updated_ms, zone).date(), today)
        groups.setdefault(group, []).append(conversation)
    return list(groups.items())


def _newest_first(conversation: Conversation) -> tuple[bool, int, str]:
    return (not conversation.pinned, -conversation.updated_ms, conversation.id)
