"""Errors and the offline note, above the table."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from indoors.core.errors import AppError
from indoors.ui.text import errors
from indoors.ui.text import models as text
from indoors.ui.text.window import DISMISS
from indoors.ui.widgets import Banner, ErrorBlock


class ModelNotices(QWidget):
    """At most one error, and the note that nothing can be fetched."""

    import_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._error: ErrorBlock | None = None
        self._offline = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 12, 20, 12)
        self._column.setSpacing(8)
        self._note = Banner(text.OFFLINE, tone="neutral", actions=[text.IMPORT], dismissable=False)
        self._note.triggered.connect(lambda _: self.import_requested.emit())
        self._column.addWidget(self._note)
        self._note.hide()
        self._sealed = Banner(text.SEALED, tone="indoor", actions=[text.IMPORT], dismissable=False)
        self._sealed.triggered.connect(lambda _: self.import_requested.emit())
        self._column.addWidget(self._sealed)
        self._sealed.hide()
        self.hide()

    @property
    def is_offline(self) -> bool:
        return self._offline

    @property
    def error(self) -> ErrorBlock | None:
        return self._error

    def set_offline(self, offline: bool, *, sealed: bool = False) -> None:
        self._offline = offline and not sealed
        self._note.setVisible(self._offline)
        self._sealed.setVisible(sealed)
        self._fit()

    def show_error(self, error: AppError) -> None:
        """Say in place what failed; the one before goes."""
        self.clear()
        said = errors.describe(error)
        body = " ".join(part for part in (said.safe, said.todo) if part)
        block = ErrorBlock(said.title, body, [DISMISS], said.details)
        block.triggered.connect(self.clear)
        self._error = block
        self._column.addWidget(block)
        self._fit()

    def clear(self) -> None:
        if self._error is not None:
            self._column.removeWidget(self._error)
            self._error.hide()
            self._error.deleteLater()
            self._error = None
        self._fit()

    def _fit(self) -> None:
        told = self._offline or not self._sealed.isHidden()
        self.setVisible(told or self._error is not None)
