"""How full something is: a small bar that turns amber above nine tenths."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.ui.text import widgets as words
from indoors.ui.theme.current import current_theme
from indoors.ui.widgets.progress_bar import paint_bar

_WIDTH = 64
_NEARLY_FULL = 0.9


def gauge_ink(fraction: float) -> str:
    """The token a gauge is filled with."""
    return "caution.base" if fraction > _NEARLY_FULL else "indoor.base"


class Gauge(QWidget):
    """64 by 6, for memory. ``set_memory`` takes bytes."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._fraction = 0.0
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def fraction(self) -> float:
        return self._fraction

    def set_memory(self, used: int, total: int) -> None:
        self._fraction = min(1.0, used / total) if total else 0.0
        self.setAccessibleName(words.memory_of_aloud(self._name, used, total))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, current_theme().size("gauge.height"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_bar(painter, QRectF(self.rect()), self._fraction, gauge_ink(self._fraction))
        painter.end()
