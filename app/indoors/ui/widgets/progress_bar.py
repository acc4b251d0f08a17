"""A bar for work of known length; unknown length is said in words, never by a bar."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from indoors.ui.theme.current import current_theme
from indoors.ui.widgets.painting import draw_box

_STEPS = 1000


class ProgressBar(QProgressBar):
    """6 pixels high. ``set_fraction`` takes 0 to 1."""

    fraction_changed = Signal(float)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, _STEPS)
        self.setTextVisible(False)
        self.setAccessibleName(name)
        self.setFixedHeight(current_theme().size("progress.height"))

    @property
    def fraction(self) -> float:
        return max(0, self.value()) / _STEPS

    def set_fraction(self, fraction: float) -> None:
        self.setValue(round(max(0.0, min(1.0, fraction)) * _STEPS))
        self.fraction_changed.emit(self.fraction)

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        paint_bar(painter, QRectF(self.rect()), self.fraction, "indoor.base")
        if theme.high_contrast:
            draw_box(painter, self.rect(), self.height() / 2, None, theme.color("border.default"))
        painter.end()


def paint_bar(painter: QPainter, rect: QRectF, fraction: float, token: str) -> None:
    """The track and the filled part, both with round ends."""
    theme = current_theme()
    radius = rect.height() / 2
    draw_box(painter, rect, radius, theme.color("track"))
    if fraction > 0:
        filled = QRectF(rect)
        filled.setWidth(max(rect.height(), rect.width() * min(1.0, fraction)))
        draw_box(painter, filled, radius, theme.color(token))
