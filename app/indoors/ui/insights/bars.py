"""Bars over time: filled if measured, dashed if estimated, nothing where nothing is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from indoors.ui.insights.chart import Chart, Tip
from indoors.ui.insights.frame import Axes, Frame
from indoors.ui.theme import current_theme
from indoors.ui.widgets.painting import draw_box

_SHARE = 0.76
_WIDEST = 22.0
_ROUND = 2.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of time: a value, and what comes on top of it in grey."""

    value: float | None
    upper: float | None = None
    dashed: bool = False


class BarChart(Chart):
    """Bars stand at 0, 1, 2 and so on."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._bars: Sequence[Bar] = ()

    def show_bars(self, bars: Sequence[Bar], axes: Axes, tips: Sequence[Tip], said: str) -> None:
        self._bars = bars
        self.set_frame(axes, tips, said)

    def draw(self, painter: QPainter, frame: Frame) -> None:
        step = frame.area.width() / max(1, len(self._bars))
        width = min(_WIDEST, max(1.0, step * _SHARE))
        for index, bar in enumerate(self._bars):
            left = frame.x(index) - width / 2
            lower = bar.value or 0.0
            if bar.upper:
                self._fill(
                    painter,
                    frame,
                    QRectF(left, 0, width, 0),
                    lower,
                    lower + bar.upper,
                    "chart.muted",
                )
            if bar.value is None:
                continue
            if bar.dashed:
                self._outline(painter, frame, left, width, bar.value)
            else:
                self._fill(painter, frame, QRectF(left, 0, width, 0), 0.0, bar.value, "chart.1")

    @staticmethod
    def _fill(
        painter: QPainter, frame: Frame, place: QRectF, low: float, high: float, ink: str
    ) -> None:
        top = min(frame.y(high), frame.y(low) - 1)  # the smallest bar is still seen
        place.setTop(top)
        place.setBottom(frame.y(low))
        draw_box(painter, place, min(_ROUND, place.height() / 2), current_theme().color(ink))

    @staticmethod
    def _outline(painter: QPainter, frame: Frame, left: float, width: float, value: float) -> None:
        pen = QPen(current_theme().color("chart.1"), 1.2)
        pen.setDashPattern([2, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        top = min(frame.y(value), frame.y(0.0) - 1)
        painter.drawRect(QRectF(left + 0.5, top, width - 1, frame.y(0.0) - top))
