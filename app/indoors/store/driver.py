"""The SQL driver: the one place that chooses it and that opens a connection.

Everything else in ``store`` takes ``driver.Error`` and ``Database`` from here, so that
another driver with the same interface (an encrypting one, which wants its key before the
first statement) changes this file alone.
"""

import contextlib
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


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


with _hidden("numpy", "pandas"):
    from sqlite_utils import Database, Migrations
    from sqlite_utils.db import ForeignKey

Error = sqlite3.Error

BUSY_TIMEOUT_MS = 3000
"""How long a statement waits for another connection's lock before it gives up."""

__all__ = ["BUSY_TIMEOUT_MS", "Database", "Error", "ForeignKey", "Migrations", "connect"]


def connect(path: Path, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Database:
    """Open ``path`` without writing to it yet. Raises ``Error``.

    secure_delete overwrites what is deleted; temp_store=MEMORY keeps sort runs and
    statement journals out of the system's temporary folder; synchronous=FULL: what is
    committed survives a power cut.
    """
    connection = sqlite3.connect(path, timeout=busy_timeout_ms / 1000)
    try:
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA synchronous=FULL")
        return Database(connection, execute_plugins=False)
    except BaseException:
        connection.close()
        raise
