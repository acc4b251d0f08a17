"""From the driver's and the system's errors to the faults a user can act on."""

import contextlib
import errno
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from indoors.core.errors import AppError, Fact
from indoors.protocol.faults import Fault
from indoors.store import driver

_PROBE_BYTES = 65_536

_BY_PRIMARY = {
    "SQLITE_BUSY": Fault.DATABASE_LOCKED,
    "SQLITE_LOCKED": Fault.DATABASE_LOCKED,
    "SQLITE_READONLY": Fault.FOLDER_READ_ONLY,
    "SQLITE_PERM": Fault.FOLDER_READ_ONLY,
    "SQLITE_CANTOPEN": Fault.FOLDER_READ_ONLY,
    "SQLITE_CORRUPT": Fault.DATABASE_DAMAGED,
    "SQLITE_NOTADB": Fault.DATABASE_DAMAGED,
    "SQLITE_IOERR": Fault.DISK_FAILED,
}

_BY_MESSAGE = {
    "database or disk is full": "SQLITE_FULL",
    "database is locked": "SQLITE_BUSY",
    "database table is locked": "SQLITE_LOCKED",
    "attempt to write a readonly database": "SQLITE_READONLY",
    "unable to open database file": "SQLITE_CANTOPEN",
    "database disk image is malformed": "SQLITE_CORRUPT",
    "file is not a database": "SQLITE_NOTADB",
    "disk I/O error": "SQLITE_IOERR",
}
"""For drivers, and the few calls of the standard one, that give no error name."""

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def error_name(error: BaseException) -> str:
    """Name an error without its message, which may quote what the user typed."""
    name = getattr(error, "sqlite_errorname", None) or _BY_MESSAGE.get(str(error))
    if name is None and isinstance(error, OSError) and error.errno is not None:
        name = errno.errorcode.get(error.errno)
    return name or type(error).__name__


def classify(error: Exception, path: Path) -> AppError:
    """Return the error to raise for a failed database or file operation on ``path``."""
    if isinstance(error, AppError):
        return error
    name = error_name(error)
    if name == "SQLITE_FULL" or (isinstance(error, OSError) and error.errno in _NO_SPACE):
        return AppError(Fault.DISK_FULL, path=str(path), free_bytes=_free_bytes(path))
    if isinstance(error, OSError):
        return AppError(Fault.FOLDER_READ_ONLY, path=str(path), detail=name)
    primary = "_".join(name.split("_")[:2])
    if primary == "SQLITE_IOERR" and _takes_no_more(path.parent):
        return AppError(Fault.DISK_FULL, path=str(path), free_bytes=_free_bytes(path))
    fault = _BY_PRIMARY.get(primary)
    if fault is None:
        return AppError(Fault.BUG, detail=name)
    facts: dict[str, Fact] = {"path": str(path)}
    if fault is not Fault.DATABASE_LOCKED:
        facts["detail"] = name
    return AppError(fault, **facts)


@contextlib.contextmanager
def classified(path: Path) -> Iterator[None]:
    """Turn every ``driver.Error`` and ``OSError`` of the block into an ``AppError``."""
    try:
        yield
    except (driver.Error, OSError) as error:
        raise classify(error, path) from error


def damaged(path: Path, detail: str) -> AppError:
    """Return the error for a file that is not, or no longer, a sound database of ours."""
    return AppError(Fault.DATABASE_DAMAGED, path=str(path), detail=detail)


def _free_bytes(path: Path) -> int:
    for folder in path.parents:
        with contextlib.suppress(OSError):
            return shutil.disk_usage(folder).free
    return 0


def _takes_no_more(folder: Path) -> bool:
    """Try to write: SQLite calls a quota's refusal an I/O error, and only a full disk full."""
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(bytes(_PROBE_BYTES))
            probe.flush()
    except OSError as error:
        return error.errno in _NO_SPACE
    return False
