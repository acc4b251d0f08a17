"""The mark: a house with one lit point."""

from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.ui.theme.current import current_icons, current_theme

_UNITS = 30  # of the drawing in resources/icons/mark.svg
_LIT_Y = 17.5
_LIT_RADIUS = 4


class Mark(QWidget):
    """30 in the rail, 28 on the first run. Decoration: screen readers skip it."""

    def __init__(self, size: int = 30, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current_icons().paint(painter, "mark", QPoint(0, 0), self._size, theme.color("indoor.base"))
        scale = self._size / _UNITS
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("text.onAccent"))
        radius = _LIT_RADIUS * scale
        painter.drawEllipse(QPointF(self._size / 2, _LIT_Y * scale), radius, radius)
        painter.end()
