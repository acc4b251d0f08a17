"""An icon that is only looked at."""

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.ui.theme.current import current_icons, current_theme


class IconView(QWidget):
    """Decoration beside a word that says the same; screen readers skip it."""

    def __init__(
        self,
        icon: str,
        *,
        ink: str = "text.secondary",
        size: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._ink = ink
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str, ink: str) -> None:
        self._icon = icon
        self._ink = ink
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        at = QPoint((self.width() - self._size) // 2, (self.height() - self._size) // 2)
        color = current_theme().color(self._ink)
        current_icons().paint(painter, self._icon, at, self._size, color)
        painter.end()
