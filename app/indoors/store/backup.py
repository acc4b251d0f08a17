"""Verified copies of a database, and the way back.

A copy gets its final name only after every page of it was read and its rows were compared
with those they were copied from. What they were is noted beside it, so that years later the
copy can be compared again.
"""

import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.store import driver
from indoors.store.contents import Contents, contents
from indoors.store.driver import Database
from indoors.store.durable import rename_durably, sync_file
from indoors.store.faults import classified, damaged
from indoors.store.key import Key

DAILY = "daily"

KEPT_DAILY = 7
KEPT = 3
"""Copies of any other kind kept; older ones are removed when a new one is verified."""

_STAMP = "%Y%m%dT%H%M%S%f"


class Note(Struct, frozen=True, kw_only=True):
    """What a copy held when it was made. The digests are HMACs under its key."""

    format: int = 1
    tables: Contents


class Copy(Struct, frozen=True, kw_only=True):
    path: Path
    made: datetime.datetime  # UTC
    label: str  # "daily", "before-…"
    bytes: int


def back_up(db: Database, key: Key | None, folder: Path, label: str) -> Path:
    """Copy ``db`` to ``folder`` and verify the copy. Raises ``AppError``.

    The rows are read, and copied, in one snapshot: others may write meanwhile.
    """
    target = folder / f"{stamp(datetime.datetime.now(datetime.UTC))}-{label}.db"
    partial = target.with_suffix(".partial")
    with classified(partial):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            finish(partial, target, _copied(db, key, partial))
        finally:
            partial.unlink(missing_ok=True)
        _prune(folder, label)
    return target


def finish(partial: Path, target: Path, held: Contents) -> None:
    """Note what a verified copy holds, then give it its name."""
    _note_path(target).write_bytes(msgspec.json.encode(Note(tables=held)))
    sync_file(_note_path(target))
    rename_durably(partial, target)


def _copied(db: Database, key: Key | None, partial: Path) -> Contents:
    copy = driver.connect(partial, key)
    snapshot = not db.conn.in_transaction
    if snapshot:
        db.execute("BEGIN")
    try:
        held = contents(db, key)
        db.conn.backup(copy.conn)
        copy.disable_wal()  # a copy is one file, without a log beside it
        verify(copy, partial)
        if contents(copy, key) != held:
            raise damaged(partial, "the copy differs")
    finally:
        copy.close()
        if snapshot:
            db.rollback()
    return held


def copies(folder: Path) -> list[Copy]:
    """Return the copies, the newest first; whether they are sound, ``check`` tells."""
    return _named(folder, "*.db")


def replaced(folder: Path) -> list[Copy]:
    """Return the databases that a restore or an import put aside, the newest first."""
    return _named(folder, "*.old")


def stamp(moment: datetime.datetime) -> str:
    """Return a moment as names begin with it."""
    return moment.strftime(_STAMP)


def _named(folder: Path, pattern: str) -> list[Copy]:
    found = []
    for path in sorted(folder.glob(pattern), reverse=True):
        moment, _, label = path.stem.partition("-")
        try:
            made = datetime.datetime.strptime(moment, _STAMP).replace(tzinfo=datetime.UTC)
        except ValueError:
            continue  # not one of ours
        found.append(Copy(path=path, made=made, label=label, bytes=path.stat().st_size))
    return found


def check(path: Path, key: Key | None) -> None:
    """Read all of a copy and compare it with its note. Raises ``AppError`` BACKUP_DAMAGED."""
    try:
        with classified(path):
            copy = driver.connect(path, key)
            try:
                verify(copy, path)
                if (
                    contents(copy, key)
                    != msgspec.json.decode(_note_path(path).read_bytes(), type=Note).tables
                ):
                    raise damaged(path, "its rows are not those that were copied")
            finally:
                copy.close()
    except (AppError, msgspec.DecodeError) as error:
        detail = error.facts.get("detail", "") if isinstance(error, AppError) else "no note"
        raise AppError(Fault.BACKUP_DAMAGED, path=str(path), detail=detail) from error


def restore(db: Database, key: Key | None, copy_path: Path) -> None:
    """Bring ``db`` back to the state of the copy, in one transaction. Raises ``driver.Error``."""
    copy = driver.connect(copy_path, key)
    try:
        copy.conn.backup(db.conn)
    finally:
        copy.close()


def verify(db: Database, path: Path) -> None:
    """Raise ``AppError`` (DATABASE_DAMAGED) unless all pages are sound and all references hold."""
    found = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise damaged(path, str(found))
    if db.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise damaged(path, "foreign_key_check")


def remove(copy: Path) -> None:
    """Delete a copy, with its note or its log."""
    copy.unlink(missing_ok=True)
    _note_path(copy).unlink(missing_ok=True)
    Path(f"{copy}-wal").unlink(missing_ok=True)


def _note_path(copy: Path) -> Path:
    return copy.with_suffix(".json")


def _prune(folder: Path, label: str) -> None:
    daily = label == DAILY
    same = [copy for copy in copies(folder) if (copy.label == DAILY) == daily]
    for old in same[KEPT_DAILY if daily else KEPT :]:
        remove(old.path)
