"""A field for a recovery phrase: hidden, with a button that shows it."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from indoors.ui.text import start as text
from indoors.ui.theme import current_theme
from indoors.ui.theme.fonts import font
from indoors.ui.widgets import Button


class PhraseField(QWidget):
    """``edit`` is the field itself; what it holds never becomes a suggestion or a history."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit(self)
        self.edit.setFont(font("body"))
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setPlaceholderText(name)
        self.edit.setAccessibleName(name)
        self.edit.setFixedHeight(current_theme().height("input.height"))
        self._show = Button(text.SHOW, kind="ghost", parent=self)
        self._show.setToolTip(text.SHOW_TIP)
        self._show.clicked.connect(self._turn)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.edit, 1)
        row.addWidget(self._show)
        self.setFocusProxy(self.edit)

    @property
    def text(self) -> str:
        return self.edit.text()

    def clear(self) -> None:
        self.edit.clear()

    def reveal(self) -> None:
        """Show what is in it."""
        if self.edit.echoMode() == QLineEdit.EchoMode.Password:
            self._turn()

    def _turn(self) -> None:
        shown = self.edit.echoMode() == QLineEdit.EchoMode.Password
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.edit.setEchoMode(mode)
        self._show.set_text(text.HIDE if shown else text.SHOW)
