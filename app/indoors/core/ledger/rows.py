"""The ledger as people read it: one row for each request, refusal or decision.

A download has several contacts, since the hub sends its readers on; they are one row. A
contact that was refused on the way is a row of its own, so that "refused" shows it.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from indoors.core.ledger.record import Record, carries_content


class Decision(StrEnum):
    ALLOWED = "allowed"  # a request without content
    ALLOWED_ONCE = "allowed_once"  # content left, by the user's consent
    REFUSED = "refused"
    REFUSED_BY_KERNEL = "refused_by_kernel"
    NOT_REFUSED = "not_refused"  # an attempt of a self-test got through
    KEPT = "kept"  # the user chose to keep it indoors
    NOTED = "noted"


class Row(Struct, frozen=True, kw_only=True):
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
    lines: tuple[int, ...]  # their numbers in the ledger
    hash: str  # of the last of them

    @property
    def content(self) -> bool:
        """Whether something of the user's left by it."""
        return self.decision is Decision.ALLOWED_ONCE and self.bytes_out > 0

    @property
    def ordinary(self) -> bool:
        """Whether nothing of the user's was in it and nothing was refused."""
        return self.decision in (Decision.ALLOWED, Decision.NOTED)


@dataclass(frozen=True, slots=True)
class Totals:
    """Bytes sent. Content and the rest are never added up."""

    content: int = 0
    content_today: int = 0
    requests: int = 0  # of requests without content
    requests_today: int = 0
    by_purpose_today: tuple[tuple[str, int], ...] = ()  # of those


SHOWN = {True: 2_000, False: 8_000}
"""Rows kept in memory, of the ordinary ones and of the others; older ones are in the file."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The newest rows, the latest first, and the sums of all."""

    rows: tuple[Row, ...] = ()
    left_out: int = 0  # older rows
    sums: Mapping[tuple[str, str], int] = field(default_factory=dict)  # day, purpose: bytes sent

    def totals(self, today: date) -> Totals:
        """Add up; ``today`` is a day of this computer's own time zone."""
        now = today.isoformat()
        content, requests = (
            {key: sent for key, sent in self.sums.items() if carries_content(key[1]) is wanted}
            for wanted in (True, False)
        )
        by_purpose = tuple((purpose, n) for (day, purpose), n in requests.items() if day == now)
        return Totals(
            content=sum(content.values()),
            content_today=sum(sent for (day, _), sent in content.items() if day == now),
            requests=sum(requests.values()),
            requests_today=sum(sent for _, sent in by_purpose),
            by_purpose_today=by_purpose,
        )


class Book:
    """Rows that grow with the ledger; a line more costs no look at the others.

    What it holds does not grow with it: the newest rows, and a sum for each day and purpose.
    """

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._rows = {True: OrderedDict[str, Row](), False: OrderedDict[str, Row]()}
        self._planned: dict[str, dict[int, int]] = {}  # bytes of contacts without a result
        self._sums: dict[tuple[str, str], int] = {}
        self._left_out = 0
        for record in records:
            self.add(record)

    def add(self, record: Record) -> None:
        if record.kind == "begin":
            return
        key = _key(record)
        row = self._rows[True].get(key) or self._rows[False].get(key)
        if row is None and record.kind == "result":
            return  # of a row that was left out: its request was counted as it was planned
        before = row.bytes_out if row is not None else 0
        planned = self._planned.setdefault(key, {})
        row = _with(row or _new(key, record), record, planned)
        if not planned:
            del self._planned[key]
        self._rows[row.ordinary][key] = row
        if row.decision in (Decision.ALLOWED, Decision.ALLOWED_ONCE):
            place = day_of(row.at).isoformat(), row.purpose
            self._sums[place] = self._sums.get(place, 0) + row.bytes_out - before
        self._leave_out(self._rows[row.ordinary], SHOWN[row.ordinary])

    def _leave_out(self, rows: OrderedDict[str, Row], shown: int) -> None:
        if len(rows) > shown:
            oldest, _ = rows.popitem(last=False)
            self._planned.pop(oldest, None)
            self._left_out += 1

    def overview(self) -> Overview:
        """Return what there is now; it does not change later."""
        rows = [*self._rows[True].values(), *self._rows[False].values()]
        rows.sort(key=lambda row: row.lines[0], reverse=True)
        return Overview(tuple(rows), self._left_out, dict(self._sums))


def _key(record: Record) -> str:
    """Contacts that were allowed belong together by their order; all else stands alone."""
    allowed = record.kind in ("intent", "result")
    return record.order if allowed and record.order else f"{record.seq}"


def _new(key: str, first: Record) -> Row:
    return Row(
        key=key,
        at=first.at,
        hosts=(),
        more=0,
        purpose=first.purpose,
        subject=first.subject,
        reason=first.reason,
        decision=_decision(first),
        bytes_out=0,
        bytes_in=0,
        unfinished=False,
        lines=(),
        hash="",
    )


def _with(row: Row, record: Record, planned: dict[int, int]) -> Row:
    """Return the row with one more line; ``planned`` changes with it."""
    sent, received = row.bytes_out, row.bytes_in
    if record.kind == "intent":
        planned[record.number] = record.bytes_out
        sent += record.bytes_out
    elif record.kind == "result":
        sent += record.bytes_out - planned.pop(record.number, 0)
        received += record.bytes_in
    hosts = row.hosts
    if record.host and record.host not in hosts:
        hosts = (*hosts, record.host)
    return replace(
        row,
        hosts=hosts,
        more=max(len(hosts) - 1, record.attempts - 1, 0),
        bytes_out=sent,
        bytes_in=received,
        unfinished=bool(planned),
        lines=(*row.lines, record.seq),
        hash=record.hash,
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


def moment_of(at: str) -> datetime:
    """Return a record's time in this computer's time zone."""
    return datetime.fromisoformat(at).astimezone()


def day_of(at: str) -> date:
    """Return the day of a record's time in this computer's time zone."""
    return moment_of(at).date()
