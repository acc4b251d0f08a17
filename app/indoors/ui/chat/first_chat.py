"""What an empty chat shows: a plain word about the starter model, and examples to begin with."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from indoors.ui.chat.chip_rows import ChipRows
from indoors.ui.labels import centred
from indoors.ui.text import window as text
from indoors.ui.widgets import Chip, Label

_WIDEST = 520
_EDGE = 32


class FirstChat(QWidget):
    """Gone after the first message. A click on an example only fills the composer."""

    example_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, 8, _EDGE, 8)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(centred(Label(text.FIRST_TITLE, role="title", wrap=True)))
        column.addSpacing(10)
        self.notice = centred(Label(text.STARTER_NOTICE, ink="text.secondary", wrap=True))
        self.notice.setMaximumWidth(_WIDEST)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.notice, 1000)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addSpacing(16)
        self.chips: list[Chip] = []
        for label, question in text.EXAMPLES:
            chip = Chip(label)
            chip.clicked.connect(lambda _=False, q=question: self.example_chosen.emit(q))
            self.chips.append(chip)
        column.addWidget(ChipRows(self.chips))
        column.addStretch(1)

    def set_starter(self, is_starter: bool) -> None:
        """Say how little the model knows only if it is the starter model."""
        self.notice.setVisible(is_starter)
