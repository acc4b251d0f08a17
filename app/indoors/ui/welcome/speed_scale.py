"""A predicted speed on a scale that all cards share, with the speed of reading marked."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.core.recommend import READING_SPEED
from indoors.core.speed import Estimate
from indoors.ui.text import welcome_cards as text
from indoors.ui.theme import current_theme, font
from indoors.ui.widgets.painting import draw_box, draw_text, text_width

_STEPS = (10, 20, 30, 40, 60, 80)
_TRACK, _BAND, _DOT = 4, 10, 9
_MARK_HEIGHT = 16
_EDGE = 4
_TICK_GAP = 5


def scale_end(estimates: Iterable[Estimate]) -> int:
    """Return the round number at which a scale for all of them ends: 80, 200, 3000."""
    highest = max((each.high for each in estimates), default=0.0)
    power = 1
    while highest > _STEPS[-1] * power:
        power *= 10
    return next(step * power for step in _STEPS if highest <= step * power)


class SpeedScale(QWidget):
    """From 0 to ``set_end``: a band for the range, a dot for the value, a tick at 6 tok/s."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._estimate: Estimate | None = None
        self._end = _STEPS[0]
        self.setFont(font("micro", 400, tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip(text.READING_SPEED_TIP)

    @property
    def end(self) -> int:
        return self._end

    def set_estimate(self, estimate: Estimate) -> None:
        self._estimate = estimate
        self.setAccessibleName(text.speed_aloud(estimate))
        self.setAccessibleDescription(text.READING_SPEED_TIP)
        self.update()

    def set_end(self, end: int) -> None:
        """Set the number at the right end; the same on every card."""
        self._end = end
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, _MARK_HEIGHT + current_theme().line("micro"))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def place(self, speed: float) -> float:
        """Return how far from the left a speed is drawn, in pixels."""
        share = min(1.0, max(0.0, speed / self._end))
        return _EDGE + share * (self.width() - 2 * _EDGE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(self.font())
        middle = _MARK_HEIGHT / 2
        track = QRectF(_EDGE, middle - _TRACK / 2, self.width() - 2 * _EDGE, _TRACK)
        draw_box(painter, track, _TRACK / 2, theme.color("track"))
        if self._estimate is not None:
            self._draw_range(painter, self._estimate, middle)
        self._draw_tick(painter, middle)
        painter.end()

    def _draw_range(self, painter: QPainter, estimate: Estimate, middle: float) -> None:
        theme = current_theme()
        left, right = self.place(estimate.low), self.place(estimate.high)
        width = max(float(_BAND), right - left)
        band = QRectF(min(left, self.width() - width), middle - _BAND / 2, width, _BAND)
        draw_box(painter, band, _BAND / 2, theme.color("indoor.border"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("indoor.base"))
        painter.drawEllipse(QPointF(self.place(estimate.value), middle), _DOT / 2, _DOT / 2)

    def _draw_tick(self, painter: QPainter, middle: float) -> None:
        theme = current_theme()
        ink = theme.color("text.tertiary")
        x = round(self.place(READING_SPEED))
        painter.fillRect(QRectF(x, middle - 6, 1, 14), ink)
        line = QRectF(0, _MARK_HEIGHT, self.width() - _EDGE, theme.line("micro"))
        end = f"{self._end}"
        draw_text(painter, line, end, ink, Qt.AlignmentFlag.AlignRight)
        room = self.width() - _EDGE - text_width(self.font(), end) - 8
        needed = text_width(self.font(), text.READING_SPEED)
        left = float(x + _TICK_GAP)
        if left + needed > room:
            left = max(0.0, float(min(x - _TICK_GAP, room) - needed))
        draw_text(painter, line.adjusted(left, 0, 0, 0), text.READING_SPEED, ink)
