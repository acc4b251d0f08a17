"""What the user can do about a closed profile: enter the phrase, or choose one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from indoors.core.recovery_phrase import is_long_enough
from indoors.ui.phrase_field import PhraseField
from indoors.ui.text import start as text
from indoors.ui.widgets import Button, Label


class PhrasePanel(QWidget):
    """Asks for the phrase that opens the profile."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = PhraseField(text.PHRASE)
        self.button = Button(text.OPEN, kind="primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        self.field.edit.returnPressed.connect(self._give)
        self.button.clicked.connect(self._give)
        self.setFocusProxy(self.field)

    def _give(self) -> None:
        if self.field.text:
            self.given.emit(self.field.text)


class SetupPanel(QWidget):
    """Lets the user choose a phrase, or to keep nothing."""

    chosen = Signal(str)
    session_chosen = Signal()

    def __init__(self, *, from_before: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = PhraseField(text.SETUP_PHRASE)
        self.second = PhraseField(text.SETUP_AGAIN)
        self._problem = Label("", role="small", ink="danger.text")
        self.retry = Button(text.SETUP_RETRY, kind="ghost")
        self.session = Button(text.SETUP_SESSION, kind="secondary")
        self.create_button = Button(text.SETUP_CREATE, kind="primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Label(text.SETUP_TITLE, role="title", wrap=True))
        column.addWidget(
            Label(text.setup_body(from_before=from_before), ink="text.secondary", wrap=True)
        )
        for widget in (self.first, self.second, self._problem):
            column.addWidget(widget)
        if from_before:
            self.session.hide()
        else:
            column.addWidget(Label(text.SETUP_SESSION_BODY, ink="text.secondary", wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.retry)
        buttons.addStretch(1)
        buttons.addWidget(self.session)
        buttons.addWidget(self.create_button)
        column.addLayout(buttons)
        for field in (self.first, self.second):
            field.edit.returnPressed.connect(self._choose)
            field.edit.textEdited.connect(lambda _: self._problem.set_text(""))
        self.create_button.clicked.connect(self._choose)
        self.session.clicked.connect(self.session_chosen)
        self.setFocusProxy(self.first)

    def _choose(self) -> None:
        if not is_long_enough(self.first.text):
            self._problem.set_text(text.TOO_SHORT)
        elif self.first.text != self.second.text:
            self._problem.set_text(text.DIFFERENT)
        else:
            self.chosen.emit(self.first.text)
