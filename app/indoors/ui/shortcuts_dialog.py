"""The keys of the window, as a list."""

from collections.abc import Iterable

from PySide6.QtWidgets import QGridLayout, QWidget

from indoors.ui.actions import Command
from indoors.ui.forms import FormScroll
from indoors.ui.text import window as text
from indoors.ui.widgets import KeyHint, Label, ScrimDialog

_WIDTH = 440


class ShortcutsDialog(ScrimDialog):
    """One row for each command that has keys, and those of the composer and the list."""

    def __init__(self, window: QWidget, commands: Iterable[Command]) -> None:
        super().__init__(window, text.SHORTCUTS, width=_WIDTH)
        rows = [(command.hint, command.label) for command in commands if command.keys]
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        for row, (keys, words) in enumerate([*text.WIDGET_KEYS, *rows]):
            grid.addWidget(KeyHint(keys), row, 0)
            label = Label(words.rstrip("…"))
            label.setAccessibleName(f"{words}: {keys}")
            grid.addWidget(label, row, 1)
        self.body.addWidget(FormScroll(table), 1)
        self.add_button(text.CLOSE, kind="primary", answer="reject", default=True)
