"""The table of models. What a click or a key means is told; nothing is changed here."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from indoors.services.model_rows import ModelRow
from indoors.ui.area import Area
from indoors.ui.models import cells
from indoors.ui.models.delegate import ModelDelegate, cell_rect, row_height
from indoors.ui.models.header import TableHeader
from indoors.ui.models.table_model import Column, ModelTable
from indoors.ui.text import models as text
from indoors.ui.theme import current_theme

WIDTHS = {
    Column.MODEL: 168,
    Column.DISK: 82,
    Column.MEMORY: 110,
    Column.FIT: 96,
    Column.SPEED: 178,
    Column.LICENCE: 124,
    Column.ACTION: 116,
}
_DROPPED = (Column.LICENCE, Column.DISK)
"""Hidden in this order where the table has no room; a row's tooltip still says them."""
_ACT = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class ModelsTable(QTableView):
    act_requested = Signal(str)  # key of the row whose button was pressed
    menu_requested = Signal(str, QPoint)
    delete_requested = Signal(str)
    sort_requested = Signal(int)  # Column

    def __init__(self, model: ModelTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._scrolls = False
        self._drawn = ModelDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self._drawn)
        self.setAccessibleName(text.TABLE)
        self.setAccessibleDescription(text.TABLE_HELP)
        self.setHorizontalHeader(TableHeader(self))
        self.verticalHeader().hide()
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
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.header.sectionClicked.connect(self.sort_requested)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row_height())
        self.header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setCornerWidget(Area("bg.surface"))
        self._arrange()

    @property
    def header(self) -> TableHeader:
        header = self.horizontalHeader()
        assert isinstance(header, TableHeader)
        return header

    def set_scale(self, scale: cells.Scale, *, online: bool, sealed: bool) -> None:
        """Say what bars are measured by, and whether anything can or may be fetched."""
        self._drawn.scale, self._drawn.online, self._drawn.sealed = scale, online, sealed
        self.viewport().update()

    def set_scrolling(self, scrolls: bool) -> None:
        """Scroll sideways where the table is too wide, instead of hiding columns."""
        if scrolls != self._scrolls:
            self._scrolls = scrolls
            self._arrange()

    def current_row(self) -> ModelRow | None:
        return self._model.row(self.currentIndex().row())

    def go_to(self, key: str) -> None:
        """Make a row the keyboard's place."""
        at = self._model.row_of(key)
        if at >= 0:
            self.setCurrentIndex(self._model.index(at, 0))

    # ---- keys and mouse ---------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        if row is not None and event.key() in _ACT:
            self.act_requested.emit(row.key)
        elif row is not None and event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit(row.key)
        elif row is not None and event.key() == Qt.Key.Key_Menu:
            self._ask_menu(self.visualRect(self.currentIndex()).center())
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
        self._hover(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(QPoint(-1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._show_focus(shown=False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        row = self._model.row(self.indexAt(at).row())
        if event.button() == Qt.MouseButton.LeftButton and row and self._is_on_button(at):
            self.act_requested.emit(row.key)

    # ---- the first column stays while the others scroll sideways ----------------------------

    @property
    def frozen_width(self) -> int:
        """How far the first column lies over the others; 0 while nothing is scrolled."""
        return self.columnWidth(0) if self.horizontalScrollBar().value() > 0 else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.frozen_width:
            return
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        for row in range(first, (last if last >= 0 else self._model.rowCount() - 1) + 1):
            place = QRect(0, self.rowViewportPosition(row), self.frozen_width, self.rowHeight(row))
            option.rect = place
            self._drawn.paint(painter, option, self._model.index(row, 0))
        edge = QRect(self.frozen_width - 1, 0, 1, self.viewport().height())
        painter.fillRect(edge, current_theme().color("border.default"))
        painter.end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dx:  # scrolling moves pixels, and would take the first column along
            self.viewport().update()
            self.header.frozen = self.frozen_width
            self.header.viewport().update()

    # ---- inside -----------------------------------------------------------------------------

    def _show_focus(self, shown: bool) -> None:
        self._drawn.focused = self.currentIndex().row() if shown else -1
        self.viewport().update()

    def _hover(self, at: QPoint) -> None:
        row, on_button = self.indexAt(at).row(), self._is_on_button(at)
        if (row, on_button) != (self._drawn.hovered, self._drawn.on_button):
            self._drawn.hovered, self._drawn.on_button = row, on_button
            self.viewport().update()

    def _is_on_button(self, at: QPoint) -> bool:
        index = self.indexAt(at)
        row = self._model.row(index.row())
        if self.frozen_width > at.x():  # it lies below the first column
            return False
        if row is None or index.column() != Column.ACTION or not cells.has_button(row):
            return False
        if not self._drawn.online and row.on_disk is None:
            return False
        if self._drawn.sealed and row.is_away:
            return False
        cell = cell_rect(self.visualRect(index), Column.ACTION)
        return cells.button_rect(cell, row).contains(at)

    def _ask_menu(self, at: QPoint) -> None:
        row = self._model.row(self.indexAt(at).row())
        if row is not None:
            self.setCurrentIndex(self._model.index(self.indexAt(at).row(), 0))
            self.menu_requested.emit(row.key, self.viewport().mapToGlobal(at))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Give the model's name what is left; hide or scroll what has no room."""
        self.verticalHeader().setDefaultSectionSize(row_height())
        grown = 1 + current_theme().text_step / 13
        widths = {column: round(width * grown) for column, width in WIDTHS.items()}
        room = self.viewport().width()
        hidden: list[Column] = []
        for column in () if self._scrolls else _DROPPED:
            if sum(width for at, width in widths.items() if at not in hidden) > room:
                hidden.append(column)
        for column in Column:
            self.setColumnHidden(column, column in hidden)
        shown = {column: width for column, width in widths.items() if column not in hidden}
        spare = max(0, room - sum(shown.values()))
        first = spare if Column.LICENCE in hidden else spare * 2 // 3
        for column, width in shown.items():
            extra = first if column is Column.MODEL else 0
            extra += spare - first if column is Column.LICENCE else 0
            self.setColumnWidth(column, width + extra)

    def moveCursor(  # noqa: N802
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Left and right scroll; a row is one place."""
        move = QAbstractItemView.CursorAction
        if action in (move.MoveLeft, move.MoveRight):
            bar = self.horizontalScrollBar()
            step = 40 if action == move.MoveRight else -40
            bar.setValue(bar.value() + step)
            return self.currentIndex()
        return super().moveCursor(action, modifiers)
