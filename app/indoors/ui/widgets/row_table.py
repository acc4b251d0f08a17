"""A table whose rows are places: the keyboard's ring, hovering, a first column that stays."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from indoors.ui.theme import current_theme
from indoors.ui.widgets.row_header import RowHeader

Index = QModelIndex | QPersistentModelIndex
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_RING = 2
_STEP = 40
"""Pixels that an arrow key scrolls sideways."""


class RowDelegate(QStyledItemDelegate):
    """``hovered`` is the row under the mouse, ``focused`` the one that shows the ring."""

    hovered = -1
    focused = -1

    def paint_back(self, painter: QPainter, rect: QRect, index: Index, fill: str) -> None:
        """Paint what is behind a cell: ``fill`` unless hovered, the line below, the ring."""
        theme = current_theme()
        is_hovered = fill == "bg.surface" and index.row() == self.hovered
        painter.fillRect(rect, theme.color("bg.hover" if is_hovered else fill))
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, theme.color("border.subtle"))
        if index.row() == self.focused:
            self._paint_ring(painter, rect.adjusted(0, 0, 0, -1), index)

    def _paint_ring(self, painter: QPainter, area: QRect, index: Index) -> None:
        """A ring inside the row, drawn piece by piece in each of its cells."""
        ring = current_theme().color("focus.ring")
        bottom, right = area.bottom() - _RING + 1, area.right() - _RING + 1
        painter.fillRect(area.left(), area.top(), area.width(), _RING, ring)
        painter.fillRect(area.left(), bottom, area.width(), _RING, ring)
        if index.column() == 0:
            painter.fillRect(area.left(), area.top(), _RING, area.height(), ring)
        if index.column() == index.model().columnCount() - 1:
            painter.fillRect(right, area.top(), _RING, area.height(), ring)


class RowTable(QTableView):
    """``arrange`` gives the columns their widths, at each change of size."""

    def __init__(
        self, model: Any, drawn: RowDelegate, header: RowHeader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.scrolls = False
        self._drawn = drawn
        drawn.setParent(self)
        self.setModel(model)
        self.setItemDelegate(drawn)
        self.setHorizontalHeader(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
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

    def arrange(self) -> None:
        """Give the columns their widths."""
        raise NotImplementedError

    def set_scrolling(self, scrolls: bool) -> None:
        """Scroll sideways where the table is too wide, instead of making it fit."""
        if scrolls != self.scrolls:
            self.scrolls = scrolls
            self.arrange()

    # ---- the keyboard's place ---------------------------------------------------------------

    def show_focus(self, shown: bool) -> None:
        self._drawn.focused = self.currentIndex().row() if shown else -1
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        self.show_focus(event.reason() in _KEYBOARD)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.show_focus(shown=False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.show_focus(shown=False)

    def moveCursor(  # noqa: N802
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Left and right scroll; a row is one place."""
        move = QAbstractItemView.CursorAction
        if action in (move.MoveLeft, move.MoveRight):
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + (_STEP if action == move.MoveRight else -_STEP))
            return self.currentIndex()
        return super().moveCursor(action, modifiers)

    # ---- the mouse --------------------------------------------------------------------------

    def hover(self, at: QPoint) -> None:
        """Mark the row at this place."""
        row = self.indexAt(at).row()
        if row != self._drawn.hovered:
            self._drawn.hovered = row
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.hover(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hover(QPoint(-1, -1))

    # ---- the first column stays while the others scroll sideways ----------------------------

    @property
    def frozen_width(self) -> int:
        """How far the first column lies over the others; 0 while nothing is scrolled."""
        return self.columnWidth(0) if self.horizontalScrollBar().value() > 0 else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.frozen_width:
            return
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        last = self.rowAt(self.viewport().height() - 1)
        for row in range(self.rowAt(0), (last if last >= 0 else self.model().rowCount() - 1) + 1):
            top, height = self.rowViewportPosition(row), self.rowHeight(row)
            option.rect = QRect(0, top, self.frozen_width, height)
            self._drawn.paint(painter, option, self.model().index(row, 0))
        edge = QRect(self.frozen_width - 1, 0, 1, self.viewport().height())
        painter.fillRect(edge, current_theme().color("border.default"))
        painter.end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        header = self.horizontalHeader()
        if dx and isinstance(header, RowHeader):  # scrolling would take the first column along
            self.viewport().update()
            header.frozen = self.frozen_width
            header.viewport().update()
