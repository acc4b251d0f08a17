"""Put another database in the place of one, which is kept beside the backups."""

import datetime
import shutil
from pathlib import Path

from indoors.store import backup
from indoors.store.durable import rename_durably, sync_file, sync_folder
from indoors.store.faults import classified
from indoors.store.key import Key

KEPT = 3
"""Databases that were replaced: older ones are removed when another takes their place."""


def put_back(copy: Path, path: Path, key: Key | None) -> Path | None:
    """Let a checked copy take the place of the database at ``path``, which nobody may use.

    What was there is kept beside the copies, whole and with its log, see ``replace``;
    its new place is returned. Raises ``AppError``: BACKUP_DAMAGED, DISK_FULL,
    FOLDER_READ_ONLY, and nothing has changed then.
    """
    backup.check(copy, key)
    fresh = Path(f"{path}.new")
    with classified(path):
        shutil.copyfile(copy, fresh)
        return replace(path, fresh, copy.parent)


def replace(path: Path, fresh: Path, folder: Path) -> Path | None:
    """Put ``fresh`` in the place of a database; what was there goes into ``folder``.

    The log has to go first: it would be applied to the new file. A kill just then leaves the
    old database without its last commits at ``path``, and with them in ``folder``. Of those
    put aside the last ``KEPT`` stay.
    """
    moment = backup.stamp(datetime.datetime.now(datetime.UTC))
    aside = folder / f"{moment}-replaced.old"
    log, shared = Path(f"{path}-wal"), Path(f"{path}-shm")
    kept = path.exists() or log.exists()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for source, target in ((path, aside), (log, Path(f"{aside}-wal"))):
        if source.exists():
            shutil.copyfile(source, target)
            sync_file(target)
    if kept:
        aside.touch(mode=0o600)  # even if only the log was left: it goes when this one does
    sync_folder(folder)
    log.unlink(missing_ok=True)
    shared.unlink(missing_ok=True)
    rename_durably(fresh, path)
    for old in backup.replaced(folder)[KEPT:]:
        backup.remove(old.path)
    return aside if kept else None
