"""The table of models. What a click or a key means is told; nothing is changed here."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from indoors.services.model_rows import ModelRow
from indoors.ui.area import Area
from indoors.ui.models import cells
from indoors.ui.models.delegate import ModelDelegate, cell_rect, row_height
from indoors.ui.models.header import TableHeader
from indoors.ui.models.table_model import Column, ModelTable
from indoors.ui.text import models as text
from indoors.ui.theme import current_theme
from indoors.ui.widgets.row_table import RowTable

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


class ModelsTable(RowTable):
    act_requested = Signal(str)  # key of the row whose button was pressed
    menu_requested = Signal(str, QPoint)
    delete_requested = Signal(str)
    sort_requested = Signal(int)  # Column

    def __init__(self, model: ModelTable, parent: QWidget | None = None) -> None:
        drawn = ModelDelegate()
        super().__init__(model, drawn, TableHeader(), parent)
        self._model, self._delegate = model, drawn
        self.setAccessibleName(text.TABLE)
        self.setAccessibleDescription(text.TABLE_HELP)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.header.sectionClicked.connect(self.sort_requested)
        self.setCornerWidget(Area("bg.surface"))
        self.arrange()

    @property
    def header(self) -> TableHeader:
        header = self.horizontalHeader()
        assert isinstance(header, TableHeader)
        return header

    def set_scale(self, scale: cells.Scale, *, online: bool, sealed: bool) -> None:
        """Say what bars are measured by, and whether anything can or may be fetched."""
        self._delegate.scale, self._delegate.online, self._delegate.sealed = scale, online, sealed
        self.viewport().update()

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
            self.show_focus(self.hasFocus())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        row = self._model.row(self.indexAt(at).row())
        if event.button() == Qt.MouseButton.LeftButton and row and self._is_on_button(at):
            self.act_requested.emit(row.key)

    # ---- inside -----------------------------------------------------------------------------

    def hover(self, at: QPoint) -> None:
        """Mark the row at this place, and its button."""
        row, on_button = self.indexAt(at).row(), self._is_on_button(at)
        if (row, on_button) != (self._delegate.hovered, self._delegate.on_button):
            self._delegate.hovered, self._delegate.on_button = row, on_button
            self.viewport().update()

    def _is_on_button(self, at: QPoint) -> bool:
        index = self.indexAt(at)
        row = self._model.row(index.row())
        if self.frozen_width > at.x():  # it lies below the first column
            return False
        if row is None or index.column() != Column.ACTION or not cells.has_button(row):
            return False
        if not self._delegate.online and row.on_disk is None:
            return False
        if self._delegate.sealed and row.is_away:
            return False
        cell = cell_rect(self.visualRect(index), Column.ACTION)
        return cells.button_rect(cell, row).contains(at)

    def _ask_menu(self, at: QPoint) -> None:
        row = self._model.row(self.indexAt(at).row())
        if row is not None:
            self.setCurrentIndex(self._model.index(self.indexAt(at).row(), 0))
            self.menu_requested.emit(row.key, self.viewport().mapToGlobal(at))

    def arrange(self) -> None:
        """Give the model's name what is left; hide or scroll what has no room."""
        self.verticalHeader().setDefaultSectionSize(row_height())
        grown = 1 + current_theme().text_step / 13
        widths = {column: round(width * grown) for column, width in WIDTHS.items()}
        room = self.viewport().width()
        hidden: list[Column] = []
        for column in () if self.scrolls else _DROPPED:
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
