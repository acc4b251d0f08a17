"""The last values of one quantity, as a line or as bars."""

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.ui.text import widgets as words
from indoors.ui.theme.current import current_theme
from indoors.ui.widgets.painting import draw_box

_LINE = 1.5
_DOT = 2.5
_FILL_SHARE = 0.13
_FLOOR = 2  # from the lower edge to the value 0
_RIGHT = 1.5
_BAR_WIDTH = 7
_BAR_GAP = 4
_BAR_ROOM = 28
_BAR_RADIUS = 2


class Sparkline(QWidget):
    """Always on a scale from 0. A missing value (None) breaks the line.

    Args:
        name: of the quantity.
        kind: "line" over time, or "bars" for one value per answer, the last one marked.
        ink: token of the line.
        slots: how many values fill the width; fewer start at the right.
        say: how one value is said aloud.

    Attributes:
        full: the value that fills the height, unless a higher one is shown.
    """

    def __init__(
        self,
        name: str,
        *,
        kind: Literal["line", "bars"] = "line",
        ink: str = "chart.1",
        slots: int = 120,
        say: Callable[[float], str] = "{:.0f}".format,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._bars = kind == "bars"
        self._ink = ink
        self._slots = slots
        self.full = 0.0
        self._say = say
        self._values: list[float | None] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_values([])

    def set_values(self, values: Sequence[float | None]) -> None:
        """Oldest first; only the last ``slots`` are shown."""
        self._values = list(values[-self._slots :])
        known = [value for value in self._values if value is not None]
        if known:
            parts = (self._say(known[-1]), self._say(min(known)), self._say(max(known)))
            self.setAccessibleName(words.series(self._name, *parts))
        else:
            self.setAccessibleName(words.no_values(self._name))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(*current_theme().pair("sparkline"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        highest = max(self.full, *(value or 0.0 for value in self._values), 0.0)
        if self._bars:
            self._draw_bars(painter, highest)
        else:
            for run in self._runs(highest):
                self._draw_run(painter, run)
            self._draw_last(painter, highest)
        painter.end()

    def _draw_bars(self, painter: QPainter, highest: float) -> None:
        theme = current_theme()
        x = self.width() - 2 - len(self._values) * (_BAR_WIDTH + _BAR_GAP) + _BAR_GAP
        for index, value in enumerate(self._values):
            if value is not None and highest > 0:
                height = max(_BAR_RADIUS, round(_BAR_ROOM * value / highest))
                bar = QRectF(x, self.height() - 1 - height, _BAR_WIDTH, height)
                last = index == len(self._values) - 1
                draw_box(
                    painter, bar, _BAR_RADIUS, theme.color(self._ink if last else "chart.muted")
                )
            x += _BAR_WIDTH + _BAR_GAP

    def _runs(self, highest: float) -> list[list[QPointF]]:
        """The points of each stretch without a gap."""
        runs: list[list[QPointF]] = [[]]
        for index, value in enumerate(self._values):
            if value is None:
                runs.append([])
            else:
                runs[-1].append(self._point(index, value, highest))
        return [run for run in runs if run]

    def _point(self, index: int, value: float, highest: float) -> QPointF:
        step = (self.width() - _RIGHT - 2 * _DOT) / max(1, self._slots - 1)
        x = self.width() - _RIGHT - _DOT - (len(self._values) - 1 - index) * step
        room = self.height() - _FLOOR - _DOT - 1
        share = value / highest if highest > 0 else 0.0
        return QPointF(x, self.height() - _FLOOR - share * room)

    def _draw_run(self, painter: QPainter, run: list[QPointF]) -> None:
        color = current_theme().color(self._ink)
        fill = QColor(color)
        fill.setAlphaF(_FILL_SHARE)
        floor = self.height()
        area = [QPointF(run[0].x(), floor), *run, QPointF(run[-1].x(), floor)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF(area))
        pen = QPen(color, _LINE)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(run))

    def _draw_last(self, painter: QPainter, highest: float) -> None:
        if self._values and (value := self._values[-1]) is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current_theme().color(self._ink))
            painter.drawEllipse(self._point(len(self._values) - 1, value, highest), _DOT, _DOT)
