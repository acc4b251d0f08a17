"""What can be done with one conversation of the list."""

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from indoors.core.chat import Conversation
from indoors.ui.text import conversations as text
from indoors.ui.widgets import Menu


class ConversationMenu(QObject):
    """A menu that is filled for the conversation it is shown for."""

    rename_requested = Signal(str)
    pin_requested = Signal(str, bool)
    delete_requested = Signal(str)
    erase_requested = Signal(str)
    export_requested = Signal(str, str)  # id, "markdown" or "json"

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.menu = Menu(text.NAME, parent)

    def show_for(self, conversation: Conversation, at: QPoint) -> None:
        """Open at a place on the screen."""
        self.fill(conversation)
        self.menu.popup(at)

    def fill(self, conversation: Conversation) -> None:
        """Make the entries for this conversation."""
        here = conversation.id
        self.menu.clear()
        rename = self.menu.add(text.RENAME, icon="pencil-simple", keys="F2")
        rename.triggered.connect(lambda: self.rename_requested.emit(here))
        pin = self.menu.add(text.UNPIN if conversation.pinned else text.PIN, icon="push-pin")
        pin.triggered.connect(lambda: self.pin_requested.emit(here, not conversation.pinned))
        self.menu.addSeparator()
        markdown = self.menu.add(text.EXPORT_MARKDOWN, icon="export")
        markdown.triggered.connect(lambda: self.export_requested.emit(here, "markdown"))
        json = self.menu.add(text.EXPORT_JSON, icon="export")
        json.triggered.connect(lambda: self.export_requested.emit(here, "json"))
        self.menu.addSeparator()
        delete = self.menu.add(text.DELETE, icon="trash", keys="Del")
        delete.triggered.connect(lambda: self.delete_requested.emit(here))
        erase = self.menu.add(text.ERASE, icon="trash")
        erase.triggered.connect(lambda: self.erase_requested.emit(here))
