"""Asks before a conversation is taken out of everything that is kept, and does it."""

from PySide6.QtWidgets import QWidget

from indoors.bridge.chat import ChatBridge
from indoors.bridge.safekeeping import Safekeeping
from indoors.core.errors import AppError
from indoors.ui.text import safekeeping as text
from indoors.ui.text.errors import describe
from indoors.ui.widgets import Label, Notice, ScrimDialog, ToastHost

_WIDTH = 520


class EraseDialog(ScrimDialog):
    """The safe choice is the default; there is no undo afterwards."""

    def __init__(
        self,
        window: QWidget,
        conversation: tuple[str, str],
        chat: ChatBridge,
        safekeeping: Safekeeping,
        toasts: ToastHost,
    ) -> None:
        self._id, title = conversation
        super().__init__(window, text.ERASE_TITLE, subtitle=text.erase_what(title), width=_WIDTH)
        self._chat = chat
        self._keeping = safekeeping
        self._toasts = toasts
        for said in text.ERASE_BODY if safekeeping.keeps else text.ERASE_BODY[:1]:
            self.body.addWidget(Label(said, ink="text.secondary", wrap=True))
        self.problem = Label("", role="small", ink="danger.text", wrap=True)
        self.body.addWidget(self.problem)
        self.erase = self.add_button(text.ERASE_DO, kind="danger")
        self.keep = self.add_button(text.ERASE_KEEP, kind="primary", answer="reject", default=True)
        self.erase.clicked.connect(self._erase)
        chat.let_go(self._id)

    def _erase(self) -> None:
        if not self._chat.let_go(self._id):
            self.problem.set_text(text.ERASE_WRITING)
            return
        self.problem.set_text("")
        self._set_busy(on=True)
        if self._chat.current is not None and self._chat.current.id == self._id:
            self._chat.new_chat()
        self._keeping.erase(self._id, self._done, self._failed)

    def _done(self, backups: int) -> None:
        self._chat.refresh()
        self.accept()
        self._toasts.show(Notice(text.ERASED, text.erased_from(backups), icon="trash"))

    def _failed(self, error: AppError) -> None:
        self._set_busy(on=False)
        self.problem.set_text(describe(error).sentence)

    def _set_busy(self, *, on: bool) -> None:
        self.erase.set_busy(text.ERASING if on else None)
        self.erase.setEnabled(not on)
        self.keep.setEnabled(not on)
