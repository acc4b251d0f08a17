"""Words of the conversation list."""

from datetime import UTC, datetime

import pytest

from indoors.core.chat import Conversation
from indoors.core.dates import DateGroup, Span
from indoors.ui.text import conversations as text


def ms(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp() * 1000)  # type: ignore[arg-type,misc]


NOW = ms(2026, 11, 18, 15, 0)


@pytest.mark.parametrize(
    ("moment", "under_its_day", "alone"),
    [
        (ms(2026, 11, 18, 14, 32), "14:32", "Today 14:32"),
        (ms(2026, 11, 17, 16, 5), "16:05", "Yesterday 16:05"),
        (ms(2026, 11, 16, 9, 0), "Mon 16 Nov", "Mon 16 Nov"),
        (ms(2025, 3, 1, 9, 0), "1 Mar 2025", "1 Mar 2025"),
    ],
)
def test_when_it_was(moment: int, under_its_day: str, alone: str) -> None:
    assert text.moment(moment, NOW, day_is_said=True, zone=UTC) == under_its_day
    assert text.moment(moment, NOW, zone=UTC) == alone


@pytest.mark.parametrize(("files", "words"), [(0, ""), (1, ", 1 file"), (3, ", 3 files")])
def test_files_are_counted(files: int, words: str) -> None:
    row = Conversation(id="a", title="T", created_ms=0, updated_ms=NOW, attachments=files)

    assert text.second_line(row, NOW, day_is_said=True, zone=UTC) == f"15:00{words}"


def test_headings() -> None:
    assert text.heading(DateGroup(Span.WEEK), 3, NOW, UTC) == "Last 7 days"
    assert text.heading(DateGroup(Span.MONTH, 2026, 10), 3, NOW, UTC) == "October"
    assert text.heading(DateGroup(Span.MONTH, 2025, 10), 3, NOW, UTC) == "October 2025"
    assert text.heading(None, 3, NOW, UTC) == "3 found"
