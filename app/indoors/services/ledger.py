"""The ledger of a profile: each line is on the disk before what it tells of happens.

A ledger that is not as it was written takes no more lines, until the user has set it
aside. Its last line may be torn by a kill: it is cut off, and a line says so.
"""

import hashlib
import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from msgspec import structs

from indoors.core.errors import AppError
from indoors.core.ledger import (
    Anchor,
    Book,
    Chain,
    Flaw,
    Overview,
    Reading,
    Record,
    Row,
    key_id,
    line_of,
    read_lines,
)
from indoors.core.ledger.signed import fingerprint, public_key
from indoors.protocol.faults import Fault
from indoors.services.ledger_file import LedgerFile, TouchedError
from indoors.services.ledger_keys import LedgerKeys, Protection

log = logging.getLogger(__name__)


class Trail(Protocol):
    """Where a copy of each line goes that an office wants. Raises ``AppError``."""

    def add(self, record: Record) -> None: ...


@dataclass(frozen=True, slots=True)
class LedgerState:
    """What is known of the ledger. ``flaw`` is at line ``at``, from 1."""

    length: int
    protection: Protection
    flaw: Flaw | None = None
    at: int = 0
    anchored: int | None = None  # lines that the keyring vouched for when it was opened
    torn: int = 0  # bytes of a last line that a kill left behind, and were cut off

    @property
    def unbroken(self) -> bool:
        return self.flaw is None


