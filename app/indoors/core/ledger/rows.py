"""The ledger as people read it: one row for each request, refusal or decision.

A download has several contacts, since the hub sends its readers on; they are one row. A
contact that was refused on the way is a row of its own, so that "refused" shows it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from indoors.core.ledger.record import Record, carries_content


class Decision(StrEnum):
    ALLOWED = "allowed"  # a request without content
    ALLOWED_ONCE = "allowed_once"  # content left, by the user's consent
    REFUSED = "refused"
    REFUSED_BY_KERNEL = "refused_by_kernel"
    NOT_REFUSED = "not_refused"  # an attempt of a self-test got through
    KEPT = "kept"  # the user chose to keep it indoors
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Row:
    """``unfinished``: what became of a request is not known; it is counted as sent."""

    key: str
    at: str
    hosts: tuple[str, ...]
    more: int  # attempts or hosts besides the first
    purpose: str
    subject: str
    reason: str
    decision: Decision
    bytes_out: int
    bytes_in: int
    unfinished: bool
    records: tuple[Record, ...]

    @property
    def content(self) -> bool:
        """Whether something of the user's left by it."""
        return self.decision is Decision.ALLOWED_ONCE and self.bytes_out > 0

    @property
    def hash(self) -> str:
        return self.records[-1].hash


class Book:
    """Rows that grow with the ledger; a line more costs no look at the others."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._records: dict[str, list[Record]] = {}
        self._rows: dict[str, Row] = {}
        for record in records:
            self.add(record)

    def add(self, record: Record) -> None:
        if record.kind == "begin":
            return
        key = _key(record)
        group = self._records.setdefault(key, [])
        group.append(record)
        self._rows[key] = _row(key, group)

    def rows(self) -> list[Row]:
        """Return the rows, the latest first."""
        return list(reversed(self._rows.values()))


def _key(record: Record) -> str:
    """Contacts that were allowed belong together by their order; all else stands alone."""
    allowed = record.kind in ("intent", "result")
    return record.order if allowed and record.order else f"{record.seq}"


def _row(key: str, records: Sequence[Record]) -> Row:
    first = records[0]
    sent, received, unfinished = bytes_of(records)
    hosts = tuple(dict.fromkeys(record.host for record in records if record.host))
    attempts = max(first.attempts - 1, 0)
    return Row(
        key=key,
        at=first.at,
        hosts=hosts,
        more=attempts or max(len(hosts) - 1, 0),
        purpose=first.purpose,
        subject=first.subject,
        reason=first.reason,
        decision=_decision(first),
        bytes_out=sent,
        bytes_in=received,
        unfinished=unfinished,
        records=tuple(records),
    )


def _decision(record: Record) -> Decision:
    match record.kind:
        case "refused":
            return Decision.REFUSED
        case "kept":
            return Decision.KEPT
        case "selftest":
            return Decision.NOT_REFUSED if record.reason else Decision.REFUSED_BY_KERNEL
        case "event":
            return Decision.NOTED
        case _:
            content = carries_content(record.purpose)
            return Decision.ALLOWED_ONCE if content else Decision.ALLOWED


def bytes_of(records: Sequence[Record]) -> tuple[int, int, bool]:
    """Return bytes sent and received; a request without a result counts as sent."""
    results = {record.number: record for record in records if record.kind == "result"}
    intents = [record for record in records if record.kind == "intent"]
    open_ones = [record for record in intents if record.number not in results]
    sent = sum(r.bytes_out for r in results.values()) + sum(r.bytes_out for r in open_ones)
    return sent, sum(r.bytes_in for r in results.values()), bool(open_ones)


@dataclass(frozen=True, slots=True)
class Totals:
    """Bytes sent. Content and the rest are never added up."""

    content: int = 0
    content_today: int = 0
    requests: int = 0  # of requests without content
    requests_today: int = 0
    by_purpose_today: tuple[tuple[str, int], ...] = ()  # of those


def totals(rows: Iterable[Row], today: date) -> Totals:
    """Add up; ``today`` is a day of this computer's own time zone."""
    content = content_today = requests = requests_today = 0
    by_purpose: dict[str, int] = {}
    for row in rows:
        if row.decision not in (Decision.ALLOWED, Decision.ALLOWED_ONCE):
            continue
        is_today = day_of(row.at) == today
        if carries_content(row.purpose):
            content += row.bytes_out
            content_today += row.bytes_out if is_today else 0
            continue
        requests += row.bytes_out
        if is_today:
            requests_today += row.bytes_out
            by_purpose[row.purpose] = by_purpose.get(row.purpose, 0) + row.bytes_out
    return Totals(content, content_today, requests, requests_today, tuple(by_purpose.items()))


def moment_of(at: str) -> datetime:
    """Return a record's time in this computer's time zone."""
    return datetime.fromisoformat(at).astimezone()


def day_of(at: str) -> date:
    """Return the day of a record's time in this computer's time zone."""
    return moment_of(at).date()
