"""Paints a row of the models table from tokens: fill, line, cell, focus."""

from typing import Any

from PySide6.QtCore import QObject, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from indoors.services.model_rows import ModelRow
from indoors.ui.models import cells
from indoors.ui.models.table_model import ROW, Column
from indoors.ui.theme import current_theme
from indoors.ui.widgets.row_table import Index, RowDelegate

FIRST_PADDING = 20


class ModelDelegate(RowDelegate):
    """``on_button``: the mouse is on the hovered row's button."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scale = cells.Scale()
        self.on_button = False
        self.online = True
        self.sealed = False  # nothing may be fetched: what offers it is removed

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, ModelRow):
            return
        rect = _rect(option)
        painter.save()
        self.paint_back(painter, rect, index, "bg.selected" if row.in_use else "bg.surface")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_cell(painter, cell_rect(rect, Column(index.column())), row, index)
        painter.restore()

    def _paint_cell(self, painter: QPainter, rect: QRect, row: ModelRow, index: Index) -> None:
        match Column(index.column()):
            case Column.MODEL:
                cells.paint_model(painter, rect, row)
            case Column.DISK:
                cells.paint_disk(painter, rect, row)
            case Column.MEMORY:
                cells.paint_memory(painter, rect, row, self.scale)
            case Column.FIT:
                cells.paint_fit(painter, rect, row)
            case Column.SPEED:
                cells.paint_speed(painter, rect, row, self.scale)
            case Column.LICENCE:
                cells.paint_licence(painter, rect, row)
            case _:
                if self.sealed and row.is_away:
                    return
                hover = self.on_button and index.row() == self.hovered
                enabled = self.online or row.on_disk is not None
                cells.paint_action(painter, rect, row, hover=hover, enabled=enabled)


def cell_rect(rect: QRect, column: Column) -> QRect:
    """Return where a cell's content is."""
    left = FIRST_PADDING if column is Column.MODEL else 0
    right = cells.RIGHT_PADDING if column is Column.ACTION else 12
    return rect.adjusted(left, 0, -right, -1)


def row_height() -> int:
    """Room for two lines, 48 at the usual text size."""
    theme = current_theme()
    return theme.size("row.tableTwoLine") + 2 * theme.text_step


def _rect(option: Any) -> QRect:
    rect: QRect = option.rect
    return rect


def has_ring(state: QStyle.StateFlag) -> bool:
    """Whether the keyboard's place is to be seen."""
    return bool(state & QStyle.StateFlag.State_KeyboardFocusChange)
