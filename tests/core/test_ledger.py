"""What is done to a ledger behind our back is found, and what is not is not."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from indoors.core.ledger import (
    Anchor,
    Book,
    Chain,
    Decision,
    Flaw,
    Reading,
    Record,
    key_id,
    line_of,
    read_ledger,
)
from indoors.core.ledger import rows as rows_of_ledger
from indoors.core.ledger.record import canonical, hash_of
from indoors.core.ledger.rows import day_of

KEY, OTHER = b"k" * 32, b"o" * 32
KEYS = {key_id(KEY): KEY}
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def written(records: Sequence[Record], key: bytes = KEY, ledger: str = "one") -> list[bytes]:
    chain, lines = Chain(key), []
    for record in (Record(kind="begin", ledger=ledger, key=key_id(key)), *records):
        made = chain.signed(record)
        chain.added(made)
        lines.append(line_of(made))
    return lines


def some(count: int = 8) -> list[Record]:
    return [
        Record(
            kind="intent",
            at=f"2026-11-26T12:00:{number:02}.000Z",
            order=f"o{number}",
            number=1,
            purpose="model_download",
            host="huggingface.co",
            bytes_out=400 + number,
        )
        for number in range(count)
    ]


def anchor_of(lines: Sequence[bytes]) -> Anchor:
    last = msgspec.json.decode(lines[-1], type=Record)
    return Anchor(ledger="one", length=last.seq, head=last.hash)


def read(lines: Sequence[bytes], anchor: Anchor | None = None) -> Reading:
    return read_ledger(b"".join(lines), KEYS, anchor)


LINES = written(some())
ANCHOR = anchor_of(LINES)


def test_what_was_written_is_read_back() -> None:
    reading = read(LINES, ANCHOR)
    assert reading.unbroken
    assert (len(reading.records), reading.signed, reading.anchored) == (9, 9, 9)
    assert reading.records[3].bytes_out == 402
    assert reading.head == ANCHOR.head


def test_nothing_is_a_ledger_too() -> None:
    assert read([]).unbroken
    assert read([]).head == "0" * 64


def test_without_the_key_the_hashes_still_hold() -> None:
    reading = read_ledger(b"".join(LINES), {})
    assert reading.unbroken
    assert (reading.signed, reading.anchored) == (0, None)


# ---- F16: edit, delete, move, cut, rewrite, replay ----------------------------------------


@pytest.mark.parametrize("at", range(len(LINES)))
def test_an_edit_is_found_in_any_line(at: int) -> None:
    line = LINES[at].replace(b"huggingface.co", b"huggingface.cc").replace(b"begin", b"begun")
    reading = read([*LINES[:at], line, *LINES[at + 1 :]], ANCHOR)
    assert (reading.flaw, reading.at) == (Flaw.EDITED, at + 1)
    assert len(reading.records) == at


@given(st.integers(0, len(b"".join(LINES)) - 1), st.integers(0, 7))
def test_any_bit_that_flips_is_found(byte: int, bit: int) -> None:
    data = bytearray(b"".join(LINES))
    data[byte] ^= 1 << bit
    assert read_ledger(bytes(data), KEYS, ANCHOR).flaw is not None


@pytest.mark.parametrize("at", range(len(LINES) - 1))
def test_a_missing_line_is_found(at: int) -> None:
    reading = read([*LINES[:at], *LINES[at + 1 :]], ANCHOR)
    assert (reading.flaw, reading.at) == (Flaw.DELETED, at + 1)


@pytest.mark.parametrize("at", range(1, len(LINES) - 1))
def test_two_lines_that_change_places_are_found(at: int) -> None:
    moved = [*LINES[:at], LINES[at + 1], LINES[at], *LINES[at + 2 :]]
    reading = read(moved, ANCHOR)
    assert (reading.flaw, reading.at) == (Flaw.MOVED, at + 1)


@pytest.mark.parametrize("kept", range(len(LINES)))
def test_a_ledger_that_was_cut_off_is_found_by_its_anchor(kept: int) -> None:
    """An older copy that was put back is the same thing."""
    reading = read(LINES[:kept], ANCHOR)
    assert (reading.flaw, reading.at) == (Flaw.CUT, kept)
    assert read(LINES[:kept]).unbroken, "no hash can show it"


def test_a_line_repeated_is_found() -> None:
    reading = read([*LINES, LINES[4]], ANCHOR)
    assert (reading.flaw, reading.at) == (Flaw.MOVED, 10)


def test_a_ledger_written_anew_without_the_key_is_found() -> None:
    clean = [msgspec.structs.replace(r, host="nobody.example") for r in some()]
    forged = written(clean, OTHER)
    reading = read(forged, ANCHOR)
    assert reading.flaw is Flaw.REWRITTEN
    claims = [line.replace(key_id(OTHER).encode(), key_id(KEY).encode()) for line in forged]
    assert read(claims).flaw is Flaw.EDITED, "its first line is signed, too"


def test_a_ledger_written_anew_with_the_keys_name_is_found_without_an_anchor() -> None:
    chain = Chain(OTHER)
    first = chain.signed(Record(kind="begin", ledger="one", key=key_id(KEY)))
    reading = read([line_of(first)])
    assert (reading.flaw, reading.at) == (Flaw.FORGED, 1)


def test_another_ledger_in_its_place_is_found() -> None:
    reading = read(written(some(20), KEY, "two"), ANCHOR)
    assert (reading.flaw, reading.at) == (Flaw.REWRITTEN, 1)


def test_lines_rewritten_from_one_on_are_found() -> None:
    """Hashes made anew, by somebody without the key, behind an honest beginning."""
    records = [msgspec.json.decode(line, type=Record) for line in LINES]
    chain = Chain(OTHER, length=4, head=records[3].hash)
    tail = []
    for record in records[4:]:
        made = chain.signed(msgspec.structs.replace(record, host="nobody.example"))
        chain.added(made)
        tail.append(line_of(made))
    assert (read([*LINES[:4], *tail]).flaw, read([*LINES[:4], *tail]).at) == (Flaw.FORGED, 5)
    unknown = read_ledger(b"".join([*LINES[:4], *tail]), {}, ANCHOR)
    assert unknown.flaw is Flaw.REWRITTEN


def test_a_torn_last_line_is_told_from_a_flaw() -> None:
    reading = read([*LINES, LINES[3][:40]], ANCHOR)
    assert reading.unbroken
    assert reading.torn == LINES[3][:40]
    assert read([*LINES[:-1], LINES[-1][:40]], ANCHOR).flaw is Flaw.CUT


@given(st.binary(max_size=400))
def test_garbage_is_no_ledger_and_no_crash(data: bytes) -> None:
    reading = read_ledger(data, KEYS)
    assert not reading.records
    assert reading.flaw is not None or b"\n" not in data


@pytest.mark.parametrize(
    "line", [b"[]", b"1", b'{"kind":"begin","seq":1}', b'{"seq":1, "kind":"begin"}', b"\xff\xfe"]
)
def test_a_line_in_another_form_is_no_line(line: bytes) -> None:
    assert read([line + b"\n"]).flaw is Flaw.EDITED


def test_lines_of_a_later_version_keep_their_hash() -> None:
    """A field that we do not know is hashed as it stands."""
    chain = Chain(KEY)
    made = chain.signed(Record(kind="begin", ledger="one", key=key_id(KEY)))
    fields = msgspec.json.decode(canonical(made)) | {"invented": "later"}
    fields["hash"] = hash_of(fields)
    del fields["mac"]
    reading = read_ledger(canonical(fields) + b"\n", {})
    assert reading.unbroken


# ---- F11: clocks --------------------------------------------------------------------------


def test_a_clock_that_jumps_breaks_nothing() -> None:
    jumps = [NOON, NOON - timedelta(days=366), NOON + timedelta(days=365), NOON]
    records = [
        Record(kind="event", at=at.isoformat().replace("+00:00", "Z"), purpose="sealed_on")
        for at in jumps
    ]
    reading = read(written(records))
    assert reading.unbroken
    rows = Book(reading.records).overview().rows
    assert [row.lines[0] for row in rows] == [5, 4, 3, 2], "the order is the written one"


# ---- rows and sums ------------------------------------------------------------------------


def contact(number: int, host: str, out: int = 300, **changes: object) -> list[Record]:
    shared = {"order": "a", "number": number, "purpose": "model_download", **changes}
    at = "2026-11-26T12:00:00.000Z"
    return [
        Record(kind="intent", at=at, host=host, bytes_out=out, **shared),  # type: ignore[arg-type]
        Record(kind="result", at=at, bytes_out=out, bytes_in=9, status=200, **shared),  # type: ignore[arg-type]
    ]


def test_the_contacts_of_a_download_are_one_row() -> None:
    book = Book([*contact(1, "huggingface.co"), *contact(2, "cdn.hf.co", 350)])
    (row,) = book.overview().rows
    assert (row.hosts, row.more) == (("huggingface.co", "cdn.hf.co"), 1)
    assert (row.bytes_out, row.bytes_in, row.unfinished) == (650, 18, False)
    assert row.decision is Decision.ALLOWED
    assert not row.content


def test_a_refused_hop_is_a_row_of_its_own() -> None:
    refused = Record(
        kind="refused", seq=4, order="a", number=2, host="evil.example", purpose="model_download"
    )
    rows = Book([*contact(1, "huggingface.co"), refused]).overview().rows
    assert [row.decision for row in rows] == [Decision.REFUSED, Decision.ALLOWED]
    assert rows[0].bytes_out == 0


def test_what_became_of_a_request_is_unknown_and_counted_as_sent() -> None:
    (row,) = Book(contact(1, "huggingface.co")[:1]).overview().rows
    assert row.unfinished
    assert row.bytes_out == 300


def test_content_and_the_rest_are_counted_apart() -> None:
    records = [
        *contact(1, "huggingface.co"),
        *contact(1, "api.example", 1902, order="b", purpose="cloud_answer"),
        *contact(1, "api.example", 50, order="c", purpose="never heard of"),
        Record(kind="kept", order="d", purpose="cloud_answer", host="api.example", bytes_out=0),
        Record(kind="selftest", host="192.0.2.1", attempts=5, purpose="selftest"),
    ]
    numbered = [structs.replace(record, seq=seq) for seq, record in enumerate(records, 2)]
    found = Book(numbered).overview()
    rows, today = found.rows, day_of("2026-11-26T12:00:00.000Z")
    sums = found.totals(today)
    assert (sums.content, sums.requests) == (1952, 300)
    assert (sums.content_today, sums.requests_today) == (1952, 300)
    assert sums.by_purpose_today == (("model_download", 300),)
    assert found.totals(today + timedelta(days=1)).content_today == 0
    decisions = [row.decision for row in rows]
    assert decisions[0] is Decision.REFUSED_BY_KERNEL
    assert rows[0].more == 4
    assert decisions[1] is Decision.KEPT
    assert rows[2].content


def test_what_is_kept_in_memory_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_of_ledger, "SHOWN", {True: 3, False: 2})
    book, seq = Book(), 1
    waiting = structs.replace(contact(1, "huggingface.co", order="waits")[0], seq=1)
    book.add(waiting)
    for number in range(20):
        for purpose in ("model_download", "cloud_answer"):
            for record in contact(1, "a.example", 10, order=f"{purpose}{number}", purpose=purpose):
                seq += 1
                book.add(structs.replace(record, seq=seq))
    found = book.overview()
    assert len(found.rows) == 3 + 2
    assert found.left_out == 21 + 20 - 5
    sums = found.totals(day_of("2026-11-26T12:00:00.000Z"))
    assert (sums.content, sums.requests) == (200, 500)
    book.add(structs.replace(contact(1, "huggingface.co", 444, order="waits")[1], seq=seq + 1))
    assert book.overview().totals(day_of("2026-11-26T12:00:00.000Z")).requests == 500
    assert not book._planned


def test_the_hash_of_content_tells_nothing_without_the_key() -> None:
    assert Chain(KEY).keyed("") == ""
    assert Chain(KEY).keyed("ab") != Chain(OTHER).keyed("ab")
    assert "ab" * 32 not in Chain(KEY).keyed("ab" * 32)