class Ledger:
    """Methods may be called from any thread; they wait for the disk, the first for the keyring."""

    def __init__(
        self,
        path: Path,
        keys: LedgerKeys,
        *,
        trail: Trail | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.path = path
        self.keys = keys
        self.changed: Callable[[], None] = lambda: None
        """Called after each line, on the thread that wrote it."""
        self._trail = trail
        self._now = now
        self._lock = threading.RLock()
        self._file: LedgerFile | None = None
        self._chain = Chain(b"")
        self._name = ""  # which ledger it is, as its first line says
        self._book = Book()
        self._state: LedgerState | None = None

    # ---- what is there --------------------------------------------------------------------

    def open(self) -> LedgerState:
        """Read and check what is there, once. Raises AppError(LEDGER_UNWRITABLE)."""
        with self._lock:
            if self._state is None:
                try:
                    self._opened()
                except OSError as error:
                    self._state = None
                    raise self._unwritable(error) from error
            assert self._state is not None
            return self._state

    def check(self) -> LedgerState:
        """Read and check all of it again. Raises AppError(LEDGER_UNWRITABLE)."""
        with self._lock:
            if self.open().unbroken:
                known = Anchor(self._name, self._chain.length, self._chain.head)
                reading = self._read(known, _forget)
                if reading.flaw is not None or reading.torn:
                    self._break(reading.flaw or Flaw.EDITED, reading.at)
            return self.open()

    @property
    def state(self) -> LedgerState | None:
        """What is known now; None before it was opened. Does not wait."""
        return self._state

    def overview(self) -> Overview:
        """Return the newest rows, and the sums of all."""
        with self._lock:
            return self._book.overview()

    def records(self, row: Row | None = None) -> tuple[Record, ...]:
        """Read the lines of a row, or all of them, from the disk.

        Raises AppError(LEDGER_UNWRITABLE).
        """
        wanted = None if row is None else frozenset(row.lines)
        found: list[Record] = []

        def take(record: Record) -> None:
            if wanted is None or record.seq in wanted:
                found.append(record)

        with self._lock:
            try:
                self._read(None, take)
            except OSError as error:
                raise self._unwritable(error) from error
        return tuple(found)

    # ---- writing --------------------------------------------------------------------------

    def add(self, record: Record) -> Record:
        """Write one line and return it when it is on the disk.

        ``seq``, ``at``, ``prev`` and the seals are set here. Raises AppError(LEDGER_BROKEN or
        LEDGER_UNWRITABLE): then nothing of it was written.
        """
        with self._lock:
            if not self.open().unbroken:
                raise self._broken()
            return self._append(record)

    def note(self, purpose: str, subject: str = "", *, reason: str = "", body: str = "") -> Record:
        """Write down that protection was changed. Raises as ``add``."""
        return self.add(
            Record(kind="event", purpose=purpose, subject=subject, reason=reason, body=body)
        )

    def keyed(self, sha256: str) -> str:
        """Return a hash of content that tells nothing without this ledger's key; "" for none."""
        with self._lock:
            self.open()
            return self._chain.keyed(sha256)

    def fingerprint(self) -> str:
        """Return the name of the key that signs exports, to be compared by eye."""
        self.open()
        return fingerprint(public_key(self.keys.signing))

    def set_aside(self) -> Path:
        """Keep a broken ledger under another name and begin a new one, which says so."""
        with self._lock:
            flaw = self.open().flaw
            assert flaw is not None
            data = self._bytes()
            kept = self.path.with_name(f"ledger-broken-{self._now():%Y%m%dT%H%M%S}.jsonl")
            self.keys.forget_anchor()
            if self.path.exists():
                self.path.replace(kept)
            self._state = None
            self.open()
            self.note(
                "ledger_begun_anew",
                kept.name,
                reason=flaw,
                body=hashlib.sha256(data).hexdigest(),
            )
            return kept

    def close(self) -> None:
        """Wait until the last anchor is written."""
        with self._lock:
            self._close_file()
        self.keys.close()

    # ---- inside ---------------------------------------------------------------------------

    def _opened(self) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.keys.load()
        self._book = Book()
        reading = self._read(self.keys.anchor, self._book.add)
        self._name = reading.ledger
        self._state = LedgerState(
            length=reading.length,
            protection=self.keys.protection,
            flaw=reading.flaw,
            at=reading.at,
            anchored=reading.anchored,
            torn=len(reading.torn) if reading.unbroken else 0,
        )
        if reading.unbroken:
            self._chain = Chain(self.keys.mac, length=reading.length, head=reading.head)
            self._file = LedgerFile(self.path, torn=len(reading.torn))
            self._take_up(reading)

    def _take_up(self, reading: Reading) -> None:
        """Write what has to be said before the first line of this run."""
        key = key_id(self.keys.mac)
        if reading.key != key:
            ledger = reading.ledger or uuid.uuid4().hex
            self._append(Record(kind="begin", ledger=ledger, key=key))
        elif reading.anchored is None and self.keys.protection is Protection.KEYRING:
            self.note("ledger_unanchored")
        if reading.torn:
            self.note("ledger_recovered", f"{len(reading.torn)} bytes")

    def _append(self, record: Record) -> Record:
        assert self._file is not None
        made = self._chain.signed(structs.replace(record, at=_stamp(self._now())))
        if self._trail is not None:
            self._trail.add(made)  # first: a line that it does not take is not written here
        try:
            self._file.append(line_of(made))
        except TouchedError as error:
            self._break(Flaw.EDITED, self._chain.length + 1)
            raise self._broken() from error
        except OSError as error:
            raise self._unwritable(error) from error
        self._chain.added(made)
        self._name = self._name or made.ledger
        self._book.add(made)
        assert self._state is not None
        self._state = replace(self._state, length=made.seq, protection=self.keys.protection)
        self.keys.move_anchor(Anchor(self._name, made.seq, made.hash))
        self.changed()
        return made

    def _break(self, flaw: Flaw, at: int) -> None:
        """Somebody changed it while we had it open."""
        log.error("the ledger is %s at line %d", flaw, at)
        self._close_file()
        assert self._state is not None
        self._state = replace(self._state, flaw=flaw, at=at)
        self.changed()

    def _close_file(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _bytes(self) -> bytes:
        return self.path.read_bytes() if self.path.exists() else b""

    def _read(self, anchor: Anchor | None, take: Callable[[Record], object]) -> Reading:
        """Go through the file line by line: it may be far larger than what is shown of it."""
        keys = self._known_keys()
        if not self.path.exists():
            return read_lines((), keys, anchor, take)
        with self.path.open("rb") as file:
            return read_lines(file, keys, anchor, take)

    def _known_keys(self) -> dict[str, bytes]:
        return {key_id(self.keys.mac): self.keys.mac}

    def _broken(self) -> AppError:
        assert self._state is not None
        detail = f"{self._state.flaw} at line {self._state.at}"
        return AppError(Fault.LEDGER_BROKEN, path=str(self.path), detail=detail)

    def _unwritable(self, error: OSError) -> AppError:
        detail = error.strerror or type(error).__name__
        return AppError(Fault.LEDGER_UNWRITABLE, path=str(self.path), detail=detail)


def _forget(_record: Record) -> None:
    """A check keeps nothing."""


def _stamp(now: datetime) -> str:
    """Return a moment as the ledger writes it: UTC, milliseconds."""
    return now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
