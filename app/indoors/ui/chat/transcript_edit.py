"""The field in which a question is changed, in its place in the transcript."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from indoors.ui.chat.composer_edit import GrowingEdit
from indoors.ui.text import chat as words
from indoors.ui.widgets import Button

_MOST_LINES = 12
_GAP = 8


class QuestionEdit(QWidget):
    """Enter or Ctrl Enter asks again, Esc leaves all as it was."""

    saved = Signal(str)
    cancelled = Signal()
    resized = Signal()

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.edit = GrowingEdit(words.EDIT, _MOST_LINES, self)
        self.edit.set_text(text)
        self.edit.submitted.connect(self._save)
        self.edit.cancelled.connect(self.cancelled)
        self.edit.height_changed.connect(self.resized)
        self.save = Button(words.ASK_AGAIN, kind="primary", size="small", parent=self)
        self.cancel = Button(words.CANCEL, kind="ghost", size="small", parent=self)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.cancelled)

    def _save(self) -> None:
        text = self.edit.toPlainText().strip()
        if text:
            self.saved.emit(text)

    def focus(self) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self, width: int) -> int:
        """Return the height at this width."""
        return self.edit.height_at(width) + _GAP + self.save.sizeHint().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.edit.setGeometry(0, 0, self.width(), self.edit.height_at(self.width()))
        size = self.save.sizeHint()
        top = self.height() - size.height()
        left = self.width() - size.width()
        self.save.setGeometry(left, top, size.width(), size.height())
        size = self.cancel.sizeHint()
        self.cancel.setGeometry(left - size.width() - _GAP, top, size.width(), size.height())
