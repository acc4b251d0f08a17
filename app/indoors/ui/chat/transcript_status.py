"""The line between an answer and its metrics: reading, stopped, interrupted."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from indoors.bridge.progress import Progress
from indoors.ui.text import chat as words
from indoors.ui.theme import current_theme
from indoors.ui.widgets import Button, Label, ProgressBar

_BAR_GAP = 6
_BAR_WIDTH = 320
_BUTTON_GAP = 12


class StatusLine(QWidget):
    """A sentence with a progress bar below it or Continue beside it."""

    continue_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.label = Label("", role="small", ink="text.secondary", wrap=True, parent=self)
        self.bar = ProgressBar(words.READING, self)
        self.button = Button(words.CONTINUE, size="small", parent=self)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.continue_requested)
        self.bar.hide()
        self.button.hide()

    def show_progress(self, progress: Progress) -> None:
        """Show what the engine does before the first word. Raises nothing for other phases."""
        tell = words.loading if progress.phase == "loading" else words.reading
        text = tell(progress.fraction, progress.seconds_left)
        self.show_sentence(words.STOPPING if progress.phase == "stopping" else text)
        if progress.phase != "stopping" and progress.fraction is not None:
            self.bar.set_fraction(progress.fraction)
            self.bar.setAccessibleName(text)
            self.bar.show()

    def show_sentence(self, text: str, *, can_continue: bool = False) -> None:
        self.label.set_text(text)
        self.bar.hide()
        self.button.setVisible(can_continue)

    def fit(self, width: int) -> int:
        """Return the height at this width."""
        row = self.label.heightForWidth(self._label_room(width))
        if not self.button.isHidden():
            row = max(row, self.button.sizeHint().height())
        return row if self.bar.isHidden() else row + _BAR_GAP + self.bar.height()

    def _label_room(self, width: int) -> int:
        if self.button.isHidden():
            return width
        return width - self.button.sizeHint().width() - _BUTTON_GAP

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def place(self) -> None:
        room = self._label_room(self.width())
        wanted = min(room, self.label.sizeHint().width())
        text = self.label.heightForWidth(wanted)
        size: QSize = self.button.sizeHint()
        row = max(text, size.height()) if not self.button.isHidden() else text
        self.label.setGeometry(0, (row - text) // 2, wanted, text)
        self.button.setGeometry(
            wanted + _BUTTON_GAP, (row - size.height()) // 2, size.width(), size.height()
        )
        width = min(self.width(), _BAR_WIDTH)
        self.bar.setGeometry(0, text + _BAR_GAP, width, current_theme().size("progress.height"))
