"""The ledger as a table. It can be read, and not changed."""

from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from indoors.core.ledger import Decision, Row
from indoors.ui.area import Area
from indoors.ui.privacy.ledger_model import ROW, Column, Index, LedgerModel
from indoors.ui.text import ledger as text
from indoors.ui.theme import current_icons, current_theme, font, mono
from indoors.ui.widgets.painting import draw_text, elide

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
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class LedgerTable(QTableView):
    opened = Signal(object)  # Row

    def __init__(self, model: LedgerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._scrolls = False
        self._drawn = _Delegate(self)
        self.setModel(model)
        self.setItemDelegate(self._drawn)
        self.setAccessibleName(text.TITLE)
        self.setAccessibleDescription(text.TABLE_HELP)
        self.setHorizontalHeader(_Header(self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerWidget(Area("bg.surface"))
        self._arrange()

    def set_scrolling(self, scrolls: bool) -> None:
        """Scroll sideways where the table is too wide, instead of narrowing columns."""
        if scrolls != self._scrolls:
            self._scrolls = scrolls
            self._arrange()

    # ---- keys and mouse ---------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._model.row(self.currentIndex().row())
        if row is not None and event.key() in _OPEN:
            self.opened.emit(row)
        else:
            super().keyPressEvent(event)
            self._show_focus(self.hasFocus())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.rowCount():
            self.setCurrentIndex(self._model.index(0, 0))
        self._show_focus(event.reason() in _KEYBOARD)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_focus(shown=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row = self._model.row(self.indexAt(event.position().toPoint()).row())
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self._show_focus(shown=False)
            self.opened.emit(row)

    def _show_focus(self, shown: bool) -> None:
        self._drawn.focused = self.currentIndex().row() if shown else -1
        self.viewport().update()

    def _hover(self, row: int) -> None:
        if row != self._drawn.hovered:
            self._drawn.hovered = row
            self.viewport().update()

    # ---- geometry; the first column stays while the others scroll ---------------------------

    @property
    def frozen_width(self) -> int:
        """How far the first column lies over the others; 0 while nothing is scrolled."""
        return self.columnWidth(0) if self.horizontalScrollBar().value() > 0 else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.frozen_width:
            return
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        last = self.rowAt(self.viewport().height() - 1)
        for row in range(self.rowAt(0), (last if last >= 0 else self._model.rowCount() - 1) + 1):
            top, height = self.rowViewportPosition(row), self.rowHeight(row)
            option.rect = QRect(0, top, self.frozen_width, height)
            self._drawn.paint(painter, option, self._model.index(row, 0))
        edge = QRect(self.frozen_width - 1, 0, 1, self.viewport().height())
        painter.fillRect(edge, current_theme().color("border.default"))
        painter.end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dx:
            self.viewport().update()
            header = self.horizontalHeader()
            assert isinstance(header, _Header)
            header.frozen = self.frozen_width
            header.viewport().update()

    def _arrange(self) -> None:
        """Give the purpose what is left; where there is too little, narrow or scroll."""
        theme = current_theme()
        self.verticalHeader().setDefaultSectionSize(theme.height("row.table"))
        grown = 1 + theme.text_step / 13
        widths = {column: round(width * grown) for column, width in _WIDTHS.items()}
        spare = self.viewport().width() - sum(widths.values())
        if spare > 0:
            widths[Column.PURPOSE] += spare
        elif not self._scrolls:
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


class _Delegate(QStyledItemDelegate):
    """Paints one row, cell by cell."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hovered = self.focused = -1

    def sizeHint(self, _option: Any, _index: Index) -> QSize:
        return QSize(0, current_theme().height("row.table"))

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, Row):
            return
        theme, rect, column = current_theme(), QRect(option.rect), Column(index.column())
        painter.save()
        fill = "bg.hover" if index.row() == self.hovered else "bg.surface"
        painter.fillRect(rect, theme.color(fill))
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, theme.color("border.subtle"))
        if index.row() == self.focused:
            self._paint_focus(painter, rect, column)
        self._paint_cell(painter, cell_rect(rect, column), row, column, str(index.data()))
        painter.restore()

    def _paint_focus(self, painter: QPainter, rect: QRect, column: Column) -> None:
        ring = current_theme().color("focus.ring")
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 2), ring)
        painter.fillRect(QRect(rect.left(), rect.bottom() - 2, rect.width(), 2), ring)
        if column is Column.TIME:
            painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), ring)
        if column is Column.HASH:
            painter.fillRect(QRect(rect.right() - 1, rect.top(), 2, rect.height()), ring)

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


class _Header(QHeaderView):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.frozen = 0

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), current_theme().height("row.tableHeader"))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.frozen:
            painter = QPainter(self.viewport())
            self.paintSection(painter, QRect(0, 0, self.frozen, self.height()), 0)
            painter.end()

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
        column = Column(logicalIndex)
        area = cell_rect(rect, column)
        said = elide(
            painter.font(), text.COLUMNS[column], Qt.TextElideMode.ElideRight, area.width()
        )
        align = _RIGHT if column is Column.BYTES else Qt.AlignmentFlag.AlignLeft
        draw_text(painter, area, said, theme.color("text.secondary"), align)
        painter.restore()


def cell_rect(rect: QRect, column: Column) -> QRect:
    """Return where a cell's content is."""
    left = FIRST_PADDING if column is Column.TIME else 0
    if column is Column.DECISION:
        left = _BEFORE_DECISION
    return rect.adjusted(left, 0, 0 if column is Column.BYTES else -12, -1)
