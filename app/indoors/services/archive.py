r"""The whole profile as one encrypted file: to keep elsewhere, or to move to another computer.

    INDOORS PROFILE 1\n
    length of the header, 8 digits of hexadecimal and \n
    header      JSON: the key under the archive's phrase, and what the tables hold
    database    encrypted with the archive's own key

Nothing of a file is believed before the phrase opened the key and every row was compared.
"""

import contextlib
import datetime
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from indoors import __version__
from indoors.core.errors import AppError
from indoors.core.recovery_phrase import SHORTEST, is_long_enough
from indoors.protocol.faults import Fault
from indoors.services.vault import phrase
from indoors.services.vault.phrase import WrappedKey
from indoors.store import backup, driver, replacing
from indoors.store.contents import Contents, contents
from indoors.store.driver import Database
from indoors.store.durable import sync_file, sync_folder
from indoors.store.faults import classified, damaged
from indoors.store.key import Key

SUFFIX = ".indoors-profile"

_MAGIC = b"INDOORS PROFILE 1\n"
_MOST_HEADER = 1_048_576
_PIECE = 1_048_576


class Said(Struct, frozen=True, kw_only=True):
    """What an archive says of itself; the key opens only with exactly this."""

    version: str  # of the program
    made_ms: int
    bytes: int  # of the database
    tables: Contents


class Header(Struct, frozen=True, kw_only=True):
    said: Said
    key: WrappedKey


def export_archive(source: Path, key: Key, words: str, target: Path) -> Path:
    """Write the database at ``source`` to ``target``, under a phrase; checked before it is named.

    Others may use the database meanwhile. Raises ``AppError``: PHRASE_SHORT, ARCHIVE_FAILED,
    and what the database raises.
    """
    if not is_long_enough(words):
        raise AppError(Fault.PHRASE_SHORT, shortest=SHORTEST)
    own = Key.random()
    copy = target.with_name(f".{target.name}.db")
    fresh = target.with_name(f".{target.name}.new")
    try:
        tables = _copied(source, key, copy, own)
        now_ms = int(datetime.datetime.now(datetime.UTC).timestamp() * 1000)
        said = Said(version=__version__, made_ms=now_ms, bytes=copy.stat().st_size, tables=tables)
        header = Header(said=said, key=phrase.wrap(own, _identity(said), words, now_ms))
        _join(header, copy, fresh)
        fresh.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        detail = os.strerror(error.errno) if error.errno else ""
        raise AppError(Fault.ARCHIVE_FAILED, path=str(target), detail=detail) from error
    finally:
        for leftover in (copy, fresh):
            with contextlib.suppress(OSError):
                leftover.unlink()
    return target


def import_archive(source: Path, words: str, database: Path, key: Key) -> Path | None:
    """Let an archive take the place of the database, which nobody may use meanwhile.

    What was there is moved beside the backups; its new place is returned. Raises
    ``AppError``: ARCHIVE_NOT_ONE, PHRASE_WRONG, ARCHIVE_DAMAGED, DISK_FULL,
    FOLDER_READ_ONLY; nothing has changed then.
    """
    header, start = _header(source)
    own = phrase.unwrap(header.key, _identity(header.said), words)
    taken, fresh = Path(f"{database}.taken"), Path(f"{database}.new")
    try:
        with classified(database):
            _take(source, start, header.said.bytes, taken)
            with _opened(taken, own, source, header) as archived:
                _under(archived, fresh, key)
            return replacing.replace(database, fresh, database.parent / "backups")
    finally:
        for leftover in (taken, fresh):
            leftover.unlink(missing_ok=True)


def _identity(said: Said) -> str:
    return f"archive {hashlib.sha256(msgspec.json.encode(said)).hexdigest()}"


def _copied(source: Path, key: Key, copy: Path, own: Key) -> Contents:
    with classified(source):
        db = driver.connect(source, key)
        try:
            db.execute("BEGIN")
            _under(db, copy, own)
            return contents(db, own)
        finally:
            db.close()


def _under(db: Database, target: Path, key: Key) -> None:
    """Copy a database to ``target`` under another key, and compare."""
    target.unlink(missing_ok=True)
    made = driver.connect(target, key)
    try:
        db.conn.backup(made.conn)
        made.disable_wal()
        backup.verify(made, target)
        if contents(made) != contents(db):
            raise damaged(target, "the copy differs")
    finally:
        made.close()


def _join(header: Header, copy: Path, fresh: Path) -> None:
    encoded = msgspec.json.encode(header)
    with fresh.open("wb") as file, copy.open("rb") as database:
        file.write(_MAGIC + b"%08x\n" % len(encoded) + encoded)
        shutil.copyfileobj(database, file, _PIECE)
    sync_file(fresh)


def _header(source: Path) -> tuple[Header, int]:
    """Return the header and where the database begins."""
    try:
        with source.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise AppError(Fault.ARCHIVE_NOT_ONE, path=str(source))
            length = int(file.read(9), 16)
            if not 0 < length <= _MOST_HEADER:
                raise AppError(Fault.ARCHIVE_DAMAGED, path=str(source))
            return msgspec.json.decode(file.read(length), type=Header), file.tell()
    except OSError as error:
        raise AppError(Fault.FILE_UNREADABLE, path=str(source)) from error
    except (ValueError, msgspec.DecodeError) as error:
        raise AppError(Fault.ARCHIVE_DAMAGED, path=str(source)) from error


def _take(source: Path, start: int, size: int, taken: Path) -> None:
    with source.open("rb") as file, taken.open("wb") as target:
        file.seek(start)
        shutil.copyfileobj(file, target, _PIECE)
    if taken.stat().st_size != size:
        raise AppError(Fault.ARCHIVE_DAMAGED, path=str(source))


@contextlib.contextmanager
def _opened(taken: Path, own: Key, source: Path, header: Header) -> Iterator[Database]:
    """Open what was taken out of an archive, compared with what the archive says."""
    db = None
    try:
        db = driver.connect(taken, own)
        backup.verify(db, taken)
        sound = contents(db, own) == header.said.tables
    except (driver.Error, AppError) as error:
        if db is not None:
            db.close()
        raise AppError(Fault.ARCHIVE_DAMAGED, path=str(source)) from error
    try:
        if not sound:
            raise AppError(Fault.ARCHIVE_DAMAGED, path=str(source))
        yield db
    finally:
        db.close()
