"""What all painted push buttons have in common."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from indoors.ui.theme.current import current_theme
from indoors.ui.widgets.painting import Fade

_CLICK_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Control(QPushButton):
    """A button that paints itself: hover fades, Enter and Space click.

    It stays a QPushButton so that screen readers and dialogs know what it is.
    """

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._hover = Fade(self)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def hover_level(self) -> float:
        return self._hover.level if self.isEnabled() else 0.0

    def show_hover(self, on: bool) -> None:
        """Look hovered or not; pictures of the states need it without a mouse."""
        self._hover.move(1.0 if on else 0.0, current_theme().motion("hover"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.show_hover(on=True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.show_hover(on=False)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _CLICK_KEYS and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)
