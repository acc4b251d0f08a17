"""The box around code and tables: 1 px border, radius 6, a header on ``bg.subtle``."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from indoors.ui.theme import current_theme
from indoors.ui.widgets.painting import draw_box

BORDER = 1


class BlockFrame(QWidget):
    """Paints the box. ``header`` is the height of the filled part at its top."""

    grown = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.header = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        radius = theme.radius("control")
        if self.header:
            self._paint_header(painter, radius)
        draw_box(painter, self.rect(), radius, None, theme.color("border.default"), theme.hairline)
        painter.end()

    def _paint_header(self, painter: QPainter, radius: int) -> None:
        theme = current_theme()
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(area, radius - 0.5, radius - 0.5)
        top = QPainterPath()
        top.addRect(QRectF(0, 0, self.width(), self.header))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(shape & top, theme.color("bg.subtle"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(QPen(theme.color("border.default"), BORDER))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawLine(0, self.header - 1, self.width(), self.header - 1)
