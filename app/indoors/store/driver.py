"""The SQL driver: the one place that chooses it and that opens a connection.

SQLCipher: SQLite whose every page is encrypted and authenticated. Everything else in
``store`` takes ``driver.Error`` and ``Database`` from here.
"""

import contextlib
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlcipher3 import dbapi2

from indoors.store.key import Key


@contextlib.contextmanager
def _hidden(*names: str) -> Iterator[None]:
    """Let an optional import fail for a moment.

    sqlite-utils imports numpy and pandas where they exist, only to name their column
    types: 200 ms and 12 MB in every process that opens a database.
    """
    absent: dict[str, Any] = {name: None for name in names if name not in sys.modules}
    sys.modules.update(absent)
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


@contextlib.contextmanager
def _empty(**names: object) -> Iterator[None]:
    """Let sqlite-utils have what only its command line uses without loading it: 40 ms.

    Its recipes and progress bars don't work then; nothing here uses them.
    """
    absent = {name: types.ModuleType(name) for name in names if name not in sys.modules}
    for name, module in absent.items():
        setattr(module, str(names[name]), object)
    sys.modules.update(absent)
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


@contextlib.contextmanager
def _in_place_of_pysqlite3() -> Iterator[None]:
    """Make sqlite-utils catch this driver's errors: it prefers a module of that name."""
    names = {"pysqlite3": sqlcipher3, "pysqlite3.dbapi2": dbapi2}
    before = {name: sys.modules.get(name) for name in names}
    sys.modules.update(names)
    try:
        yield
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


with (
    _hidden("numpy", "pandas"),
    _empty(click="Group", dateutil="parser"),
    _in_place_of_pysqlite3(),
):
    from sqlite_utils import Database, Migrations
    from sqlite_utils.db import ForeignKey

Error: type[Exception] = dbapi2.Error
Cursor = dbapi2.Cursor

BUSY_TIMEOUT_MS = 3000
"""How long a statement waits for another connection's lock before it gives up."""

CACHE_KIB = 65_536
"""Pages kept decrypted, at most: reading one again costs its decryption. Grows with use only."""

__all__ = [
    "BUSY_TIMEOUT_MS",
    "Cursor",
    "Database",
    "Error",
    "ForeignKey",
    "Migrations",
    "connect",
]


def connect(path: Path, key: Key | None, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Database:
    """Open ``path`` without writing to it yet. Raises ``Error``.

    ``key`` None opens a database that is not encrypted: an older profile's, to bring it over.

    secure_delete overwrites what is deleted; temp_store=MEMORY keeps sort runs and
    statement journals out of the system's temporary folder; synchronous=FULL: what is
    committed survives a power cut.
    """
    connection = dbapi2.connect(str(path), timeout=busy_timeout_ms / 1000)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")  # it would write to stderr
        if key is not None:
            connection.execute(f"PRAGMA key=\"x'{key.reveal().hex()}'\"")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        return Database(connection, execute_plugins=False)
    except BaseException:
        connection.close()
        raise
