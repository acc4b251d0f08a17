"""A chart: points that can be pointed at, walked along with the arrow keys, and read out."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from indoors.ui.insights.frame import Axes, Frame
from indoors.ui.theme import current_theme, font
from indoors.ui.theme.focus_ring import set_ring

_WIDTH, _HEIGHT = 200, 96
_SMALLEST = 72
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
_DOT = 4.0


@dataclass(frozen=True, slots=True)
class Tip:
    """A point that can be asked for: its place, and its words."""

    x: float
    y: float
    words: str


class Chart(QWidget):
    """``right`` is room kept free beside the area, for names of lines."""

    right = 0

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axes = Axes()
        self._tips: Sequence[Tip] = ()
        self._near: int | None = None
        self.setFont(font("micro", 400, tabular=True))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        set_ring(self, radius=current_theme().radius("control"))

    def set_frame(self, axes: Axes, tips: Sequence[Tip], said: str) -> None:
        """Show other axes and points; ``said`` is what a screen reader says of all."""
        self._axes, self._tips, self._near = axes, tips, None
        self.setAccessibleDescription(said)
        self.update()

    @property
    def tip(self) -> str:
        """The words of the point that is pointed at."""
        return "" if self._near is None else self._tips[self._near].words

    def frame(self) -> Frame:
        """Return the places of values for the present size."""
        return Frame(self._axes, self.size(), self.font(), self.right)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(_SMALLEST, _SMALLEST)

    # ---- drawing ----------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = self.frame()
        frame.draw(painter)
        self.draw(painter, frame)
        if self._near is not None:
            self._mark(painter, frame, self._tips[self._near])
        painter.end()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw the values; each kind of chart has its own way."""

    @staticmethod
    def _mark(painter: QPainter, frame: Frame, tip: Tip) -> None:
        theme = current_theme()
        painter.setPen(theme.color("bg.surface"))
        painter.setBrush(theme.color("text.primary"))
        painter.drawEllipse(frame.point(tip.x, tip.y), _DOT, _DOT)

    # ---- pointing at points -----------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        at = event.position()
        self._point_at(self._nearest(at), event.globalPosition().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at(None, QPoint())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point_at(None, QPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, count = Qt.Key(event.key()), len(self._tips)
        if not count or key not in {**_STEPS, **_ENDS}:
            super().keyPressEvent(event)
            return
        if key in _ENDS:
            index = _ENDS[key] % count
        else:
            start = self._near if self._near is not None else (-1 if _STEPS[key] > 0 else count)
            index = min(max(start + _STEPS[key], 0), count - 1)
        tip = self._tips[index]
        at = self.frame().point(tip.x, tip.y).toPoint()
        self._point_at(index, self.mapToGlobal(at))

    def _nearest(self, at: QPointF) -> int | None:
        if not self._tips:
            return None
        frame = self.frame()

        def distance(index: int) -> float:
            tip = self._tips[index]
            along = abs(frame.x(tip.x) - at.x())
            return along * 4 + abs(frame.y(tip.y) - at.y())  # first the time, then the line

        return min(range(len(self._tips)), key=distance)

    def _point_at(self, index: int | None, place: QPoint) -> None:
        if index == self._near:
            return
        self._near = index
        self.update()
        if index is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(place, self._tips[index].words, self)
