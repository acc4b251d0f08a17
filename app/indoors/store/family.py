"""What the classes that own a family of tables have in common."""

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.store.connection import Connection
from indoors.store.driver import Cursor


class TableFamily:
    """Every method raises ``AppError`` for what the database refuses."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection


def expect_one(cursor: Cursor, what: str) -> None:
    """Raise ``AppError`` (BUG) unless the statement changed a row; its transaction is undone."""
    if cursor.rowcount != 1:
        raise AppError(Fault.BUG, detail=f"no such {what}")
