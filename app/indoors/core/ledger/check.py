"""Reads a ledger back and says whether it is what was written.

The hashes show an edited, missing, moved or repeated line. They cannot show a ledger cut
off at its end, an older copy put back, or one written anew from the start: for that there
is the signature of each line, by a key that is not in the file, and the anchor, the number
and hash of a late line that is kept where the file is not.
"""

import io
from collections.abc import Callable, Iterable, Mapping
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
    """What was read, up to the flaw if there is one. ``records``: unless others took them."""

    records: tuple[Record, ...]
    torn: bytes  # what follows the last whole line: its writer was killed
    length: int = 0  # lines
    head: str = ZERO  # the last one's hash
    ledger: str = ""  # which it is, as its first line says
    key: str = ""  # which key signs at its end
    flaw: Flaw | None = None
    at: int = 0  # number of the line that has the flaw, from 1
    signed: int = 0  # lines whose signature could be checked, and was right
    anchored: int | None = None  # lines up to the anchor; None: there was none to compare with

    @property
    def unbroken(self) -> bool:
        return self.flaw is None


Take = Callable[[Record], object]


def read_ledger(data: bytes, keys: Mapping[str, bytes], anchor: Anchor | None = None) -> Reading:
    """Check a ledger's bytes. ``keys``: those that are known, by their ids; may be none."""
    return read_lines(io.BytesIO(data), keys, anchor)


def read_lines(
    lines: Iterable[bytes],
    keys: Mapping[str, bytes],
    anchor: Anchor | None = None,
    take: Take | None = None,
) -> Reading:
    """Check lines as a file gives them; only the last one may be without its end.

    ``take`` gets each record as soon as it is known to be sound; they are not kept then.
    """
    walk = _Walk(keys, anchor, take)
    rest = iter(lines)
    for line in rest:
        if not line.endswith(b"\n"):
            return walk.reading(torn=line)
        flaw = walk.flaw_of(line[:-1], rest)
        if flaw is not None:
            return walk.reading(flaw)
    return walk.reading()


class _Walk:
    """Goes along the chain, and the signatures as far as keys are known."""

    def __init__(self, keys: Mapping[str, bytes], anchor: Anchor | None, take: Take | None) -> None:
        self._keys = keys
        self._anchor = anchor
        self._records: list[Record] = []
        self._take = take or self._records.append
        self._length, self._head, self._signed = 0, ZERO, 0
        self._ledger = self._key = self._first = ""  # the last: kind of the first line
        self._anchored = ZERO  # the hash of the line that was anchored

    def flaw_of(self, line: bytes, rest: Iterable[bytes]) -> Flaw | None:
        """Take the next line, or return what is wrong with it."""
        found, number = _decoded(line), self._length + 1
        flaw = Flaw.EDITED if found is None else _flaw_of(found, number, self._head)
        if flaw is Flaw.DELETED and _is_there(number, rest):
            flaw = Flaw.MOVED
        if found is None or flaw is not None:
            return flaw
        record = msgspec.convert(found, Record)
        if record.kind == "begin":
            self._key = record.key
        key = self._keys.get(self._key)
        if key is not None and record.mac != mac_of(key, record.hash):
            return Flaw.FORGED
        self._signed += key is not None
        self._length, self._head = number, record.hash
        self._note(record)
        return None

    def _note(self, record: Record) -> None:
        if record.seq == 1:
            self._first, self._ledger = record.kind, record.ledger
        if self._anchor is not None and record.seq == self._anchor.length:
            self._anchored = record.hash
        self._take(record)

    def reading(self, flaw: Flaw | None = None, torn: bytes = b"") -> Reading:
        """Return what came of it; the last word is the anchor's."""
        read = Reading(
            records=tuple(self._records),
            torn=torn,
            length=self._length,
            head=self._head,
            ledger=self._ledger,
            key=self._key,
            signed=self._signed,
        )
        if flaw is not None:
            return replace(read, flaw=flaw, at=read.length + 1)
        if self._first not in ("", "begin"):
            return Reading((), torn, flaw=Flaw.DELETED, at=1, signed=read.signed)
        return read if self._anchor is None else self._held_against(read, self._anchor)

    def _held_against(self, read: Reading, anchor: Anchor) -> Reading:
        if read.length and read.ledger != anchor.ledger:
            return replace(read, flaw=Flaw.REWRITTEN, at=1)
        if read.length < anchor.length:
            return replace(read, flaw=Flaw.CUT, at=read.length)
        if anchor.length and self._anchored != anchor.head:
            return replace(read, flaw=Flaw.REWRITTEN, at=anchor.length)
        return replace(read, anchored=anchor.length)


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


def _is_there(seq: int, rest: Iterable[bytes]) -> bool:
    found = (_decoded(line.rstrip(b"\n")) for line in rest)
    return any(each["seq"] == seq for each in found if each is not None)
