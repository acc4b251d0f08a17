"""The rows of the ledger as Qt wants them; every cell can be read out."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from indoors.core.ledger import Decision, Row
from indoors.ui.text import ledger as text

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()


class Column(IntEnum):
    TIME = 0
    DESTINATION = 1
    PURPOSE = 2
    BYTES = 3
    DECISION = 4
    HASH = 5


class LedgerModel(QAbstractTableModel):
    """Shows rows in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._today = date.min

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace what is shown; rows that grew at the top leave the others where they are."""
        self._today = datetime.now().astimezone().date()
        fresh = len(rows) - len(self._rows)
        if fresh > 0 and list(rows[fresh:]) == self._rows:
            self.beginInsertRows(_NOWHERE, 0, fresh - 1)
            self._rows = list(rows)
            self.endInsertRows()
        elif [row.key for row in rows] == [row.key for row in self._rows]:
            self._rows = list(rows)
            if rows:
                last = self.index(len(rows) - 1, len(Column) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()

    def row(self, number: int) -> Row | None:
        """Return None for a row that is not there."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    @property
    def today(self) -> date:
        return self._today

    # ---- for Qt -----------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        named = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if orientation is Qt.Orientation.Horizontal and named:
            return text.COLUMNS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None:
            return None
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(row, Column(index.column()), self._today)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if index.column() == Column.TIME:
                return text.row_aloud(row, self._today)
            return cell_text(row, Column(index.column()), self._today)
        if role == Qt.ItemDataRole.ToolTipRole:
            return text.row_tip(row)
        return None


def cell_text(row: Row, column: Column, today: date) -> str:
    """What a cell says in words."""
    match column:
        case Column.TIME:
            return text.when(row, today)
        case Column.DESTINATION:
            return text.destination(row)
        case Column.PURPOSE:
            return text.purpose(row)
        case Column.BYTES:
            return text.bytes_out(row)
        case Column.DECISION:
            return text.decision(row)
        case _:
            return text.short_hash(row)


def chosen(rows: Sequence[Row], wanted: str) -> list[Row]:
    """Return the rows of a filter."""
    match wanted:
        case "left":
            return [row for row in rows if row.content]
        case "refused":
            refused = {Decision.REFUSED, Decision.REFUSED_BY_KERNEL}
            return [row for row in rows if row.decision in refused]
        case "kept":
            return [row for row in rows if row.decision is Decision.KEPT]
        case _:
            return list(rows)
