"""The window in place of the window: the data folder cannot be used, and here is why."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from indoors.core.errors import AppError
from indoors.ui.text import window as text
from indoors.ui.text.errors import action_label, describe
from indoors.ui.widgets import Button, ErrorBlock

_WIDTH = 560


class BlockedWindow(QWidget):
    """Says what keeps Indoors from starting and lets the user try again once it is mended.

    ``try_again`` returns the error that is still there, or ``None``: then the window goes.
    """

    def __init__(self, error: AppError, try_again: Callable[[], AppError | None]) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(text.APP)
        self.setMinimumWidth(_WIDTH)
        self._try_again = try_again
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 20, 20, 20)
        self._column.setSpacing(16)
        self._block: ErrorBlock | None = None
        self._button = Button(action_label("retry"), kind="primary", parent=self)
        self._button.clicked.connect(self._retry)
        self._column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignRight)
        self._show(error)

    def _show(self, error: AppError) -> None:
        words = describe(error)
        if self._block is not None:
            self._block.deleteLater()
        self._block = ErrorBlock(words.title, words.body, details=words.details, parent=self)
        self._column.insertWidget(0, self._block)
        self.adjustSize()

    def _retry(self) -> None:
        error = self._try_again()
        if error is None:
            self.close()
        else:
            self._show(error)
