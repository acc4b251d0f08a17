"""The middle of the chat page: notices, the transcript or the first chat, the composer."""

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from indoors.bridge.messages import MessagesModel
from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.ui.area import Area
from indoors.ui.chat.composer import Composer
from indoors.ui.chat.first_chat import FirstChat
from indoors.ui.chat.transcript import TranscriptView
from indoors.ui.notices import NoticeArea
from indoors.ui.theme import ThemeSource

_BESIDE_COMPOSER = frozenset(
    {
        Fault.FILE_UNREADABLE,
        Fault.FILE_NOT_TEXT,
        Fault.PICTURE_NOT_SEEN,
        Fault.FILE_TOO_LARGE,
        Fault.BUSY,
        Fault.NO_MODEL,
        Fault.PROMPT_TOO_LONG,
    }
)


class ChatCentre(Area):
    """Shows the first chat while there are no messages."""

    def __init__(
        self, messages: MessagesModel, theme: ThemeSource, parent: QWidget | None = None
    ) -> None:
        super().__init__("bg.surface", parent=parent)
        self._messages = messages
        self.notices = NoticeArea()
        self.beside = NoticeArea()
        self.first = FirstChat()
        self.transcript = TranscriptView(messages, theme, theme.icons)
        self.composer = Composer()
        self.setFocusProxy(self.composer)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.first)
        self.stack.addWidget(self.transcript)
        self.stack.setMinimumHeight(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self.stack, 1)
        column.addWidget(self.beside)
        column.addSpacing(8)
        column.addWidget(self.composer)
        messages.modelReset.connect(self._show)
        messages.rowsInserted.connect(self._show)
        messages.rowsRemoved.connect(self._show)
        self._show()

    def show_error(self, error: AppError) -> None:
        """Show an error beside the thing it is about."""
        area = self.beside if error.fault in _BESIDE_COMPOSER else self.notices
        area.show_error(error)

    def _show(self, *_change: QModelIndex | int) -> None:
        empty = self._messages.rowCount() == 0
        self.stack.setCurrentWidget(self.first if empty else self.transcript)
