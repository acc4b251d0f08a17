"""What a model takes of graphics and main memory: two zones with a gap between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.ui.theme.current import current_theme
from indoors.ui.theme.fonts import font
from indoors.ui.widgets.painting import draw_text, elide, text_width
from indoors.ui.widgets.progress_bar import paint_bar

FitTone = Literal["fits", "tight", "too_big"]
TONES: dict[str, str] = {"fits": "indoor.base", "tight": "caution.base", "too_big": "danger.base"}
_GAP = 3
_LEGEND_GAP = 4
_WIDTH = 200


@dataclass(frozen=True, slots=True)
class Zone:
    """Bytes. ``label`` is written below the zone, if anything is to be."""

    free: int
    used: int
    label: str = ""


class FitBar(QWidget):
    """One zone for each kind of memory; their widths grow with the root of their size.

    So a card's 8 GB stay readable beside 64 GB of main memory.

    Args:
        name: for screen readers, "Memory".
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._zones: tuple[Zone, ...] = ()
        self._tone: FitTone = "fits"
        self.setFont(font("micro", 400, tabular=True))
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_zones(self, zones: Sequence[Zone], tone: FitTone, said: str) -> None:
        """Show zones from left to right; ``said`` tells the same in words."""
        self._zones, self._tone = tuple(zones), tone
        self.setAccessibleName(f"{self._name}: {said}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        height = theme.size("memoryBar.height")
        if any(zone.label for zone in self._zones):
            height += _LEGEND_GAP + theme.line("micro")
        return QSize(_WIDTH, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        bar = current_theme().size("memoryBar.height")
        areas = zone_areas(QRectF(0, 0, self.width(), bar), self._zones)
        for zone, area in zip(self._zones, areas, strict=True):
            share = zone.used / zone.free if zone.free else float(zone.used > 0)
            paint_bar(painter, area, min(1.0, share), TONES[self._tone])
        self._draw_labels(painter, areas, bar + _LEGEND_GAP)
        painter.end()

    def _draw_labels(self, painter: QPainter, areas: Sequence[QRectF], top: int) -> None:
        theme = current_theme()
        for index, (zone, area) in enumerate(zip(self._zones, areas, strict=True)):
            last = index == len(areas) - 1 and index > 0
            align = Qt.AlignmentFlag.AlignRight if last else Qt.AlignmentFlag.AlignLeft
            needed = text_width(self.font(), zone.label)
            left = min(area.left(), self.width() - needed) if last else area.left()
            width = area.right() - left
            label = elide(self.font(), zone.label, Qt.TextElideMode.ElideRight, max(width, needed))
            place = QRectF(left, top, max(width, 1), theme.line("micro"))
            draw_text(painter, place, label, theme.color("text.tertiary"), align)


def zone_areas(bar: QRectF, zones: Sequence[Zone]) -> list[QRectF]:
    """Divide a bar between zones."""
    weights = [sqrt(max(1, zone.free)) for zone in zones]
    room = bar.width() - _GAP * (len(zones) - 1)
    areas = []
    x = bar.left()
    for weight in weights:
        width = round(room * weight / sum(weights))
        areas.append(QRectF(x, bar.top(), width, bar.height()))
        x += width + _GAP
    if areas:
        areas[-1].setRight(bar.right())
    return areas
