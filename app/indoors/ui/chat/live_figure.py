"""A large number with its unit, both on one base line."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.ui.theme import current_theme, font
from indoors.ui.widgets.painting import baseline

_UNIT_GAP = 4
_BELOW_DIGITS = 3
"""Of a title's line nothing is drawn here: digits do not reach below the base line."""


class LiveFigure(QWidget):
    """Takes the width it is given, so that a new number each second moves nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure = self._unit = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(current_theme().line("title") - _BELOW_DIGITS)

    def show_number(self, figure: str, unit: str) -> None:
        self._figure, self._unit = figure, unit
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        large, small = font("title", tabular=True), font("body")
        base = baseline(large, self.height())
        painter = QPainter(self)
        painter.setFont(large)
        painter.setPen(theme.color("text.primary"))
        painter.drawText(QPointF(0, base), self._figure)
        painter.setFont(small)
        painter.setPen(theme.color("text.secondary"))
        left = QFontMetricsF(large).horizontalAdvance(self._figure) + _UNIT_GAP
        painter.drawText(QPointF(left, base), self._unit)
        painter.end()
