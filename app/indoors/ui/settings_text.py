"""A line of text in the settings, saved when it is complete and can be used."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from indoors.ui.theme import current_theme
from indoors.ui.theme.fonts import font
from indoors.ui.widgets import Label


class TextField(QWidget):
    """``entered`` when the field is left or Enter is pressed; a problem is told below."""

    entered = Signal(str)

    def __init__(self, title: str) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setFont(font("body"))
        self.edit.setFixedHeight(current_theme().height("input.height"))
        self.edit.setAccessibleName(title)
        self.problem = Label("", role="small", ink="danger.text", wrap=True)
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.edit)
        column.addWidget(self.problem)
        self.setFocusProxy(self.edit)
        self._shown = ""
        self.edit.editingFinished.connect(self._enter)

    def show_text(self, text: str) -> None:
        """Show what is set; what is being typed stays."""
        if text != self._shown or not self.edit.isModified():
            self._shown = text
            self.edit.setText(text)
            self.show_problem("")

    def show_problem(self, words: str) -> None:
        """Say why the text cannot be used; it stays to be corrected."""
        self.problem.set_text(words)
        self.problem.setVisible(bool(words))
        self.edit.setProperty("error", bool(words))
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)

    def _enter(self) -> None:
        if self.edit.isModified():
            self.entered.emit(self.edit.text().strip())
