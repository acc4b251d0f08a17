"""What all charts share: the area, its grid, and the words at both axes."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from indoors.ui.theme import current_theme
from indoors.ui.widgets.painting import draw_text, text_width

_GAP = 8
_LINE = 16
_BELOW = 5
_EDGE = 5  # for a dot on the last point
_HALF = 0.5
_RIGHT = Qt.AlignmentFlag.AlignRight
_CENTER = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class Axes:
    """Ranges and their words. ``xs`` are (place, words); ``ys`` the same, lowest first."""

    x: tuple[float, float] = (0.0, 1.0)
    ys: Sequence[tuple[float, str]] = ((0.0, "0"), (1.0, "1"))
    xs: Sequence[tuple[float, str]] = ()


class Frame:
    """Turns values into places of one widget, and draws what lies behind them."""

    def __init__(self, axes: Axes, size: QSize, font: QFont, right: int = 0) -> None:
        self._axes = axes
        self._font = font
        self.left = max((text_width(font, words) for _, words in axes.ys), default=0) + _GAP
        below = _LINE + _BELOW if axes.xs else 2
        top = _LINE / 2
        self.area = QRectF(
            self.left,
            top,
            max(1, size.width() - self.left - max(right, _EDGE)),
            max(1, size.height() - top - below),
        )

    def x(self, value: float) -> float:
        """Return the place of a value along the lower edge."""
        low, high = self._axes.x
        return self.area.left() + self.area.width() * (value - low) / ((high - low) or 1.0)

    def y(self, value: float) -> float:
        """Return the place of a value along the left edge."""
        low, high = self._axes.ys[0][0], self._axes.ys[-1][0]
        return self.area.bottom() - self.area.height() * (value - low) / ((high - low) or 1.0)

    def point(self, x: float, y: float) -> QPointF:
        return QPointF(self.x(x), self.y(y))

    def draw(self, painter: QPainter) -> None:
        """Draw the grid and the words."""
        theme = current_theme()
        painter.setFont(self._font)
        quiet = theme.color("text.tertiary")
        for value, words in self._axes.ys:
            at = round(self.y(value)) + _HALF
            painter.setPen(QPen(theme.color("chart.grid"), 1))
            painter.drawLine(QPointF(self.area.left(), at), QPointF(self.area.right(), at))
            draw_text(
                painter, QRectF(0, at - _LINE / 2, self.left - _GAP, _LINE), words, quiet, _RIGHT
            )
        self._draw_below(painter)

    def _draw_below(self, painter: QPainter) -> None:
        """Words that would touch the ones before are left out."""
        free = 0.0
        color = current_theme().color("text.tertiary")
        for value, words in self._axes.xs:
            width = text_width(self._font, words)
            least, most = 0.0, self.area.right() - width
            left = min(max(self.x(value) - width / 2, least), max(most, least))
            if left >= free:
                box = QRectF(left, self.area.bottom() + _BELOW, width, _LINE)
                draw_text(painter, box, words, color, _CENTER)
                free = left + width + _GAP
