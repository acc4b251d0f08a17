"""How the models share what they take of the disk."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.ui.theme import current_theme
from indoors.ui.widgets.painting import draw_box, mix

HEIGHT = 12
_GAP = 2
_LEAST = 3


class DiskBar(QWidget):
    """Parts from left to right, as wide as they are large."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[int, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: Sequence[int], said: str) -> None:
        self._parts = tuple(parts)
        self.setAccessibleDescription(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(0, 0, self.width(), HEIGHT)
        total = sum(self._parts)
        if not total:
            draw_box(painter, area, HEIGHT / 2, current_theme().color("track"))
        outline = QPainterPath()
        outline.addRoundedRect(area, HEIGHT / 2, HEIGHT / 2)
        room = self.width() - _GAP * (len(self._parts) - 1)
        x = 0.0
        for index, part in enumerate(self._parts):
            width = max(_LEAST, room * part / total) if total else 0.0
            piece = QPainterPath()
            piece.addRect(QRectF(round(x), 0, round(x + width) - round(x), HEIGHT))
            painter.fillPath(outline.intersected(piece), shade(index, len(self._parts)))
            x += width + _GAP
        painter.end()


def shade(index: int, count: int) -> QColor:
    """The colour of a part: from the base green to grey."""
    theme = current_theme()
    if count > 1 and index == count - 1:
        return theme.color("chart.muted")
    share = index / max(1, count - 1)
    return mix(theme.color("indoor.base"), theme.color("indoor.border"), min(1.0, 1.2 * share))
