"""Lines over time; a value that is not known breaks its line."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from indoors.ui.insights.chart import Chart, Tip
from indoors.ui.insights.frame import Axes, Frame
from indoors.ui.theme import current_theme
from indoors.ui.widgets.painting import draw_text, mix, text_width

_WIDTH = 1.7
_DOT = 3.5
_LINE = 16
_NAME_GAP = 6
_OVERLAP = 3  # of two lines of text: their letters are still apart


@dataclass(frozen=True, slots=True)
class Line:
    """Points from left to right. ``name`` stands at the end, or above ``named_at``.

    ``faded`` is how much of the surface is mixed into the colour, 0 to 1.
    """

    points: Sequence[tuple[float, float | None]]
    ink: str = "chart.1"
    name: str = ""
    faded: float = 0.0
    filled: bool = False
    dashed: bool = False
    ends_in_dot: bool = False
    named_at: tuple[float, float] | None = None
    name_ink: str = "text.tertiary"


class LineChart(Chart):
    def __init__(self, name: str, *, names_at_right: bool = False) -> None:
        super().__init__(name)
        self._lines: Sequence[Line] = ()
        self._marks: Sequence[tuple[float, float]] = ()
        self._names_at_right = names_at_right

    def show_lines(
        self,
        lines: Sequence[Line],
        axes: Axes,
        tips: Sequence[Tip],
        said: str,
        marks: Sequence[tuple[float, float]] = (),
    ) -> None:
        """Show these lines; ``marks`` are places where two of them cross."""
        self._lines, self._marks = lines, marks
        names = [line.name for line in lines] if self._names_at_right else []
        widest = max((text_width(self.font(), name) for name in names), default=0)
        self.right = widest + _NAME_GAP if widest else 0
        self.set_frame(axes, tips, said)

    def draw(self, painter: QPainter, frame: Frame) -> None:
        painter.save()
        painter.setClipRect(frame.area.adjusted(-_DOT, -_DOT, _DOT + 1, _DOT))
        for line in self._lines:
            for run in _runs(line, frame):
                self._draw_run(painter, frame, line, run)
        painter.restore()
        for x, y in self._marks:
            self._draw_mark(painter, frame.point(x, y))
        self._draw_names(painter, frame)

    def _draw_run(self, painter: QPainter, frame: Frame, line: Line, run: list[QPointF]) -> None:
        theme = current_theme()
        color = mix(theme.color(line.ink), theme.color("bg.surface"), line.faded)
        if line.filled:
            floor = frame.y(0.0)
            area = [QPointF(run[0].x(), floor), *run, QPointF(run[-1].x(), floor)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("chart.band"))
            painter.drawPolygon(QPolygonF(area))
        pen = QPen(color, _WIDTH)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if line.dashed:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(run))
        if line.ends_in_dot or len(run) == 1:
            self._draw_dot(painter, run[-1], color)

    @staticmethod
    def _draw_dot(painter: QPainter, at: QPointF, color: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(at, _DOT, _DOT)

    @staticmethod
    def _draw_mark(painter: QPainter, at: QPointF) -> None:
        theme = current_theme()
        painter.setPen(QPen(theme.color("text.primary"), 1.5))
        painter.setBrush(theme.color("bg.surface"))
        painter.drawEllipse(at, _DOT + 1, _DOT + 1)

    def _draw_names(self, painter: QPainter, frame: Frame) -> None:
        painter.setFont(self.font())
        if self._names_at_right:
            self._draw_at_right(painter, frame)
            return
        for line in self._lines:
            if line.name and line.named_at is not None:
                at = frame.point(*line.named_at)
                width = text_width(self.font(), line.name)
                left = max(frame.area.left(), at.x() - width)  # a line rises to the right
                top = max(frame.area.top(), at.y() - _LINE - 2)
                self._draw_name(painter, line, QPointF(left, top))

    def _draw_at_right(self, painter: QPainter, frame: Frame) -> None:
        """Beside the last points, lowest first, so that no two lie over each other."""
        highest = frame.area.bottom() + _LINE / 2
        named = [line for line in self._lines if line.name]
        named.sort(key=lambda line: -_end(line, frame).y())
        tops = []
        for line in named:
            highest = min(_end(line, frame).y() - _LINE / 2, highest - _LINE + _OVERLAP)
            tops.append(highest)
        down = max(0.0, frame.area.top() - _LINE / 2 - highest) if tops else 0.0
        for line, top in zip(named, tops, strict=True):
            self._draw_name(painter, line, QPointF(frame.area.right() + _NAME_GAP, top + down))

    def _draw_name(self, painter: QPainter, line: Line, at: QPointF) -> None:
        box = QRectF(at.x(), at.y(), text_width(self.font(), line.name), _LINE)
        draw_text(painter, box, line.name, current_theme().color(line.name_ink))


def _runs(line: Line, frame: Frame) -> list[list[QPointF]]:
    runs: list[list[QPointF]] = [[]]
    for x, y in line.points:
        if y is None:
            runs.append([])
        else:
            runs[-1].append(frame.point(x, y))
    return [run for run in runs if run]


def _end(line: Line, frame: Frame) -> QPointF:
    known = [(x, y) for x, y in line.points if y is not None]
    return frame.point(*known[-1]) if known else frame.area.bottomRight()
