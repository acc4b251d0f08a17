"""A secret in the settings: it can be entered, replaced and removed, but never be read again."""

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from indoors.bridge.held_secrets import Held, HeldSecretBridge
from indoors.core.errors import AppError
from indoors.services.secrets import KeyringState
from indoors.ui.phrase_field import PhraseField
from indoors.ui.text import network as text
from indoors.ui.text.errors import describe
from indoors.ui.widgets import Button, Label
from indoors.ui.widgets.accessible import announce


@dataclass(frozen=True, slots=True)
class SecretWords:
    """``hint`` stands in the empty field, ``wrong`` says what it may hold."""

    title: str
    body: str
    hint: str
    wrong: str


class SecretField(QWidget):
    """Either a field to enter it, or a line that says where it is."""

    def __init__(self, secret: HeldSecretBridge, words: SecretWords) -> None:
        super().__init__()
        self._secret = secret
        self._words = words
        self._replacing = False
        self.entry = PhraseField(words.hint)
        self.save = Button(text.SAVE)
        self.state = Label("", ink="text.secondary", wrap=True)
        self.again = Button(text.ASK_AGAIN)
        self.replace = Button(text.REPLACE)
        self.remove = Button(text.REMOVE, kind="ghost")
        self.problem = Label("", role="small", ink="danger.text", wrap=True)
        self._lay_out()
        self.setFocusProxy(self.entry)
        self.entry.edit.returnPressed.connect(self._save)
        self.entry.edit.textChanged.connect(lambda _: self.show_problem(""))
        self.save.clicked.connect(self._save)
        self.again.clicked.connect(secret.look)
        self.replace.clicked.connect(self.start_entry)
        self.remove.clicked.connect(secret.forget)
        secret.changed.connect(self._changed)
        secret.error.connect(self._show_error)
        self._show()

    def _lay_out(self) -> None:
        self._entering = QWidget()
        entering = QHBoxLayout(self._entering)
        entering.addWidget(self.entry, 1)
        entering.addWidget(self.save)
        self._there = QWidget()
        there = QHBoxLayout(self._there)
        there.addWidget(self.state, 1)
        for button in (self.remove, self.again, self.replace):
            button.setAccessibleName(f"{button.text()}, {self._words.title}")
            there.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._entering, self._there):
            layout = part.layout()
            assert layout is not None
            layout.setContentsMargins(0, 0, 0, 0)
            column.addWidget(part)
        column.addWidget(self.problem)

    def solve(self) -> None:
        """Do what helps when the hub asked for it in vain."""
        if self._secret.is_refused:
            self._secret.look()
            self.again.setFocus()
        else:
            self.start_entry()

    def start_entry(self) -> None:
        """Let the user enter one, also in place of the one that is there."""
        self._replacing = True
        self._show()
        self.entry.setFocus()

    def show_problem(self, words: str) -> None:
        self.problem.set_text(words)
        self.problem.setVisible(bool(words))

    def _save(self) -> None:
        given = self.entry.text.strip()
        if not given:
            self._replacing = False
            self._show()
        elif not self._secret.fits(given):
            self.show_problem(self._words.wrong)
        else:
            self.entry.clear()  # nothing on the screen holds it any longer than needed
            self._secret.set(given)

    def _changed(self) -> None:
        if self._secret.held is not Held.BUSY:
            self._replacing = False
            self.show_problem("")
        self._show()
        if self.isVisible() and self._there.isVisible():
            announce(self.state)

    def _show(self) -> None:
        held = self._secret.held
        entering = self._replacing or held is Held.NONE
        self._entering.setVisible(entering and held is not Held.BUSY)
        self._there.setVisible(not self._entering.isVisibleTo(self))
        self.problem.setVisible(bool(self.problem.text()))
        reason = self._secret.keyring if held is Held.SESSION else KeyringState.READY
        self.state.set_text(text.held(held.value, reason.value))
        self.again.setVisible(held is Held.REFUSED)
        for button in (self.again, self.replace, self.remove):
            button.setEnabled(held is not Held.BUSY)

    def _show_error(self, error: AppError) -> None:
        self.show_problem(describe(error).sentence)
