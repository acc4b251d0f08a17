"""Open a database: create it, refuse it, or bring it up to date.

The order matters. Nothing is written before the file is known to be ours and not newer
than this program; a new database gets its name only when it is complete, so a file of
that name is never half made and an empty one is damage, not a first start.
"""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.store import backup, driver, pages
from indoors.store.ballast import Ballast
from indoors.store.connection import Connection
from indoors.store.driver import BUSY_TIMEOUT_MS, Database, Migrations
from indoors.store.durable import rename_durably
from indoors.store.faults import classified, classify, damaged, error_name
from indoors.store.key import Key
from indoors.store.migrations import SCHEMA

APPLICATION_ID = 0x496E646F
"""Marks the file as ours in its header ("Indo")."""


def open_database(
    path: Path,
    key: Key | None,
    *,
    busy_timeout_ms: int = BUSY_TIMEOUT_MS,
    ballast: Ballast | None = None,
    schema: Migrations = SCHEMA,
) -> Connection:
    """Open the database at ``path``, creating or migrating it. Its folder must exist.

    ``key`` None is for a database that is not encrypted; no profile has one any more.

    The first opening of a profile (creation, migration) expects to be alone: the caller
    holds the profile's lock. Backups go to ``backups`` beside the database.

    Raises ``AppError``: DATABASE_DAMAGED, KEY_WRONG, DATABASE_NEWER, DATABASE_LOCKED,
    FOLDER_READ_ONLY, DISK_FULL, MIGRATION_FAILED.
    """
    with classified(path):
        if not path.exists():
            _create(path, key, schema)
        if path.stat().st_size == 0:
            raise damaged(path, "empty file")
        if not os.access(path, os.W_OK):  # else SQLite leaves files beside it, read-only too
            raise PermissionError(errno.EACCES, "not writable")
        with _wrong_key_named(path, key):
            db = driver.connect(path, key, busy_timeout_ms=busy_timeout_ms)
        try:
            with _wrong_key_named(path, key):
                _check_ours(db, path, schema)
            _check_writable(db)
            _migrate(db, path, key, schema)
            _settle(db)
        except BaseException:
            db.close()
            raise
        return Connection(db, path, key, ballast)


@contextlib.contextmanager
def _wrong_key_named(path: Path, key: Key | None) -> Iterator[None]:
    """A wrong key and a damaged file look alike to the driver; single pages tell."""
    try:
        yield
    except driver.Error as error:
        unreadable = classify(error, path).fault is Fault.DATABASE_DAMAGED
        if unreadable and key is not None and not pages.made_with(path, key):
            raise AppError(Fault.KEY_WRONG, path=str(path)) from error
        raise


def _create(path: Path, key: Key | None, schema: Migrations) -> None:
    log = Path(f"{path}-wal")
    if log.exists() and log.stat().st_size:
        # A new database would be corrupted by the log, and the log may hold text.
        raise damaged(path, "the file is gone, its log is there")
    partial = Path(f"{path}.new")
    for leftover in (partial, Path(f"{partial}-wal"), Path(f"{partial}-shm")):
        leftover.unlink(missing_ok=True)
    db = driver.connect(partial, key)
    try:
        db.execute("PRAGMA auto_vacuum=INCREMENTAL")  # only an empty file can be set to it
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        _apply(db, partial, schema)
        db.enable_wal()
    finally:
        db.close()
    rename_durably(partial, path)


def _check_ours(db: Database, path: Path, schema: Migrations) -> None:
    """Read the header and the applied migrations; write nothing."""
    application_id = db.execute("PRAGMA application_id").fetchone()[0]
    if application_id != APPLICATION_ID:
        raise damaged(path, "not a database of this program")
    found = db.execute("PRAGMA user_version").fetchone()[0]
    steps = _names(schema)
    unknown = {step.name for step in schema.applied(db)} - steps
    if found > len(steps) or unknown:
        raise AppError(
            Fault.DATABASE_NEWER,
            path=str(path),
            found=max(found, len(steps) + len(unknown)),
            supported=len(steps),
        )


def _names(schema: Migrations) -> set[str]:
    """All steps are pending in an empty database."""
    with Database(memory=True, execute_plugins=False) as empty:
        return {step.name for step in schema.pending(empty)}


def _check_writable(db: Database) -> None:
    """Find out now, not at the first message, that a lock or the file's mode forbids writing.

    BEGIN IMMEDIATE alone succeeds on a read-only file.
    """
    version = db.execute("PRAGMA user_version").fetchone()[0]
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        db.conn.execute(f"PRAGMA user_version={version}")
    finally:
        db.rollback()


def _settle(db: Database) -> None:
    db.enable_wal()
    db.execute("PRAGMA foreign_keys=ON")


def _migrate(db: Database, path: Path, key: Key | None, schema: Migrations) -> None:
    pending = schema.pending(db)
    if not pending:
        return
    copy = backup.back_up(db, key, path.parent / "backups", f"before-{pending[-1].name}")
    try:
        _apply(db, path, schema)
    except Exception as error:
        _restore(db, path, key, copy)
        raise _failed(error, path, copy) from error


def _apply(db: Database, path: Path, schema: Migrations) -> None:
    """Apply everything pending in one transaction, checked before it is committed.

    Foreign keys are off meanwhile (SQLite's default): rebuilding a table drops the old
    one, and that would delete the rows that refer to it.
    """
    with db.atomic():
        schema.apply(db)
        db.execute(f"PRAGMA user_version={len(schema.applied(db))}")
        backup.verify(db, path)


def _restore(db: Database, path: Path, key: Key | None, copy: Path) -> None:
    """Bring back the copy, in case the rollback was not enough."""
    try:
        db.rollback()
        backup.restore(db, key, copy)
        backup.verify(db, path)
    except Exception as error:
        raise _failed(error, path, copy) from error


def _failed(error: Exception, path: Path, copy: Path) -> AppError:
    known = classify(error, path)
    if known.fault is Fault.DISK_FULL:
        return known
    return AppError(
        Fault.MIGRATION_FAILED, path=str(path), backup=str(copy), detail=error_name(error)
    )
