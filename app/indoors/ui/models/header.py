"""The models table's header: a click sorts, an arrow says by what."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from indoors.ui.models.delegate import FIRST_PADDING
from indoors.ui.models.table_model import Column
from indoors.ui.theme import current_icons, current_theme
from indoors.ui.widgets.painting import text_width
from indoors.ui.widgets.row_header import RowHeader

_ARROW = 10
_GAP = 4


class TableHeader(RowHeader):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSectionsClickable(True)
        self.sorted_by: Column | None = None
        self.descending = False

    def show_sort(self, column: Column | None, *, descending: bool) -> None:
        """Draw the arrow at a column, or nowhere."""
        self.sorted_by, self.descending = column, descending
        self.viewport().update()

    def content_rect(self, rect: QRect, section: int) -> QRect:
        return rect.adjusted(FIRST_PADDING if section == Column.MODEL else 0, 0, -4, -1)

    def paint_more(self, painter: QPainter, area: QRect, section: int, said: str) -> None:
        if self.sorted_by == section:
            left = area.left() + text_width(painter.font(), said) + _GAP
            at = QPoint(left, area.center().y() - _ARROW // 2 + 1)
            name = "caret-down" if self.descending else "caret-up"
            ink = current_theme().color("text.secondary")
            current_icons().paint(painter, name, at, _ARROW, ink)
