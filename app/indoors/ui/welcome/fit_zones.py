"""What a model takes of the free memory: one zone, or two where there is a graphics card."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.core.fit import Fit, Verdict
from indoors.ui.text import welcome_cards as text
from indoors.ui.theme import current_theme, font
from indoors.ui.widgets.painting import draw_text
from indoors.ui.widgets.progress_bar import paint_bar

_GAP = 3
_CAPTION_GAP = 4
_LEAST_SHARE = 0.36
"""Of the width: a zone's caption needs some room, whatever its memory is."""
_INKS = {
    Verdict.FITS: "indoor.base",
    Verdict.TIGHT: "caution.base",
    Verdict.TOO_BIG: "danger.base",
}


@dataclass(frozen=True, slots=True)
class _Zone:
    caption: str
    used: int
    free: int

    @property
    def fraction(self) -> float:
        return min(1.0, self.used / self.free) if self.free else float(self.used > 0)


class FitZones(QWidget):
    """Graphics memory at the left, main memory at the right, what is free in each below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zones: list[_Zone] = []
        self._ink = _INKS[Verdict.FITS]
        self.setFont(font("micro", 400, tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_fit(self, fit: Fit) -> None:
        need, room = fit.requirement, fit.room
        self._ink = _INKS[fit.verdict]
        if room.graphics == "separate":
            graphics = text.zone(text.GRAPHICS, room.on_graphics)
            self._zones = [
                _Zone(graphics, need.graphics, room.on_graphics),
                _Zone(text.zone(text.MEMORY, room.main), need.needed, room.main),
            ]
        else:
            self._zones = [_Zone(text.zone(text.MEMORY, room.main), need.total, room.main)]
        self.setAccessibleName(text.fit_aloud(fit))
        self.setAccessibleDescription(", ".join(zone.caption for zone in self._zones))
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        height = theme.size("memoryBar.height") + _CAPTION_GAP + theme.line("micro")
        return QSize(160, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(self.font())
        height = theme.size("memoryBar.height")
        line = QRectF(0, height + _CAPTION_GAP, self.width(), theme.line("micro"))
        left = 0.0
        for index, (zone, width) in enumerate(zip(self._zones, self._widths(), strict=True)):
            # Less than half a round end would be drawn as a whole one, and look like much.
            seen = zone.fraction if zone.fraction * width >= height / 2 else 0.0
            paint_bar(painter, QRectF(left, 0, width, height), seen, self._ink)
            at_right = index > 0
            align = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
            draw_text(painter, line, zone.caption, theme.color("text.tertiary"), align)
            left += width + _GAP
        painter.end()

    def _widths(self) -> list[float]:
        if len(self._zones) < 2:
            return [float(self.width())] * len(self._zones)
        first, second = self._zones
        share = first.free / max(1, first.free + second.free)
        share = min(1 - _LEAST_SHARE, max(_LEAST_SHARE, share))
        room = self.width() - _GAP
        width = float(round(share * room))
        return [width, room - width]
