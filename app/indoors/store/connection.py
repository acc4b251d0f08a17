"""One open database and its two ways in: ``reading`` and ``writing``.

A connection belongs to the thread that opened it; the driver refuses any other.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.store import backup
from indoors.store.ballast import Ballast
from indoors.store.driver import Database
from indoors.store.faults import classified
from indoors.store.key import Key


class Connection:
    def __init__(
        self, db: Database, path: Path, key: Key | None, ballast: Ballast | None = None
    ) -> None:
        self._db = db
        self.path = path
        self._key = key
        self._ballast = ballast

    @contextlib.contextmanager
    def reading(self) -> Iterator[Database]:
        """Read. Fetch everything inside the block: a cursor left open would hold a snapshot.

        Raises ``AppError`` for whatever the driver raises.
        """
        with classified(self.path):
            yield self._db

    @contextlib.contextmanager
    def writing(self) -> Iterator[Database]:
        """One transaction: all of the block is kept, or nothing.

        When the block has ended it is on the disk. IMMEDIATE, since a transaction that
        begins by reading and then writes is refused, without waiting, when another
        connection wrote in between. Raises ``AppError`` for whatever the driver raises.
        """
        if self._ballast is not None:
            self._ballast.before_write()
        with classified(self.path):
            self._db.conn.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.conn.execute("COMMIT")
            except BaseException:
                self._db.rollback()
                raise

    def back_up(self, label: str) -> Path:
        """Make a verified copy beside the database; see ``backup``."""
        with classified(self.path):
            return backup.back_up(self._db, self._key, self.path.parent / "backups", label)

    def give_back(self, pages: int) -> None:
        """Return up to so many empty pages to the file system."""
        with classified(self.path):
            self._db.execute(f"PRAGMA incremental_vacuum({int(pages)})").fetchall()

    def write_anew(self, at_most: int) -> None:
        """Write the whole file again, without gaps, if it is not larger than ``at_most``."""
        with classified(self.path):
            pages, size = (
                int(self._db.execute(f"PRAGMA {name}").fetchone()[0])  # SQLCipher's is a text
                for name in ("page_count", "page_size")
            )
            if pages * size <= at_most:
                self._db.conn.execute("VACUUM")

    def truncate_log(self) -> bool:
        """Move the write-ahead log into the database and cut it to zero bytes.

        False if another connection was in the way: then a later call has to do it.
        """
        with classified(self.path):
            busy, _, _ = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

    def problems(self) -> list[str]:
        """Return what the full checks find: nothing, if all is well. Reads every page.

        First SQLite's own look at the structure, then each page's authentication code, which
        no flipped bit passes. The latter reads the file itself: a page that a power cut tore
        there may be whole in the log, which is therefore moved into the file before.
        """
        try:
            with classified(self.path):
                found = [str(row[0]) for row in self._db.execute("PRAGMA integrity_check")]
                found = [] if found == ["ok"] else found
                if not found and self._emptied_log():
                    codes = self._db.execute("PRAGMA cipher_integrity_check")
                    found = [str(row[0]) for row in codes]
        except AppError as error:
            if error.fault is not Fault.DATABASE_DAMAGED:
                raise
            return [str(error.facts["detail"])]  # too damaged to go on checking
        return found

    def _emptied_log(self) -> bool:
        """Moving the log may need more space than there is; that is no damage."""
        try:
            return self.truncate_log()
        except AppError as error:
            if error.fault is not Fault.DISK_FULL:
                raise
            return False

    def close(self) -> None:
        with classified(self.path):
            self._db.close()
