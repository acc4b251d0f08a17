"""A value and its range on a scale from 0: predicted speed, win rates."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.ui.theme.current import current_theme
from indoors.ui.theme.fonts import font
from indoors.ui.widgets.painting import draw_box, draw_text, text_width

TRACK = 4
BAND = 8
_DOT = 7
_TICK = 14
_TICK_GAP = 5
_LEAST_BAND = 8
_WIDTH = 150
_LEGEND_GAP = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """In the scale's unit. ``value`` None: no dot. ``quiet``: a range that nothing confirms."""

    low: float
    high: float
    most: float
    value: float | None = None
    quiet: bool = False


def paint_range_mark(painter: QPainter, rect: QRectF, mark: Mark | None) -> None:
    """Track 4 in the vertical middle of ``rect``, band 8, dot 7. None: the track alone."""
    theme = current_theme()
    middle = rect.center().y()
    track = QRectF(rect.x(), middle - TRACK / 2, rect.width(), TRACK)
    draw_box(painter, track, TRACK / 2, theme.color("track"))
    if mark is None or mark.most <= 0:
        return
    left, right = (_at(rect, mark, end) for end in (mark.low, mark.high))
    spare = max(0.0, _LEAST_BAND - (right - left)) / 2
    left = max(rect.left(), min(left - spare, rect.right() - _LEAST_BAND))
    right = min(rect.right(), max(right + spare, left + _LEAST_BAND))
    band = QRectF(left, middle - BAND / 2, right - left, BAND)
    draw_box(painter, band, BAND / 2, theme.color("chart.muted" if mark.quiet else "indoor.border"))
    if mark.value is not None:
        x = min(max(_at(rect, mark, mark.value), rect.left() + _DOT / 2), rect.right() - _DOT / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("indoor.base"))
        painter.drawEllipse(QPointF(x, middle), _DOT / 2, _DOT / 2)


class RangeMark(QWidget):
    """The mark with, if wanted, a tick that something is compared with, and the scale's end.

    Args:
        name: what is shown, for screen readers.
        tick: the word below the tick, empty for none.
    """

    def __init__(self, name: str, *, tick: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._tick = tick
        self._tick_at: float | None = None
        self._end = ""
        self._mark: Mark | None = None
        self.setFont(font("micro", 400, tabular=True))
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def mark(self) -> Mark | None:
        return self._mark

    def set_mark(
        self, mark: Mark | None, said: str, *, tick_at: float | None = None, end: str = ""
    ) -> None:
        """Show a mark. ``said`` is its value in words; ``end`` is written at the scale's end."""
        self._mark, self._tick_at, self._end = mark, tick_at, end
        self.setAccessibleName(f"{self._name}: {said}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        height = _TICK
        if self._tick or self._end:
            height += _LEGEND_GAP + current_theme().line("micro")
        return QSize(_WIDTH, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(self.font())
        area = QRectF(0, 0, self.width(), _TICK)
        paint_range_mark(painter, area, self._mark)
        below = _TICK + _LEGEND_GAP
        quiet = theme.color("text.tertiary")
        line = theme.line("micro")
        if self._end:
            right = QRectF(0, below, self.width(), line)
            draw_text(painter, right, self._end, quiet, Qt.AlignmentFlag.AlignRight)
        if self._mark is not None and self._tick_at is not None:
            x = round(_at(area, self._mark, self._tick_at))
            height = _TICK if not self._tick else below + line - _TICK_GAP + 2
            painter.fillRect(QRectF(x, 0, theme.hairline, min(height, _TICK)), quiet)
            room = self.width() - x - _TICK_GAP - text_width(self.font(), self._end) - 2 * _TICK_GAP
            if self._tick and text_width(self.font(), self._tick) <= room:
                rest = QRectF(x + _TICK_GAP, below, self.width() - x - _TICK_GAP, line)
                draw_text(painter, rest, self._tick, quiet)
        painter.end()


def _at(rect: QRectF, mark: Mark, value: float) -> float:
    return rect.left() + rect.width() * min(1.0, max(0.0, value / mark.most))
