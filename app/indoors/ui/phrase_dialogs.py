"""Dialogs that take a phrase: to set one, to check one, to lock or open a file with one."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from indoors.core.recovery_phrase import is_long_enough, normal
from indoors.ui.phrase_field import PhraseField
from indoors.ui.text import safekeeping as text
from indoors.ui.text import start as start_text
from indoors.ui.widgets import Button, Label, ScrimDialog

_WIDTH: Final = 520


class NewPhraseDialog(ScrimDialog):
    """Takes a new phrase twice. ``given`` carries it; whoever listens closes the dialog."""

    given = Signal(str)

    def __init__(
        self,
        window: QWidget,
        title: str,
        subtitle: str,
        do: str,
        suggest: Callable[[], str] | None = None,
    ) -> None:
        super().__init__(window, title, subtitle=subtitle, width=_WIDTH)
        self._suggest = suggest
        self.first = PhraseField(text.SET_FIELD)
        self.second = PhraseField(text.SET_AGAIN)
        self.problem = Label("", role="small", ink="danger.text", wrap=True)
        self.body.addWidget(self.first)
        if suggest is not None:
            self.body.addLayout(self._helpers())
            self._fill()
        self.body.addWidget(self.second)
        self.body.addWidget(self.problem)
        self.add_button(text.CANCEL, answer="reject")
        self.do = self.add_button(do, kind="primary", default=True)
        self.do.clicked.connect(self._give)
        for field in (self.first, self.second):
            field.edit.textEdited.connect(lambda _: self.problem.set_text(""))

    def open(self) -> None:
        super().open()
        first = self.first if self._suggest is None else self.second
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refuse(self, words: str) -> None:
        """Say what is wrong; the dialog stays."""
        self.do.set_busy(None)
        self.do.setEnabled(True)
        self.problem.set_text(words)

    def _helpers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        another = Button(text.SUGGEST, kind="ghost", size="small")
        another.clicked.connect(self._fill)
        copy = Button(text.COPY, kind="ghost", size="small", icon="copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.first.text))
        row.addWidget(another)
        row.addWidget(copy)
        row.addStretch(1)
        return row

    def _fill(self) -> None:
        if self._suggest is not None:
            self.first.edit.setText(self._suggest())
            self.first.reveal()

    def _give(self) -> None:
        if not is_long_enough(self.first.text):
            self.problem.set_text(start_text.TOO_SHORT)
        elif normal(self.first.text) != normal(self.second.text):
            self.problem.set_text(start_text.DIFFERENT)
        else:
            self.do.setEnabled(False)
            self.do.set_busy(text.SETTING)
            self.given.emit(self.first.text)


class AskPhraseDialog(ScrimDialog):
    """Takes an existing phrase. ``given`` carries it; whoever listens says what came of it."""

    given = Signal(str)

    def __init__(self, window: QWidget, title: str, subtitle: str, *, do: str, busy: str) -> None:
        super().__init__(window, title, subtitle=subtitle, width=_WIDTH)
        self._busy = busy
        self.field = PhraseField(text.SET_FIELD)
        self.result = Label("", wrap=True)
        self.body.addWidget(self.field)
        self.body.addWidget(self.result)
        self.add_button(text.CLOSE, answer="reject")
        self.do = self.add_button(do, kind="primary", default=True)
        self.do.clicked.connect(self._give)

    def open(self) -> None:
        super().open()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def say(self, words: str, *, good: bool) -> None:
        """Show what came of it; the dialog stays."""
        self.do.set_busy(None)
        self.do.setEnabled(True)
        self.result.set_ink("indoor.text" if good else "danger.text")
        self.result.set_text(words)

    def _give(self) -> None:
        if self.field.text:
            self.do.setEnabled(False)
            self.do.set_busy(self._busy)
            self.given.emit(self.field.text)
