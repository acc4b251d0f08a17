"""The rows of the table as Qt wants them; every cell can be read out."""

from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from indoors.services.download_status import DownloadPhase, DownloadStatus
from indoors.services.model_rows import ModelRow, Sort
from indoors.ui.text import model_rows as words
from indoors.ui.text import models as text

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()


class Column(IntEnum):
    MODEL = 0
    DISK = 1
    MEMORY = 2
    FIT = 3
    SPEED = 4
    LICENCE = 5
    ACTION = 6


SORTS = {
    Column.MODEL: Sort.NAME,
    Column.DISK: Sort.DISK,
    Column.MEMORY: Sort.MEMORY,
    Column.FIT: Sort.MEMORY,
    Column.SPEED: Sort.SPEED,
    Column.LICENCE: Sort.LICENCE,
}


class ModelTable(QAbstractTableModel):
    """Shows rows in the order given. Small changes don't move the keyboard's place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ModelRow] = []

    @property
    def rows(self) -> tuple[ModelRow, ...]:
        return tuple(self._rows)

    def row(self, number: int) -> ModelRow | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def row_of(self, key: str) -> int:
        """Return -1 for a row that is not shown."""
        return next((at for at, row in enumerate(self._rows) if row.key == key), -1)

    def show_rows(self, rows: Sequence[ModelRow]) -> None:
        """Replace what is shown; the same models in the same order are updated in place."""
        if [row.key for row in rows] == [row.key for row in self._rows]:
            changed = [at for at, row in enumerate(rows) if row != self._rows[at]]
            self._rows = list(rows)
            if changed:
                last = self.columnCount() - 1
                self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], last))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def show_download(self, status: DownloadStatus) -> None:
        """Update the row of a download."""
        ended = status.phase is DownloadPhase.DONE
        for at, row in enumerate(self._rows):
            if row.file.name == status.request.file.name:
                self._rows[at] = replace(row, download=None if ended else status)
                cell = self.index(at, Column.ACTION)
                self.dataChanged.emit(cell, cell)

    # ---- for Qt -----------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if section == Column.ACTION else text.COLUMNS[section]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return text.ACTION if section == Column.ACTION else text.COLUMNS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None:
            return None
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(row, Column(index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            whole = index.column() == Column.MODEL
            return words.aloud(row) if whole else cell_text(row, Column(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return words.row_tip(row)
        return None


def cell_text(row: ModelRow, column: Column) -> str:
    """What a cell says in words."""
    match column:
        case Column.MODEL:
            return f"{words.short_name(row.entry)} {row.file.quantization}".strip()
        case Column.DISK:
            return words.disk(row)
        case Column.MEMORY:
            return words.needed(row)
        case Column.FIT:
            return words.verdict(row)
        case Column.SPEED:
            return words.speed(row)
        case Column.LICENCE:
            return words.licence(row.entry.licence)
        case _:
            return words.action(row)
