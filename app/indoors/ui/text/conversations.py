"""Words of the conversation list. Dates are in the system's zone and written in English."""

from datetime import tzinfo
from typing import Final

from indoors.core.chat import Conversation
from indoors.core.dates import DateGroup, Span, group_of, local_time
from indoors.ui.text.numbers import day

NAME: Final = "Conversations"
SEARCH: Final = "Search"
SEARCH_NAME: Final = "Search conversations"
SEARCH_KEY: Final = "Ctrl F"
NEW_CHAT: Final = "New chat"
FOOTER: Final = "Encrypted on this computer"
FOOTER_TIP: Final = (
    "Your conversations are saved in the data folder on this computer and nowhere else, encrypted."
)
FOOTER_SESSION: Final = "Forgotten when closed"
FOOTER_SESSION_TIP: Final = "Nothing is kept: conversations are gone when Indoors is closed."

EMPTY_TITLE: Final = "No conversations yet"
EMPTY_BODY: Final = "Ask something, and it is kept here."
NOTHING_FOUND: Final = "Nothing found"
NOTHING_FOUND_BODY: Final = "Search looks at titles, messages and attached files."

RENAME: Final = "Rename"
PIN: Final = "Pin"
UNPIN: Final = "Unpin"
EXPORT_MARKDOWN: Final = "Export as Markdown…"
EXPORT_JSON: Final = "Export as JSON…"
DELETE: Final = "Delete"
ERASE: Final = "Delete for good…"

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_SPANS: Final = {
    Span.PINNED: "Pinned",
    Span.TODAY: "Today",
    Span.YESTERDAY: "Yesterday",
    Span.WEEK: "Last 7 days",
}


def heading(group: DateGroup | None, count: int, now_ms: int, zone: tzinfo | None = None) -> str:
    """Return the words above a group; without a group, how many a search found."""
    if group is None:
        return f"{count} found"
    if group.span is not Span.MONTH:
        return _SPANS[group.span]
    month = MONTHS[group.month - 1]
    return month if group.year == local_time(now_ms, zone).year else f"{month} {group.year}"


def moment(
    moment_ms: int, now_ms: int, *, day_is_said: bool = False, zone: tzinfo | None = None
) -> str:
    """Return when it was: "Today 14:32", "Yesterday 16:05", "Mon 16 Nov", "16 Nov 2025".

    ``day_is_said``: the heading says Today or Yesterday already, so only the time is left.
    """
    then, now = local_time(moment_ms, zone), local_time(now_ms, zone)
    span = group_of(then.date(), now.date()).span
    if span in (Span.TODAY, Span.YESTERDAY):
        time = f"{then:%H:%M}"
        return time if day_is_said else f"{_SPANS[span]} {time}"
    return day(then.date(), now.date())


def second_line(
    conversation: Conversation, now_ms: int, *, day_is_said: bool, zone: tzinfo | None = None
) -> str:
    """Return the small line of a row: when, and how many files."""
    when = moment(conversation.updated_ms, now_ms, day_is_said=day_is_said, zone=zone)
    files = conversation.attachments
    if not files:
        return when
    return f"{when}, {files} file" if files == 1 else f"{when}, {files} files"


def row_name(conversation: Conversation, now_ms: int) -> str:
    """Return a row as a screen reader says it."""
    pinned = ", pinned" if conversation.pinned else ""
    return f"{conversation.title}, {second_line(conversation, now_ms, day_is_said=False)}{pinned}"


def deleted(title: str) -> str:
    """Return the toast's second line after a deletion: until when it can be brought back."""
    return f"“{title}” is overwritten at the next start."
