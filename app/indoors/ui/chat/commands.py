"""What can be done with the open conversation and its answers, apart from asking."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from indoors.bridge.chat import ChatBridge
from indoors.bridge.live import LiveModel
from indoors.bridge.settings import SettingsBridge
from indoors.core.chat import Message, Role
from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.conversations import ExportKind
from indoors.ui.chat.details_dialog import DetailsDialog
from indoors.ui.chat.parameters_dialog import ParametersDialog
from indoors.ui.file_dialogs import choose_export
from indoors.ui.links import LinkDialog


class ChatCommands(QObject):
    """Opens dialogs over the window of its page and passes on what they say."""

    copied = Signal()
    erase_asked = Signal(str, str)  # conversation, its title

    def __init__(
        self, chat: ChatBridge, settings: SettingsBridge, live: LiveModel, page: QWidget
    ) -> None:
        super().__init__(page)
        self._chat = chat
        self._settings = settings
        self._live = live
        self._page = page
        self._last_export: tuple[str, ExportKind] = ("", "markdown")

    # ---- answers --------------------------------------------------------------------------

    def last_answer(self) -> Message | None:
        """Return the newest answer shown, ``None`` if there is none."""
        messages = self._chat.messages
        for row in range(messages.rowCount() - 1, -1, -1):
            if messages.message(row).role is Role.ASSISTANT:
                return messages.message(row)
        return None

    def answer_again(self) -> None:
        answer = self.last_answer()
        if answer is not None and not self._chat.busy:
            self._chat.answer_again(answer.id)

    def copy_answer(self) -> None:
        """Put the newest answer on the clipboard."""
        answer = self.last_answer()
        if answer is not None:
            self.copy(answer.id)

    def copy(self, message_id: str) -> None:
        """Put a message's text on the clipboard, as it was written."""
        row = self._chat.messages.row_of(message_id)
        if row >= 0:
            QGuiApplication.clipboard().setText(self._chat.messages.message(row).text)
            self.copied.emit()

    def show_details(self, message_id: str = "") -> None:
        """Show the figures of an answer, by default of the newest."""
        row = self._chat.messages.row_of(message_id)
        message = self._chat.messages.message(row) if row >= 0 else self.last_answer()
        if message is not None:
            DetailsDialog(self._page.window(), message, self._live.money).open()

    def change_basis(self) -> None:
        """Let the user say what answers are compared with, and what electricity costs."""
        from indoors.ui.money_dialog import MoneyDialog

        if self._live.money is not None:
            MoneyDialog(self._page.window(), self._live.money).open()

    def ask_link(self, url: str) -> None:
        """Show the address and ask; the system opens it only after a yes."""
        LinkDialog(self._page.window(), url, QDesktopServices.openUrl).open()

    # ---- the open conversation --------------------------------------------------------------

    def edit_parameters(self) -> None:
        """Let the user set what the next answers are written with."""
        defaults = self._settings.current.chat.parameters
        dialog = ParametersDialog(self._page.window(), self._chat.parameters, defaults)
        dialog.applied.connect(self._chat.set_parameters)
        dialog.open()

    def toggle_pin(self) -> None:
        """Pin the open conversation, or unpin it."""
        shown = self._shown()
        if shown is not None:
            self._chat.pin(shown[0], not shown[1])

    def delete(self) -> None:
        if self._chat.current is not None:
            self._chat.delete(self._chat.current.id)

    def erase(self) -> None:
        if self._chat.current is not None:
            self.ask_erase(self._chat.current.id)

    def ask_erase(self, conversation_id: str) -> None:
        """Have the window ask whether it is to be deleted for good."""
        title = self._conversation_title(conversation_id)
        if title is not None:
            self.erase_asked.emit(conversation_id, title)

    def export_open(self, kind: ExportKind) -> None:
        if self._chat.current is not None:
            self.export(self._chat.current.id, kind)

    def export_elsewhere(self) -> None:
        """Ask for another place after an export failed."""
        self.export(*self._last_export)

    def export(self, conversation_id: str, kind: ExportKind) -> None:
        """Ask where to, then save."""
        found = self._conversation_title(conversation_id)
        if found is None:
            return
        self._last_export = (conversation_id, kind)
        choose_export(
            self._page.window(),
            found,
            kind,
            lambda path: self._chat.export(conversation_id, path, kind),
        )

    def _conversation_title(self, conversation_id: str) -> str | None:
        for conversation in self._chat.conversations.conversations():
            if conversation.id == conversation_id:
                return conversation.title
        return None

    def _shown(self) -> tuple[str, bool] | None:
        """The open conversation as the list has it: its pin is newer there."""
        current = self._chat.current
        if current is None:
            return None
        for conversation in self._chat.conversations.conversations():
            if conversation.id == current.id:
                return conversation.id, conversation.pinned
        return current.id, current.pinned


def error_of(message: Message) -> AppError | None:
    """Return the error a message ended with."""
    return None if message.fault is None else AppError(Fault(message.fault), **message.facts)
