"""The licence of a model, to be read without any network."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from indoors.ui.text import licence_sheet as text
from indoors.ui.theme import mono
from indoors.ui.widgets import ScrimDialog

_WIDTH = 720
_LINES = 22
_LEAST = 80
_AROUND = 230
"""Pixels of the window that title, buttons and the scrim's edges take."""


class LicenceDialog(ScrimDialog):
    """Plain text, selectable, wrapped."""

    def __init__(self, window: QWidget, name: str, sheet: str) -> None:
        title = text.TITLE.format(name=name)
        super().__init__(window, title, width=_WIDTH)
        self.sheet = QPlainTextEdit(sheet)
        self.sheet.setReadOnly(True)
        self.sheet.setFont(mono("small"))
        self.sheet.setAccessibleName(title)
        self.sheet.setTabChangesFocus(True)
        lines = _LINES * self.sheet.fontMetrics().lineSpacing()
        self.sheet.setMinimumHeight(max(_LEAST, min(lines, window.height() - _AROUND)))
        self.body.addWidget(self.sheet)
        self.add_button(text.CLOSE, kind="primary", answer="reject", default=True)
