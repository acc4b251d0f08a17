"""A switch that acts at once."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from indoors.ui.theme.current import current_theme
from indoors.ui.theme.focus_ring import set_ring
from indoors.ui.widgets.painting import Fade, mix

_KNOB_GAP = 3


class Toggle(QCheckBox):
    """34 by 20, without text: put a Label beside it and give its words as ``name``.

    Signals are QCheckBox's; ``toggled`` comes at once, the knob follows.
    """

    def __init__(self, name: str, *, on: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setChecked(on)
        self._knob = Fade(self, 1.0 if on else 0.0)
        self.setAccessibleName(name)
        width, height = current_theme().pair("toggle")
        self.setFixedSize(width, height)
        set_ring(self, radius=height // 2)
        self.toggled.connect(self._slide)

    def sizeHint(self) -> QSize:
        return QSize(*current_theme().pair("toggle"))

    def hitButton(self, pos: object) -> bool:  # noqa: N802, ARG002
        """All of it takes clicks, not only where Qt would draw a box."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        level = self._knob.level
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isEnabled():
            off = theme.color("border.control")
            painter.setBrush(mix(off, theme.color("indoor.base"), level))
        else:
            painter.setBrush(theme.color("border.default"))
        radius = self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        knob = radius - _KNOB_GAP
        x = radius + level * (self.width() - 2 * radius)
        painter.setBrush(mix(theme.color("page.paper"), theme.color("text.onAccent"), level))
        painter.drawEllipse(QPointF(x, radius), knob, knob)
        painter.end()

    def _slide(self, on: bool) -> None:
        self._knob.move(1.0 if on else 0.0, current_theme().motion("toggle"))
