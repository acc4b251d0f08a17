"""Reads a ledger back and says whether it is what was written.

The hashes show an edited, missing, moved or repeated line. They cannot show a ledger cut
off at its end, an older copy put back, or one written anew from the start: for that there
is the signature of each line, by a key that is not in the file, and the anchor, the number
and hash of a late line that is kept where the file is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct

from indoors.core.ledger.record import ZERO, Record, canonical, hash_of, mac_of


class Flaw(StrEnum):
    """What is wrong, at the first line where something is."""

    EDITED = "edited"  # the line is not what its hash says
    DELETED = "deleted"  # lines before it are missing
    MOVED = "moved"  # it belongs elsewhere, or is there twice
    FORGED = "forged"  # not signed with the key
    CUT = "cut"  # lines after it are missing: cut off, or an older copy was put back
    REWRITTEN = "rewritten"  # another ledger than the one that was anchored


class Anchor(Struct, frozen=True):
    """A late line of a ledger, noted outside it."""

    ledger: str
    length: int
    head: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. ``records`` are those before the flaw, or all."""

    records: tuple[Record, ...]
    torn: bytes  # what follows the last whole line: its writer was killed
    flaw: Flaw | None = None
    at: int = 0  # number of the line that has the flaw, from 1
    signed: int = 0  # lines whose signature could be checked, and was right
    anchored: int | None = None  # lines up to the anchor; None: there was none to compare with

    @property
    def unbroken(self) -> bool:
        return self.flaw is None

    @property
    def head(self) -> str:
        return self.records[-1].hash if self.records else ZERO

    @property
    def ledger(self) -> str:
        return self.records[0].ledger if self.records else ""


def read_ledger(data: bytes, keys: dict[str, bytes], anchor: Anchor | None = None) -> Reading:
    """Check a ledger's bytes. ``keys``: those that are known, by their ids; may be none."""
    *lines, torn = data.split(b"\n")
    reading = check_lines(lines, keys)
    if reading.flaw is None and anchor is not None:
        reading = _held_against(reading, anchor)
    return replace(reading, torn=torn)


def check_lines(lines: Sequence[bytes], keys: dict[str, bytes]) -> Reading:
    """Check the chain, and the signatures as far as keys are known."""
    records: list[Record] = []
    head, key, signed = ZERO, None, 0
    for number, line in enumerate(lines, 1):
        found = _decoded(line)
        flaw = Flaw.EDITED if found is None else _flaw_of(found, number, head)
        if flaw is Flaw.DELETED and _is_there(number, lines[number:]):
            flaw = Flaw.MOVED
        if found is None or flaw is not None:
            return Reading(tuple(records), b"", flaw, number, signed)
        record = msgspec.convert(found, Record)
        if record.kind == "begin":
            key = keys.get(record.key)
        if key is not None:
            if record.mac != mac_of(key, record.hash):
                return Reading(tuple(records), b"", Flaw.FORGED, number, signed)
            signed += 1
        records.append(record)
        head = record.hash
    if records and records[0].kind != "begin":
        return Reading((), b"", Flaw.DELETED, 1, signed)
    return Reading(tuple(records), b"", signed=signed)


def _decoded(line: bytes) -> dict[str, Any] | None:
    """Return the fields, or None for what no version of this program writes."""
    try:
        found = msgspec.json.decode(line, type=dict[str, Any])
        msgspec.convert(found, Record)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return found if canonical(found) == line else None


def _flaw_of(found: dict[str, Any], number: int, head: str) -> Flaw | None:
    if hash_of(found) != found.get("hash"):
        return Flaw.EDITED
    if found["seq"] > number:
        return Flaw.DELETED
    if found["seq"] < number:
        return Flaw.MOVED
    return Flaw.REWRITTEN if found["prev"] != head else None


def _is_there(seq: int, lines: Sequence[bytes]) -> bool:
    return any(found["seq"] == seq for found in map(_decoded, lines) if found is not None)


def _held_against(reading: Reading, anchor: Anchor) -> Reading:
    records = reading.records
    if records and reading.ledger != anchor.ledger:
        return replace(reading, flaw=Flaw.REWRITTEN, at=1)
    if len(records) < anchor.length:
        return replace(reading, flaw=Flaw.CUT, at=len(records))
    if anchor.length and records[anchor.length - 1].hash != anchor.head:
        return replace(reading, flaw=Flaw.REWRITTEN, at=anchor.length)
    return replace(reading, anchored=anchor.length)
