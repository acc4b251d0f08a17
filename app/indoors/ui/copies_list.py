"""Backups to choose from: when, what for, how large, and a button each."""

import datetime
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from indoors.store.backup import Copy
from indoors.ui.forms import FormRow
from indoors.ui.text import safekeeping as text
from indoors.ui.widgets import Button, Label


class CopiesList(QWidget):
    """``chosen`` carries the backup whose button was pressed."""

    chosen = Signal(object)  # Copy

    def __init__(self, copies: Sequence[Copy], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = datetime.datetime.now(datetime.UTC)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.buttons: list[Button] = []
        for copy in copies:
            button = Button(text.RESTORE_DO)
            button.clicked.connect(lambda _=False, chosen=copy: self.chosen.emit(chosen))
            self.buttons.append(button)
            said = text.when(copy, now)
            column.addWidget(FormRow(said[0].upper() + said[1:], text.kind(copy), button))
        if not copies:
            column.addWidget(Label(text.NO_COPIES, ink="text.secondary", wrap=True))
