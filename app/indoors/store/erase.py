"""Take one conversation out of a database and out of every copy kept beside it.

A copy that holds it is written again without it, compared, and takes the old one's place; all
else in it stays restorable. What this cannot reach: files that were exported or copied
elsewhere, and blocks that the file system or an SSD kept.
"""

import datetime
import shutil
from pathlib import Path

from indoors.core.errors import AppError
from indoors.store import backup, driver
from indoors.store.backup import Copy
from indoors.store.contents import contents
from indoors.store.driver import Database
from indoors.store.faults import classified
from indoors.store.key import Key

_INDEXES = ("conversation", "message", "attachment")


def erase(path: Path, key: Key | None, conversation_id: str) -> None:
    """Take it out of the database at ``path``, which nobody else may use. Raises ``AppError``."""
    with classified(path):
        db = driver.connect(path, key)
        try:
            _take_out(db, conversation_id)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            db.close()


def erase_in_copies(folder: Path, key: Key | None, conversation_id: str) -> int:
    """Take it out of the backups in ``folder``; return in how many it was. Raises ``AppError``.

    A damaged backup can't be searched: it is removed if it can't be read, as nobody could
    restore it. Whole databases that a restore put aside are removed if they hold it.
    """
    found = 0
    for copy in backup.copies(folder):
        if _holds(copy.path, key, conversation_id):
            found += 1
            _write_without(copy, key, conversation_id)
    for aside in backup.replaced(folder):
        if _holds(aside.path, key, conversation_id):
            found += 1
            backup.remove(aside.path)
    return found


def _holds(path: Path, key: Key | None, conversation_id: str) -> bool:
    """Whether it holds the conversation; what can't be read counts as holding it."""
    try:
        with classified(path):
            db = driver.connect(path, key)
            try:
                found = db.execute("select 1 from conversation where id = ?", (conversation_id,))
                return found.fetchone() is not None
            finally:
                db.close()
    except AppError:
        return True


def _write_without(copy: Copy, key: Key | None, conversation_id: str) -> None:
    """Give the new one another name, a moment later: a kill leaves one or both, each whole."""
    try:
        backup.check(copy.path, key)
    except AppError:
        backup.remove(copy.path)
        return
    moment = backup.stamp(copy.made + datetime.timedelta(microseconds=1))
    target = copy.path.with_name(f"{moment}-{copy.label}.db")
    partial = target.with_suffix(".partial")
    with classified(partial):
        try:
            shutil.copyfile(copy.path, partial)
            db = driver.connect(partial, key)
            try:
                _take_out(db, conversation_id)
                backup.verify(db, partial)
                held = contents(db, key)
            finally:
                db.close()
            backup.finish(partial, target, held)
        finally:
            partial.unlink(missing_ok=True)
        backup.remove(copy.path)


def _take_out(db: Database, conversation_id: str) -> None:
    """Delete it, merge the index, in which a deletion is a note until then, and fill all gaps."""
    db.execute("PRAGMA foreign_keys=ON")
    tables = set(db.table_names())
    with db.atomic():
        for table in tables & {"draft", "message"}:
            db.execute(f"delete from {table} where conversation_id = ?", (conversation_id,))  # noqa: S608
        db.execute("delete from conversation where id = ?", (conversation_id,))
    with db.atomic():
        for table in _INDEXES:
            if f"{table}_fts" in tables:
                db.execute(f"insert into {table}_fts({table}_fts) values ('optimize')")  # noqa: S608
    db.conn.execute("VACUUM")
