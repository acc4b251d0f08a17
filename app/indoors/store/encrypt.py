"""Bring a database that is not encrypted over: to an encrypted one with the same rows.

At every moment the file is either the old one or the new one, whole and checked. The old
one's bytes are then overwritten. What that cannot reach: blocks that the file system or an
SSD moved elsewhere before.
"""

import contextlib
import os
from pathlib import Path

from indoors.store import backup, driver, pages
from indoors.store.contents import contents
from indoors.store.database import APPLICATION_ID
from indoors.store.driver import Database
from indoors.store.durable import rename_durably
from indoors.store.faults import classified, damaged
from indoors.store.key import Key

_WIPE_BYTES = 1_048_576


def encrypt_in_place(path: Path, key: Key) -> bool:
    """Encrypt the database at ``path`` unless it is; return whether there was anything to do.

    Nobody else may use it. Raises ``AppError``: DATABASE_DAMAGED, DATABASE_LOCKED,
    DISK_FULL, FOLDER_READ_ONLY; the file is then as it was.
    """
    old, fresh = Path(f"{path}.plain"), Path(f"{path}.new")
    with classified(path):
        if not path.exists() or not pages.is_plain(path):
            if old.exists():  # a kill came before it was overwritten
                _wipe(old)
                return True
            return False
        _export(path, fresh, key)
        old.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # some file systems know no second name
            os.link(path, old)
        rename_durably(fresh, path)
        if old.exists():
            _wipe(old)
        return True


def _export(path: Path, fresh: Path, key: Key) -> None:
    for leftover in (fresh, Path(f"{fresh}-wal"), Path(f"{fresh}-journal")):
        leftover.unlink(missing_ok=True)
    plain = driver.connect(path, None)
    try:
        if plain.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise damaged(path, "not a database of this program")
        plain.disable_wal()  # one file, with everything in it
        backup.verify(plain, path)
        _copy(plain, fresh, key)
        _compare(plain, fresh, key)
    finally:
        plain.close()


def _copy(plain: Database, fresh: Path, key: Key) -> None:
    numbers = {
        name: plain.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "user_version")
    }
    secret = f"x'{key.reveal().hex()}'"
    plain.execute("ATTACH DATABASE ? AS encrypted KEY ?", (str(fresh), secret))
    try:
        plain.execute("PRAGMA encrypted.auto_vacuum=INCREMENTAL")
        plain.execute("SELECT sqlcipher_export('encrypted')").fetchone()
        for name, value in numbers.items():  # the export leaves them out
            plain.execute(f"PRAGMA encrypted.{name}={value}")
    finally:
        plain.execute("DETACH DATABASE encrypted")


def _compare(plain: Database, fresh: Path, key: Key) -> None:
    made = driver.connect(fresh, key)
    try:
        backup.verify(made, fresh)
        if contents(made) != contents(plain):
            raise damaged(fresh, "the copy differs")
    finally:
        made.close()


def _wipe(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        while file.tell() < size:
            file.write(bytes(min(_WIPE_BYTES, size - file.tell())))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
