"""Says what kind of number stands above: measured, or calculated in some way."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.ui.theme.current import current_theme
from indoors.ui.theme.fonts import font
from indoors.ui.widgets.painting import draw_text, elide, text_width

_DOT = 7
_GAP = 5
_RING = 1.1
_SMALLEST = 60


class Provenance(QWidget):
    """A filled dot for measured, a hollow one for the rest, and always the word.

    Args:
        text: "Measured: GPU + processor", "Estimated", "Predicted".
        measured: fills the dot.
        shrinks: cut what does not fit, where a place has a width of its own.
    """

    def __init__(
        self,
        text: str,
        *,
        measured: bool = True,
        shrinks: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shrinks = shrinks
        self._text = text
        self._measured = measured
        self.setFont(font("micro", 400))
        across = QSizePolicy.Policy.Preferred if shrinks else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_state(self, text: str, *, measured: bool) -> None:
        self._text = text
        self._measured = measured
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = _DOT + _GAP + text_width(self.font(), self._text)
        return QSize(width, current_theme().line("micro"))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), _SMALLEST), hint.height()) if self._shrinks else hint

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        center = QPointF(_DOT / 2, self.height() / 2)
        if self._measured:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("indoor.base"))
            painter.drawEllipse(center, _DOT / 2, _DOT / 2)
        else:
            painter.setPen(QPen(theme.color("text.tertiary"), _RING))
            radius = (_DOT - _RING) / 2
            painter.drawEllipse(center, radius, radius)
        left = _DOT + _GAP
        rest = QRect(left, 0, self.width() - left, self.height())
        said = elide(self.font(), self._text, Qt.TextElideMode.ElideRight, rest.width())
        draw_text(painter, rest, said, theme.color("text.tertiary"))
        painter.end()
