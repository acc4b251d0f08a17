"""Where errors and notices stand in a page until they are dealt with."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from indoors.core.errors import AppError
from indoors.ui.text import window as text
from indoors.ui.text.errors import action_label, describe
from indoors.ui.widgets import Banner, ErrorBlock, IconButton

_CROSS = 24
_EDGE = 6


class NoticeArea(QWidget):
    """Shows one error or notice; a newer one takes its place. Empty, it takes no room."""

    action_requested = Signal(str, object)  # key of ui/text/errors, AppError

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 8)
        self._shown: QWidget | None = None
        self.error: AppError | None = None
        self.hide()

    def show_error(self, error: AppError) -> None:
        """Show what happened, what is safe and what to do, with its actions."""
        words = describe(error)
        labels = {action_label(action): action for action in words.actions}
        block = DismissableError(words.title, words.body, tuple(labels), words.details)
        block.triggered.connect(lambda label: self._act(labels[label], error))
        block.dismissed.connect(self.clear)
        self._put(block)
        self.error = error

    def show_text(self, words: str) -> None:
        """Show a notice that needs nothing but reading."""
        banner = Banner(words, tone="neutral")
        banner.dismissed.connect(self.clear)
        self._put(banner)

    def clear(self) -> None:
        """Take away what is shown."""
        shown, self._shown, self.error = self._shown, None, None
        if shown is not None:
            self._column.removeWidget(shown)
            shown.hide()
            shown.deleteLater()
        self.hide()

    def _put(self, widget: QWidget) -> None:
        self.clear()
        self._shown = widget
        self._column.addWidget(widget)
        self.show()

    def _act(self, action: str, error: AppError) -> None:
        self.clear()
        self.action_requested.emit(action, error)


class DismissableError(ErrorBlock):
    """An error block with a cross."""

    dismissed = Signal()

    def __init__(
        self, title: str, body: str, actions: tuple[str, ...], details: str | None
    ) -> None:
        super().__init__(title, body, actions, details)
        self._cross = IconButton("x", text.DISMISS, side=_CROSS, icon_size=14, parent=self)
        self._cross.clicked.connect(self.dismissed)
        layout = self.layout()
        if layout is not None:
            margins = layout.contentsMargins()
            margins.setRight(_CROSS + 2 * _EDGE)
            layout.setContentsMargins(margins)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._cross.setGeometry(self.width() - _CROSS - _EDGE, _EDGE, _CROSS, _CROSS)
        self._cross.raise_()
