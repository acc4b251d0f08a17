"""Copy buttons say for a moment that it is done."""

from PySide6.QtCore import QTimer

from indoors.ui.text import chat as words
from indoors.ui.widgets import Button

_SHOWN_MS = 1_500


def say_copied(button: Button) -> None:
    """Let the button say "Copied", then what it said before."""
    name = button.accessibleName()
    button.set_busy(words.COPIED)

    def again() -> None:
        button.set_busy(None)
        button.setAccessibleName(name)

    QTimer.singleShot(_SHOWN_MS, button, again)
