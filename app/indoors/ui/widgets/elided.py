"""A one-line label that shortens what does not fit and shows the rest in a tooltip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.ui.theme.current import current_theme
from indoors.ui.theme.fonts import font
from indoors.ui.widgets.painting import draw_text, elide, text_width

_SMALLEST = 24


class Elided(QWidget):
    """Screen readers get the whole text.

    Args:
        role: of the type scale.
        weight: 400, 500 or 600, the role's own if None.
        ink: token of the text colour.
        mode: which end is cut; the middle for file names.
    """

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "body",
        weight: int | None = None,
        ink: str = "text.primary",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._ink = ink
        self._mode = mode
        self._text = ""
        self.setFont(font(role, weight, tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    @property
    def text(self) -> str:
        return self._text

    @property
    def shown(self) -> str:
        """What fits into the present width."""
        return elide(self.font(), self._text, self._mode, self.width())

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._say_rest()
        self.update()

    def set_ink(self, ink: str) -> None:
        self._ink = ink
        self.update()

    def sizeHint(self) -> QSize:
        # One pixel more: metrics round down and would cut the last letter.
        return QSize(text_width(self.font(), self._text) + 1, current_theme().line(self._role))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), _SMALLEST), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_rest()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        token = self._ink if self.isEnabled() else "text.disabled"
        draw_text(painter, self.rect(), self.shown, current_theme().color(token))
        painter.end()

    def _say_rest(self) -> None:
        self.setToolTip(self._text if self.shown != self._text else "")
