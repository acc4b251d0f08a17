"""Predicted against measured speed: a dot for each model, with the range it was given."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from indoors.core.model_speeds import Prediction
from indoors.ui.text import models as text
from indoors.ui.text.numbers import speed_figure
from indoors.ui.theme import current_theme, font
from indoors.ui.widgets.painting import draw_box, draw_text

_HEIGHT = 130
_LEFT = 34
_BOTTOM = 24
_TOP = 8
_DOT = 8
_BAND = 8
_NEAR = 12
_RIGHT = Qt.AlignmentFlag.AlignRight


class PredictionChart(QWidget):
    """On the diagonal a prediction was exact. Bands are what had been predicted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[Prediction, ...] = ()
        self.setFont(font("micro", 400, tabular=True))
        self.setAccessibleName(text.CHART)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_points(self, points: Sequence[Prediction]) -> None:
        self._points = tuple(points)
        self.setAccessibleDescription("; ".join(text.point(each) for each in points))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, _HEIGHT)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            near = self._nearest(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), text.point(near) if near else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, most = self._area(), self._most()
        grid, quiet = theme.color("border.strong"), theme.color("text.tertiary")
        painter.setPen(QPen(grid, 1, Qt.PenStyle.DashLine))
        painter.drawLine(area.bottomLeft(), area.topRight())
        painter.setPen(QPen(grid, 1))
        painter.drawLine(area.topLeft(), area.bottomLeft())
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setFont(self.font())
        end = speed_figure(most)
        draw_text(painter, QRectF(0, area.top() - 2, _LEFT - 8, 16), end, quiet, _RIGHT)
        draw_text(painter, QRectF(0, area.bottom() - 12, _LEFT - 8, 16), "0", quiet, _RIGHT)
        below = QRectF(area.left(), area.bottom() + 4, area.width(), 16)
        draw_text(painter, below, "0", quiet)
        draw_text(painter, below, text.predicted_axis(end), quiet, _RIGHT)
        for each in self._points:
            self._draw_point(painter, each)
        painter.end()

    def _draw_point(self, painter: QPainter, each: Prediction) -> None:
        theme = current_theme()
        area, most = self._area(), self._most()
        x = self._at(each).x()
        top = area.bottom() - area.height() * min(1.0, each.high / most)
        bottom = area.bottom() - area.height() * min(1.0, each.low / most)
        band = QRectF(x - _BAND / 2, top, _BAND, max(_BAND, bottom - top))
        draw_box(painter, band, _BAND / 2, theme.color("indoor.border"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("indoor.base" if each.held else "caution.base"))
        painter.drawEllipse(self._at(each), _DOT / 2, _DOT / 2)

    def _area(self) -> QRectF:
        return QRectF(_LEFT, _TOP, self.width() - _LEFT - 4, self.height() - _TOP - _BOTTOM)

    def _most(self) -> float:
        highest = max((max(each.high, each.measured) for each in self._points), default=80.0)
        return round_up(highest)

    def _at(self, each: Prediction) -> QPointF:
        area, most = self._area(), self._most()
        x = area.left() + area.width() * min(1.0, each.predicted / most)
        return QPointF(x, area.bottom() - area.height() * min(1.0, each.measured / most))

    def _nearest(self, at: QPointF) -> Prediction | None:
        def distance(each: Prediction) -> float:
            return (self._at(each) - at).manhattanLength()

        best = min(self._points, key=distance, default=None)
        return best if best is not None and distance(best) <= _NEAR else None


def round_up(value: float) -> float:
    """The end of a scale: 1, 2, 4, 5 or 8 times a power of ten."""
    power = 1.0
    while power * 10 < value:
        power *= 10
    return next((step * power for step in (1, 2, 4, 5, 8) if step * power >= value), 10 * power)
