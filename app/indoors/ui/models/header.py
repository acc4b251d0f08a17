"""The table's header: a click sorts, an arrow says by what."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from indoors.ui.models.delegate import FIRST_PADDING
from indoors.ui.models.table_model import Column
from indoors.ui.theme import current_icons, current_theme, font
from indoors.ui.widgets.painting import draw_text, elide, text_width

_ARROW = 10
_GAP = 4


class TableHeader(QHeaderView):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sorted_by: Column | None = None
        self.descending = False
        self.frozen = 0  # width of the first section while it stays in place

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.frozen:
            painter = QPainter(self.viewport())
            self.paintSection(painter, QRect(0, 0, self.frozen, self.height()), 0)
            painter.end()

    def show_sort(self, column: Column | None, *, descending: bool) -> None:
        """Draw the arrow at a column, or nowhere."""
        self.sorted_by, self.descending = column, descending
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), current_theme().height("row.tableHeader"))

    def paintSection(  # noqa: N802
        self,
        painter: QPainter,
        rect: QRect,
        logicalIndex: int,  # noqa: N803
    ) -> None:
        theme = current_theme()
        painter.save()
        painter.fillRect(rect, theme.color("bg.subtle"))
        line = QRect(rect.left(), rect.bottom(), rect.width(), theme.hairline)
        painter.fillRect(line, theme.color("border.default"))
        painter.setFont(font("small", 500))
        ink = theme.color("text.secondary")
        area = rect.adjusted(FIRST_PADDING if logicalIndex == Column.MODEL else 0, 0, -4, -1)
        said = str(self.model().headerData(logicalIndex, self.orientation()) or "")
        said = elide(painter.font(), said, Qt.TextElideMode.ElideRight, area.width())
        draw_text(painter, area, said, ink)
        if self.sorted_by == logicalIndex:
            left = area.left() + text_width(painter.font(), said) + _GAP
            at = QPoint(left, area.center().y() - _ARROW // 2 + 1)
            name = "caret-down" if self.descending else "caret-up"
            current_icons().paint(painter, name, at, _ARROW, ink)
        painter.restore()
