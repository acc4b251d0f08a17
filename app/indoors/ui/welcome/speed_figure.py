"""A predicted speed and its spread, both on one base line."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.core.speed import Estimate
from indoors.ui.text import welcome_cards as text
from indoors.ui.text.numbers import speed_figure
from indoors.ui.theme import current_theme, font
from indoors.ui.widgets.painting import baseline, text_width

_GAP = 7


class SpeedFigure(QWidget):
    """37 ± 4 tok/s. The scale below says the same aloud, so screen readers skip this."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = self.spread = ""
        self._large = font("title", tabular=True)
        self._small = font("body", tabular=True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_estimate(self, estimate: Estimate) -> None:
        self.value = speed_figure(estimate.value)
        self.spread = text.spread(estimate)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = text_width(self._large, self.value) + _GAP + text_width(self._small, self.spread)
        return QSize(width + 1, current_theme().line("title"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        base = baseline(self._large, self.height())
        painter = QPainter(self)
        painter.setFont(self._large)
        painter.setPen(theme.color("text.primary"))
        painter.drawText(QPointF(0, base), self.value)
        painter.setFont(self._small)
        painter.setPen(theme.color("text.secondary"))
        painter.drawText(QPointF(text_width(self._large, self.value) + _GAP, base), self.spread)
        painter.end()
