"""Toasts of the window: undo after a deletion, and where an export went."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from indoors.bridge.chat import ChatBridge
from indoors.bridge.privacy import PrivacyBridge
from indoors.ui.text import conversations as list_text
from indoors.ui.text import ledger as words
from indoors.ui.text import window as text
from indoors.ui.widgets import Notice, ToastHost


class WindowToasts(QObject):
    """Shows them as the chat reports."""

    def __init__(
        self,
        chat: ChatBridge,
        privacy: PrivacyBridge,
        host: ToastHost,
        show_folder: Callable[[Path], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._chat = chat
        self._host = host
        self._show_folder = show_folder
        chat.deleted.connect(self._tell_deleted)
        chat.exported.connect(self._tell_exported)
        privacy.exported.connect(self._tell_ledger)

    def _tell_deleted(self, conversation_id: str, title: str) -> None:
        said = list_text.deleted(title)
        notice = Notice(text.DELETED, said, icon="trash", positive=False, action=text.UNDO)
        toast = self._host.show(notice)
        toast.triggered.connect(lambda: self._chat.undo_delete(conversation_id))
        toast.triggered.connect(toast.dismiss)

    def _tell_ledger(self, path: str) -> None:
        self.tell_saved(words.EXPORTED, Path(path))

    def _tell_exported(self, path: str) -> None:
        self.tell_saved(text.EXPORTED, Path(path))

    def tell_saved(self, said: str, file: Path) -> None:
        """Say that a file was written, and offer to show where."""
        toast = self._host.show(Notice(said, file.name, action=text.SHOW_FOLDER))
        toast.triggered.connect(lambda: self._show_folder(file.parent))
        toast.triggered.connect(toast.dismiss)
