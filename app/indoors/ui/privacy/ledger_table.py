"""The ledger as a table. It can be read, and not changed."""

from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from indoors.core.ledger import Decision, Row
from indoors.ui.area import Area
from indoors.ui.privacy.ledger_model import ROW, Column, LedgerModel
from indoors.ui.text import ledger as text
from indoors.ui.theme import current_icons, current_theme, font, mono
from indoors.ui.widgets.painting import draw_text, elide
from indoors.ui.widgets.row_header import RowHeader
from indoors.ui.widgets.row_table import Index, RowDelegate, RowTable

FIRST_PADDING = 18
_WIDTHS = {
    Column.TIME: 168,
    Column.DESTINATION: 196,
    Column.PURPOSE: 280,
    Column.BYTES: 100,
    Column.DECISION: 226,
    Column.HASH: 190,
}
_BEFORE_DECISION = 34
_ICON, _ICON_GAP = 14, 7
_LOOKS = {
    Decision.ALLOWED: ("download-simple", "text.secondary", "text.primary"),
    Decision.ALLOWED_ONCE: ("arrow-square-out", "outside.text", "outside.text"),
    Decision.REFUSED: ("prohibit", "text.secondary", "text.primary"),
    Decision.REFUSED_BY_KERNEL: ("prohibit", "text.secondary", "text.primary"),
    Decision.NOT_REFUSED: ("x-circle", "danger.text", "danger.text"),
    Decision.KEPT: ("house-line", "indoor.text", "indoor.text"),
    Decision.NOTED: ("info", "text.tertiary", "text.secondary"),
}
_RIGHT = Qt.AlignmentFlag.AlignRight
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class LedgerTable(RowTable):
    opened = Signal(object)  # Row

    def __init__(self, model: LedgerModel, parent: QWidget | None = None) -> None:
        super().__init__(model, _Delegate(), _Header(), parent)
        self._model = model
        self.setAccessibleName(text.TITLE)
        self.setAccessibleDescription(text.TABLE_HELP)
        self.setCornerWidget(Area("bg.surface"))
        self.arrange()

    # ---- keys and mouse ---------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._model.row(self.currentIndex().row())
        if row is not None and event.key() in _OPEN:
            self.opened.emit(row)
        else:
            super().keyPressEvent(event)
            self.show_focus(self.hasFocus())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row = self._model.row(self.indexAt(event.position().toPoint()).row())
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(row)

    def arrange(self) -> None:
        """Give the purpose what is left; where there is too little, narrow or scroll."""
        theme = current_theme()
        self.verticalHeader().setDefaultSectionSize(theme.height("row.table"))
        grown = 1 + theme.text_step / 13
        widths = {column: round(width * grown) for column, width in _WIDTHS.items()}
        spare = self.viewport().width() - sum(widths.values())
        if spare > 0:
            widths[Column.PURPOSE] += spare
        elif not self.scrolls:
            for column, least in (
                (Column.PURPOSE, 150),
                (Column.HASH, 110),
                (Column.DECISION, 170),
            ):
                given = min(-spare, widths[column] - round(least * grown))
                widths[column] -= max(0, given)
                spare += max(0, given)
        for column, width in widths.items():
            self.setColumnWidth(column, width)


class _Delegate(RowDelegate):
    """Paints one row, cell by cell."""

    def sizeHint(self, _option: Any, _index: Index) -> QSize:
        return QSize(0, current_theme().height("row.table"))

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, Row):
            return
        rect, column = QRect(option.rect), Column(index.column())
        painter.save()
        self.paint_back(painter, rect, index, "bg.surface")
        self._paint_cell(painter, cell_rect(rect, column), row, column, str(index.data()))
        painter.restore()

    def _paint_cell(
        self, painter: QPainter, rect: QRect, row: Row, column: Column, said: str
    ) -> None:
        theme = current_theme()
        painter.setFont(font("body", 400, tabular=True))
        ink, align = "text.secondary", Qt.AlignmentFlag.AlignLeft
        match column:
            case Column.DESTINATION:
                painter.setFont(font("body", 500))
                ink = "text.primary"
            case Column.BYTES:
                align = _RIGHT
                if row.content:
                    painter.setFont(font("body", 600, tabular=True))
                    ink = "outside.text"
                elif row.bytes_out:
                    ink = "text.primary"
            case Column.DECISION:
                icon, icon_ink, ink = _LOOKS[row.decision]
                at = QPoint(rect.left(), rect.center().y() - _ICON // 2 + 1)
                current_icons().paint(painter, icon, at, _ICON, theme.color(icon_ink))
                rect = rect.adjusted(_ICON + _ICON_GAP, 0, 0, 0)
            case Column.HASH:
                painter.setFont(mono("small"))
            case _:
                pass
        shown = elide(painter.font(), said, Qt.TextElideMode.ElideRight, rect.width())
        draw_text(painter, rect, shown, theme.color(ink), align)


class _Header(RowHeader):
    def content_rect(self, rect: QRect, section: int) -> QRect:
        return cell_rect(rect, Column(section))

    def is_number(self, section: int) -> bool:
        return section == Column.BYTES


def cell_rect(rect: QRect, column: Column) -> QRect:
    """Return where a cell's content is."""
    left = FIRST_PADDING if column is Column.TIME else 0
    if column is Column.DECISION:
        left = _BEFORE_DECISION
    return rect.adjusted(left, 0, 0 if column is Column.BYTES else -12, -1)
