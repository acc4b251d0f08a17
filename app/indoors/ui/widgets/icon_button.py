"""A square button with an icon only; its name says the action."""

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from indoors.ui.theme.current import current_icons, current_theme
from indoors.ui.theme.focus_ring import set_ring
from indoors.ui.widgets.control import Control
from indoors.ui.widgets.painting import draw_box, mix


class IconButton(Control):
    """Shows ``name`` as tooltip and tells it to screen readers ("Copy answer").

    Checkable ones (``setCheckable``) show ``checked`` as selected.

    Args:
        icon: file name in resources/icons without its ending.
        name: what it does, as a verb.
        side: of the square, at least 24.
        kind: "plain" has no box, "outlined" has one, "primary" is filled.
    """

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        side: int = 28,
        kind: str = "plain",
        icon_size: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self._icon = icon
        self._side = side
        self._kind = kind
        self._icon_size = icon_size
        self.set_name(name)
        set_ring(self, radius=current_theme().radius("control"))

    def set_name(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        radius = theme.radius("control")
        draw_box(painter, self.rect(), radius, self._fill(), self._border(), theme.hairline)
        inset = self._icon_size
        at = QPoint((self.width() - inset) // 2, (self.height() - inset) // 2)
        current_icons().paint(painter, self._icon, at, inset, theme.color(self._ink()))
        painter.end()

    def _ink(self) -> str:
        if not self.isEnabled():
            return "text.disabled"
        if self._kind == "primary":
            return "text.onAccent"
        if self.isChecked():
            return "indoor.text"
        return "text.primary" if self._kind == "outlined" else "text.secondary"

    def _fill(self) -> QColor | None:
        theme = current_theme()
        if self._kind == "primary":
            return self._primary_fill()
        if self.isEnabled() and self.isDown():
            return theme.color("bg.pressed")
        if self.isChecked():
            return theme.color("bg.selected")
        rest = QColor(theme.color("bg.surface" if self._kind == "outlined" else "bg.hover"))
        if self._kind == "plain":
            rest.setAlpha(0)
        return mix(rest, theme.color("bg.hover"), self.hover_level)

    def _primary_fill(self) -> QColor:
        theme = current_theme()
        if not self.isEnabled():
            return theme.color("bg.subtle")
        if self.isDown():
            return theme.color("indoor.pressed")
        return mix(theme.color("indoor.base"), theme.color("indoor.hover"), self.hover_level)

    def _border(self) -> QColor | None:
        theme = current_theme()
        if self._kind == "outlined":
            return theme.color("border.strong")
        if self._kind == "primary" and not self.isEnabled():
            return theme.color("border.default")
        return None
