"""The left pane: search, new chat, the conversations, and where they are kept."""

import time

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from indoors.bridge.conversations import ConversationsModel, Entry, Row
from indoors.core.chat import Conversation
from indoors.core.dates import ms_to_midnight
from indoors.ui.area import Area
from indoors.ui.chat.conversation_delegate import ConversationDelegate
from indoors.ui.chat.conversation_menu import ConversationMenu
from indoors.ui.text import conversations as text
from indoors.ui.theme import current_theme
from indoors.ui.widgets import Elided, EmptyState, IconButton, IconView, SearchField

SEARCH_DELAY_MS = 120
_RENAME, _DELETE = Qt.Key.Key_F2, (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ConversationView(QListView):
    """The rows. What a key or a click means is told; nothing is changed here."""

    open_requested = Signal(str)
    delete_requested = Signal(str)
    menu_requested = Signal(str, QPoint)

    def __init__(self, model: ConversationsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setAccessibleName(text.NAME)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.clicked.connect(self._open)

    def current_id(self) -> str:
        conversation = self._model.conversation(self.currentIndex().row())
        return conversation.id if conversation else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, current = event.key(), self.currentIndex()
        if key == _RENAME and current.isValid():
            self.edit(current)
        elif key in _DELETE and current.isValid():
            self.delete_requested.emit(self.current_id())
        elif key in _OPEN and current.isValid():
            self._open(current)
        elif key == Qt.Key.Key_Menu and current.isValid():
            self._ask_menu(self.visualRect(current).center())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        conversation = self._model.conversation(index.row())
        if conversation is not None:
            self.open_requested.emit(conversation.id)

    def _ask_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        conversation = self._model.conversation(index.row())
        if conversation is not None:
            self.setCurrentIndex(index)
            self.menu_requested.emit(conversation.id, self.viewport().mapToGlobal(at))


class ConversationList(Area):
    """Everything the user can want of a conversation leaves as a signal with its id."""

    open_requested = Signal(str)
    new_chat_requested = Signal()
    rename_requested = Signal(str, str)
    pin_requested = Signal(str, bool)
    delete_requested = Signal(str)
    erase_requested = Signal(str)
    export_requested = Signal(str, str)  # id, "markdown" or "json"
    search_changed = Signal(str)

    def __init__(self, model: ConversationsModel, parent: QWidget | None = None) -> None:
        super().__init__("bg.window", parent=parent)
        self._model = model
        model.say = self._say
        self._open_id = ""
        self.setAccessibleName(text.NAME)
        self.search = SearchField(text.SEARCH, keys=text.SEARCH_KEY, quiet=True)
        self.search.setAccessibleName(text.SEARCH_NAME)
        self.new_chat = IconButton("note-pencil", text.NEW_CHAT, side=32, kind="outlined")
        self.view = ConversationView(model, self)
        self.delegate = ConversationDelegate(self.rename_requested.emit, self)
        self.view.setItemDelegate(self.delegate)
        self._menu = ConversationMenu(self)
        self._none = EmptyState("chat-circle-text", text.EMPTY_TITLE, text.EMPTY_BODY)
        self._not_found = EmptyState(
            "magnifying-glass", text.NOTHING_FOUND, text.NOTHING_FOUND_BODY
        )
        self._stack = QStackedWidget()
        for page in (self.view, self._none, self._not_found):
            self._stack.addWidget(page)
        self._lay_out()
        self._search_delay = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self._midnight = QTimer(self, singleShot=True)
        self._connect()
        self._show_rows()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 12, 12, 8)
        head.setSpacing(8)
        head.addWidget(self.search, 1)
        head.addWidget(self.new_chat)
        rows = QHBoxLayout()
        rows.setContentsMargins(8, 0, 8, 0)
        rows.addWidget(self._stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(rows, 1)
        self.footer = KeptHere(self)
        column.addWidget(self.footer)

    def _connect(self) -> None:
        self.new_chat.clicked.connect(self.new_chat_requested)
        self.search.textChanged.connect(lambda: self._search_delay.start())
        self._search_delay.timeout.connect(lambda: self.search_changed.emit(self.search.text()))
        self.view.open_requested.connect(self.open_requested)
        self.view.delete_requested.connect(self.delete_requested)
        self.view.menu_requested.connect(self._show_menu)
        self._menu.rename_requested.connect(self.rename)
        self._menu.pin_requested.connect(self.pin_requested)
        self._menu.delete_requested.connect(self.delete_requested)
        self._menu.erase_requested.connect(self.erase_requested)
        self._menu.export_requested.connect(self.export_requested)
        self._midnight.timeout.connect(self._new_day)
        self._model.modelReset.connect(self._show_rows)
        self._model.dataChanged.connect(self._show_rows)

    # ---- what others ask ------------------------------------------------------------------

    def set_open(self, conversation: Conversation | None) -> None:
        """Mark the conversation that the transcript shows."""
        self._open_id = conversation.id if conversation else ""
        self.delegate.open_id = self._open_id
        self._point_at_open()
        self.view.viewport().update()

    def start_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def rename(self, conversation_id: str) -> None:
        """Open the editor in the row."""
        row = self._model.row_of(conversation_id)
        if row >= 0:
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.view.setCurrentIndex(self._model.index(row))
            self.view.edit(self._model.index(row))

    # ---- keys -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the search to the rows."""
        in_search = self.search.hasFocus()
        if event.key() == Qt.Key.Key_Down and in_search and self._model.rowCount() > 1:
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if not self.view.currentIndex().isValid():
                self.view.setCurrentIndex(self._model.index(1))
        else:
            super().keyPressEvent(event)

    # ---- rows -----------------------------------------------------------------------------

    def _show_rows(self) -> None:
        self.delegate.now_ms = self._model.now_ms
        if self._model.rowCount():
            self._stack.setCurrentWidget(self.view)
        else:
            self._stack.setCurrentWidget(self._not_found if self._model.searching else self._none)
        self._point_at_open()
        self._midnight.start(ms_to_midnight(_now_ms()))

    def _point_at_open(self) -> None:
        """Keep the keyboard's row on the open conversation after the rows were read again."""
        row = self._model.row_of(self._open_id)
        if row < 0 or (self.view.currentIndex().isValid() and self.view.hasFocus()):
            return
        index = self._model.index(row)
        if self.view.currentIndex() != index:
            self.view.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def _say(self, row: Row) -> str:
        if isinstance(row, Entry):
            return text.row_name(row.conversation, self._model.now_ms)
        return text.heading(row.group, row.count, self._model.now_ms)

    def _new_day(self) -> None:
        self._model.regroup(_now_ms())

    def _show_menu(self, conversation_id: str, at: QPoint) -> None:
        row = self._model.row_of(conversation_id)
        conversation = self._model.conversation(row)
        if conversation is not None:
            self._menu.show_for(conversation, at)


class KeptHere(QWidget):
    """The footer: where all this is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setToolTip(text.FOOTER_TIP)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 12, 10)
        row.setSpacing(6)
        row.addWidget(IconView("lock", ink="text.tertiary", size=14))
        self._words = Elided(text.FOOTER, role="small", ink="text.tertiary")
        row.addWidget(self._words, 1)
        self.setFixedHeight(46 + current_theme().text_step)

    def show_session(self) -> None:
        """Say that nothing is kept."""
        self._words.set_text(text.FOOTER_SESSION)
        self.setToolTip(text.FOOTER_SESSION_TIP)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
