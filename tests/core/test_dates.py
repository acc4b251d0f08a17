"""Headings of the conversation list."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.core.chat import Conversation
from indoors.core.dates import (
    DateGroup,
    Span,
    group_conversations,
    group_of,
    local_time,
    ms_to_midnight,
)

WEDNESDAY = date(2026, 11, 18)


def ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def conversation(name: str, updated_ms: int, *, pinned: bool = False) -> Conversation:
    return Conversation(id=name, title=name, created_ms=0, updated_ms=updated_ms, pinned=pinned)


@pytest.mark.parametrize(
    ("day", "group"),
    [
        (date(2026, 11, 18), DateGroup(Span.TODAY)),
        (date(2026, 11, 17), DateGroup(Span.YESTERDAY)),
        (date(2026, 11, 16), DateGroup(Span.WEEK)),
        (date(2026, 11, 12), DateGroup(Span.WEEK)),
        (date(2026, 11, 11), DateGroup(Span.MONTH, 2026, 11)),
        (date(2026, 10, 31), DateGroup(Span.MONTH, 2026, 10)),
        (date(2025, 11, 18), DateGroup(Span.MONTH, 2025, 11)),
    ],
)
def test_a_day_has_its_heading(day: date, group: DateGroup) -> None:
    assert group_of(day, WEDNESDAY) == group


def test_a_day_ahead_of_the_clock_counts_as_today() -> None:
    assert group_of(date(2026, 11, 30), WEDNESDAY) == DateGroup(Span.TODAY)


def test_yesterday_begins_at_local_midnight() -> None:
    zone = timezone(timedelta(hours=9))
    now = datetime(2026, 11, 18, 0, 30, tzinfo=zone)
    before_midnight = ms(now - timedelta(minutes=31))

    there = group_conversations([conversation("a", before_midnight)], ms(now), zone)
    in_utc = group_conversations([conversation("a", before_midnight)], ms(now), UTC)

    assert [group.span for group, _ in there] == [Span.YESTERDAY]
    assert [group.span for group, _ in in_utc] == [Span.TODAY]


def test_each_moment_uses_the_offset_of_its_own_season() -> None:
    zone = ZoneInfo("Europe/Berlin")

    assert local_time(ms(datetime(2026, 7, 1, 12, tzinfo=UTC)), zone).hour == 14
    assert local_time(ms(datetime(2026, 12, 1, 12, tzinfo=UTC)), zone).hour == 13


def test_the_day_ends_at_midnight() -> None:
    assert ms_to_midnight(ms(datetime(2026, 11, 18, 23, 59, 59, tzinfo=UTC)), UTC) == 1001
    assert ms_to_midnight(ms(datetime(2026, 11, 18, tzinfo=UTC)), UTC) == 86_400_001


def test_pinned_come_first_and_only_once() -> None:
    now = ms(datetime(2026, 11, 18, 15, tzinfo=UTC))
    hour = 3_600_000
    rows = [
        conversation("old", now - 40 * 24 * hour),
        conversation("new", now - hour),
        conversation("kept", now - 90 * 24 * hour, pinned=True),
        conversation("newer", now),
    ]

    groups = group_conversations(rows, now, UTC)

    assert [(group.span, [row.id for row in under]) for group, under in groups] == [
        (Span.PINNED, ["kept"]),
        (Span.TODAY, ["newer", "new"]),
        (Span.MONTH, ["old"]),
    ]


@given(st.lists(st.tuples(st.integers(0, 2_000_000_000_000), st.booleans())))
def test_every_conversation_stands_under_exactly_one_heading(rows: list[tuple[int, bool]]) -> None:
    made = [conversation(str(i), at, pinned=pin) for i, (at, pin) in enumerate(rows)]

    groups = group_conversations(made, 1_800_000_000_000, UTC)

    assert sorted(row.id for _, under in groups for row in under) == sorted(row.id for row in made)
    assert len({group for group, _ in groups}) == len(groups)
    assert all(under for _, under in groups)
