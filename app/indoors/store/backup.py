"""Verified copies of a database, and the way back.

A copy gets its final name only after SQLite has read every page of it.
"""

import datetime
from pathlib import Path

from indoors.store import driver
from indoors.store.driver import Database
from indoors.store.durable import rename_durably
from indoors.store.faults import classified, damaged
from indoors.store.key import Key

KEPT = 3
"""Copies kept; older ones are removed when a new one is verified."""


def back_up(db: Database, key: Key | None, folder: Path, label: str) -> Path:
    """Copy ``db`` to ``folder`` and verify the copy. Raises ``AppError``."""
    moment = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S%f")
    target = folder / f"{moment}-{label}.db"
    partial = target.with_suffix(".partial")
    with classified(partial):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            copy = driver.connect(partial, key)
            try:
                db.conn.backup(copy.conn)
                copy.disable_wal()  # a copy is one file, without a log beside it
                verify(copy, partial)
            finally:
                copy.close()
            rename_durably(partial, target)
        finally:
            partial.unlink(missing_ok=True)
        _prune(folder)
    return target


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


def _prune(folder: Path) -> None:
    for old in sorted(folder.glob("*.db"))[:-KEPT]:
        old.unlink(missing_ok=True)
