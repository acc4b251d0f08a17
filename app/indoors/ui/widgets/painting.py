"""Small drawing helpers the painted widgets share."""

from PySide6.QtCore import QEasingCurve, QPointF, QRect, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget


def draw_box(
    painter: QPainter,
    rect: QRect | QRectF,
    radius: float,
    fill: QColor | None,
    border: QColor | None = None,
    width: int = 1,
) -> None:
    """A rounded box whose border lies wholly inside ``rect``, on whole pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(rect)
    if border is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        half = width / 2
        area = area.adjusted(half, half, -half, -half)
        radius = max(0.0, radius - half)
        painter.setPen(QPen(border, width))
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
    painter.drawRoundedRect(area, radius, radius)


def baseline(font: QFont, height: float) -> int:
    """Where letters stand so that a line looks centred in ``height``, on a whole pixel."""
    metrics = QFontMetricsF(font)
    return round((height + metrics.ascent() - metrics.descent()) / 2)


def draw_text(
    painter: QPainter,
    rect: QRect | QRectF,
    text: str,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line, in the painter's font, in the vertical middle of ``rect``."""
    area = QRectF(rect)
    spare = area.width() - QFontMetricsF(painter.font()).horizontalAdvance(text)
    x = area.x()
    if align == Qt.AlignmentFlag.AlignRight:
        x += spare
    elif align == Qt.AlignmentFlag.AlignHCenter:
        x += spare / 2
    painter.setPen(color)
    painter.drawText(QPointF(x, area.y() + baseline(painter.font(), area.height())), text)


def text_width(font: QFont, text: str) -> int:
    """Whole pixels that ``text`` takes on one line, rounded: for controls with padding."""
    return round(QFontMetricsF(font).horizontalAdvance(text))


def elide(font: QFont, text: str, mode: Qt.TextElideMode, room: float) -> str:
    """``text`` cut to ``room``; a fraction of a pixel too much is no reason to cut."""
    metrics = QFontMetricsF(font)
    if metrics.horizontalAdvance(text) <= room + 1:
        return text
    return metrics.elidedText(text, mode, room)


def mix(a: QColor, b: QColor, share: float) -> QColor:
    """``a`` with ``share`` (0 to 1) of ``b``."""
    if share <= 0:
        return a
    if share >= 1:
        return b
    keep = 1 - share
    return QColor.fromRgbF(
        a.redF() * keep + b.redF() * share,
        a.greenF() * keep + b.greenF() * share,
        a.blueF() * keep + b.blueF() * share,
        a.alphaF() * keep + b.alphaF() * share,
    )


class Fade(QVariantAnimation):
    """Moves ``level`` between 0 and 1 and repaints its widget meanwhile."""

    def __init__(self, widget: QWidget, level: float = 0.0) -> None:
        super().__init__(widget)
        self._widget = widget
        self.level = level
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.valueChanged.connect(self._step)

    def move(self, target: float, duration_ms: int) -> None:
        self.stop()
        if duration_ms <= 0 or not self._widget.isVisible():
            self._step(target)
            return
        self.setDuration(duration_ms)
        self.setStartValue(self.level)
        self.setEndValue(target)
        self.start()

    def _step(self, level: float) -> None:
        self.level = float(level)
        self._widget.update()
