"""One kind of memory and what fills it."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.ui.text import widgets as words
from indoors.ui.text.numbers import gigabytes_figure
from indoors.ui.theme.current import current_theme
from indoors.ui.theme.fonts import font
from indoors.ui.widgets.painting import draw_box, draw_text, text_width

_SWATCH = 8
_SWATCH_GAP = 5
_ENTRY_GAP = 12
_LEGEND_GAP = 5
_WIDTH = 200
_INKS = ("indoor.base", "indoor.border", "chart.muted")


class MemoryPart(NamedTuple):
    """A share of the memory, in bytes."""

    label: str
    used: int


class MemoryBar(QWidget):
    """Parts in the order model, context, other; the rest is the track.

    Args:
        name: "Graphics memory", for screen readers.
        legend: name the parts with their gigabytes below the bar.
    """

    def __init__(self, name: str, *, legend: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._legend = legend
        self._parts: tuple[MemoryPart, ...] = ()
        self._total = 0
        self.setFont(font("micro", 400, tabular=True))
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(legend)
        self.setSizePolicy(policy)

    def set_parts(self, parts: Sequence[MemoryPart], total: int) -> None:
        self._parts = tuple(parts)
        self._total = total
        self.updateGeometry()
        used = sum(part.used for part in parts)
        self.setAccessibleName(words.memory_of_aloud(self._name, used, total))
        self.setAccessibleDescription(", ".join(_entry(part) for part in parts))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, self.heightForWidth(_WIDTH))

    def hasHeightForWidth(self) -> bool:
        return self._legend

    def heightForWidth(self, width: int) -> int:
        theme = current_theme()
        height = theme.size("memoryBar.height")
        if not self._legend:
            return height
        lines = max((at.y() for at in self._places(width)), default=0) + 1
        return height + _LEGEND_GAP + lines * theme.line("micro")

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(self.font())
        bar = QRectF(0, 0, self.width(), theme.size("memoryBar.height"))
        self._draw_bar(painter, bar)
        if self._legend:
            self._draw_legend(painter, round(bar.height()) + _LEGEND_GAP)
        painter.end()

    def _draw_bar(self, painter: QPainter, bar: QRectF) -> None:
        theme = current_theme()
        radius = bar.height() / 2
        draw_box(painter, bar, radius, theme.color("track"))
        outline = QPainterPath()
        outline.addRoundedRect(bar, radius, radius)
        x = 0.0
        for part, ink in zip(self._parts, _INKS, strict=False):
            width = bar.width() * part.used / self._total if self._total else 0.0
            # Whole pixels: neighbours must not blend into a third colour.
            left, right = round(x), round(x + width)
            piece = QPainterPath()
            piece.addRect(QRectF(left, 0, right - left, bar.height()))
            painter.fillPath(outline.intersected(piece), theme.color(ink))
            x += width

    def _draw_legend(self, painter: QPainter, top: int) -> None:
        theme = current_theme()
        line = theme.line("micro")
        for part, ink, at in zip(self._parts, _INKS, self._places(self.width()), strict=False):
            y = top + at.y() * line
            swatch = QRect(at.x(), y + (line - _SWATCH) // 2, _SWATCH, _SWATCH)
            draw_box(painter, swatch, 2, theme.color(ink))
            left = at.x() + _SWATCH + _SWATCH_GAP
            area = QRect(left, y, self.width() - left, line)
            draw_text(painter, area, _entry(part), theme.color("text.tertiary"))

    def _places(self, width: int) -> list[QPoint]:
        """Where each legend entry starts: pixels across, lines down."""
        places = []
        x, row = 0, 0
        for part in self._parts:
            needed = _SWATCH + _SWATCH_GAP + text_width(self.font(), _entry(part))
            if x and x + needed > width:
                x, row = 0, row + 1
            places.append(QPoint(x, row))
            x += needed + _ENTRY_GAP
        return places


def _entry(part: MemoryPart) -> str:
    return f"{part.label} {gigabytes_figure(part.used)}"
