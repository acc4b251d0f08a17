"""When a backup is made, and what else is seen to now and then."""

import datetime
from pathlib import Path

from msgspec import Struct

from indoors.core.errors import AppError
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from indoors.store import backup, replacing
from indoors.store import erase as erasing
from indoors.store.backup import DAILY, Copy
from indoors.store.ballast import Ballast
from indoors.store.key import Key

EVERY = datetime.timedelta(days=1)


class Housekeeping(Struct, frozen=True):
    """What came of a round."""

    made: bool  # a backup
    reserve: bool  # the space held back for a full disk is there


def keep_house(paths: Paths, key: Key, now: datetime.datetime) -> Housekeeping:
    """Make the daily backup if it is due, and hold space back. Blocks; for a thread of its own.

    Raises ``AppError``: DISK_FULL, FOLDER_READ_ONLY, DATABASE_DAMAGED; backups are all kept then.
    """
    reserve = Ballast(paths.ballast).restore()
    due = is_due(paths, now)
    if due:
        back_up(paths, key)
    return Housekeeping(due, reserve)


def is_due(paths: Paths, now: datetime.datetime) -> bool:
    """Tell whether a day has passed since the last daily backup and something has changed.

    A clock that was set back does not put it off: a backup from the future counts as none.
    """
    made = [copy.made for copy in backup.copies(paths.backups) if copy.label == DAILY]
    last = max((each for each in made if each <= now), default=None)
    if last is None:
        return True
    return now - last >= EVERY and _changed(paths.database) > last


def back_up(paths: Paths, key: Key) -> Path:
    """Make a backup now. Raises ``AppError`` as ``keep_house`` does."""
    with open_profile(paths, key) as store:
        return store.back_up(DAILY)


def restore(paths: Paths, key: Key, copy: Copy) -> Path | None:
    """Put a backup in the place of the database, which nobody may use meanwhile.

    What was there is kept beside the backups; its new place is returned. Raises ``AppError``.
    """
    return replacing.put_back(copy.path, paths.database, key)


def erase(paths: Paths, key: Key, conversation_id: str) -> int:
    """Take a conversation out of everything that is kept here; nobody may use it meanwhile.

    The backups come first: after a kill it is still in the list, to be erased again. Return in
    how many of them it was. Raises ``AppError``.
    """
    found = erasing.erase_in_copies(paths.backups, key, conversation_id)
    erasing.erase(paths.database, key, conversation_id)
    return found


def newest_sound(paths: Paths, key: Key) -> Copy | None:
    """Return the newest backup that is as it was made. Reads as many as it takes."""
    for copy in backup.copies(paths.backups):
        try:
            backup.check(copy.path, key)
        except AppError:
            continue
        return copy
    return None


def _changed(database: Path) -> datetime.datetime:
    times = [path.stat().st_mtime for path in (database, Path(f"{database}-wal")) if path.exists()]
    return datetime.datetime.fromtimestamp(max(times, default=0.0), datetime.UTC)
