"""Figures in rows: what "Show as table" shows, and the table of models and tasks."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from indoors.ui.theme import current_theme, font
from indoors.ui.widgets.painting import draw_text, elide, text_width

Index = QModelIndex | QPersistentModelIndex
Row = tuple[str, ...]
_NOWHERE = QModelIndex()
_PAD = 12  # as the style sheet has it for headers
_FIRST_LEAST = 112  # what does not fit then is elided, with a tooltip
_RIGHT = Qt.AlignmentFlag.AlignRight


class _Rows(QAbstractTableModel):
    def __init__(self, columns: Row, tips: Row) -> None:
        super().__init__()
        self._columns, self._tips = columns, tips
        self.rows: Sequence[Row] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> str | None:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row[0]}, {self._columns[index.column()]}: {row[index.column()]}"
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return row[0]
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section]
        if role == Qt.ItemDataRole.ToolTipRole and self._tips:
            return self._tips[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section:
            return int(_RIGHT | Qt.AlignmentFlag.AlignVCenter)
        return None


class _Cells(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        area: QRect = option.rect
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.color("bg.selected"))
        line = QRect(area.left(), area.bottom(), area.width(), theme.hairline)
        painter.fillRect(line, theme.color("border.subtle"))
        first = index.column() == 0
        painter.setFont(font("small", 500 if first else 400, tabular=True))
        room = area.adjusted(_PAD, 0, -_PAD, 0)
        said = elide(painter.font(), str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        ink = theme.color("text.primary" if first else "text.secondary")
        draw_text(painter, room, said, ink, Qt.AlignmentFlag.AlignLeft if first else _RIGHT)


class FiguresTable(QTableView):
    """Text at the left, numbers at the right; scrolls sideways where there is no room."""

    def __init__(
        self, name: str, columns: Row, tips: Row = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = columns
        self._rows = _Rows(columns, tips)
        self._delegate = _Cells(self)
        self.setAccessibleName(name)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(current_theme().height("row.tableCompact") - 4)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setFont(font("small", 500))
        header.setFixedHeight(current_theme().height("row.tableHeader") - 4)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows.rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows in place of any before."""
        self._rows.set_rows(rows)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Columns as wide as their words, the first takes what is left."""
        head, cell = font("small", 500), font("small", 400, tabular=True)
        widths = [
            max(text_width(head, name), *(text_width(cell, row[n]) for row in self.rows), 0)
            + 2 * _PAD
            + 2
            for n, name in enumerate(self._columns)
        ]
        left = self.viewport().width() - sum(widths[1:])
        widths[0] = max(left, min(widths[0], _FIRST_LEAST))
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
