"""Push buttons: primary, secondary, outside, ghost, accent (ghost in green) and danger."""

from typing import Literal, NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from indoors.ui.theme.current import current_icons, current_theme
from indoors.ui.theme.focus_ring import set_ring
from indoors.ui.theme.fonts import font
from indoors.ui.widgets.control import Control
from indoors.ui.widgets.painting import draw_box, draw_text, elide, mix, text_width

Kind = Literal["primary", "secondary", "outside", "ghost", "accent", "danger"]
Size = Literal["small", "normal", "large"]


class _Look(NamedTuple):
    """Token names; None is nothing drawn."""

    fill: str | None
    hover: str
    pressed: str
    border: str | None
    text: str
    weight: int


_LOOKS: dict[str, _Look] = {
    "primary": _Look(
        "indoor.base", "indoor.hover", "indoor.pressed", "indoor.base", "text.onAccent", 600
    ),
    "secondary": _Look(
        "bg.surface", "bg.hover", "bg.pressed", "border.strong", "text.primary", 500
    ),
    "outside": _Look(
        "bg.surface", "outside.tint", "outside.tint", "outside.border", "outside.text", 500
    ),
    "ghost": _Look(None, "bg.hover", "bg.pressed", None, "text.secondary", 500),
    "accent": _Look(None, "bg.hover", "bg.pressed", None, "indoor.text", 500),
    "danger": _Look(
        "bg.surface", "danger.tint", "danger.tint", "danger.border", "danger.text", 500
    ),
}
_HEIGHTS = {"small": "button.small", "normal": "button.height", "large": "button.large"}
_PADDING = {"small": 10, "normal": 14, "large": 16}
_ICON_GAP = 6
_ELIDE_RIGHT = Qt.TextElideMode.ElideRight


class Button(Control):
    """A labelled button. Signals are QPushButton's: ``clicked``.

    While it is busy it keeps its width and shows the activity instead of its label.
    """

    def __init__(
        self,
        text: str,
        *,
        kind: Kind = "secondary",
        icon: str | None = None,
        size: Size = "normal",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._look = _LOOKS[kind]
        self._icon = icon
        self._size: Size = size
        self._kept_width: int | None = None
        self._label = text
        small = size == "small"
        self.setFont(font("small" if small else "body", 500 if small else self._look.weight))
        self.setAccessibleName(text)
        set_ring(self, radius=current_theme().radius("control"))

    def set_text(self, text: str) -> None:
        """Change the label and the accessible name with it."""
        self._label = text
        self._kept_width = None
        self._show_label(text)

    def set_icon(self, icon: str | None) -> None:
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_busy(self, activity: str | None) -> None:
        """Show what is going on ("Checking…"), or None for the label again."""
        self._kept_width = None if activity is None else self.sizeHint().width()
        self._show_label(activity or self._label)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        width = 2 * self._side_padding() + text_width(self.font(), self.text())
        if self._icon is not None:
            width += theme.size("icon.control") + (_ICON_GAP if self.text() else 0)
        height = theme.height(_HEIGHTS[self._size])
        return QSize(max(width, self._kept_width or 0), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(self.font())
        radius = theme.radius("control")
        draw_box(painter, self.rect(), radius, self._fill(), self._border(), theme.hairline)
        color = theme.color(self._look.text if self.isEnabled() else "text.disabled")
        icon_side = theme.size("icon.control") if self._icon is not None else 0
        gap = _ICON_GAP if icon_side and self.text() else 0
        room = self.width() - 2 * theme.hairline
        label = elide(self.font(), self.text(), _ELIDE_RIGHT, max(0, room - icon_side - gap))
        width = icon_side + gap + text_width(self.font(), label)
        x = (self.width() - width) // 2
        if self._icon is not None:
            top = QPoint(x, (self.height() - icon_side) // 2)
            current_icons().paint(painter, self._icon, top, icon_side, color)
        rest = QRect(x + icon_side + gap, 0, self.width() - x - icon_side - gap, self.height())
        draw_text(painter, rest, label, color)
        painter.end()

    def _side_padding(self) -> int:
        return _PADDING[self._size] + 1

    def _fill(self) -> QColor | None:
        theme = current_theme()
        look = self._look
        if not self.isEnabled():
            return None if look.fill is None else theme.color("bg.subtle")
        if self.isDown():
            return theme.color(look.pressed)
        if look.fill is None:
            clear = QColor(theme.color(look.hover))
            clear.setAlpha(0)
            return mix(clear, theme.color(look.hover), self.hover_level)
        return mix(theme.color(look.fill), theme.color(look.hover), self.hover_level)

    def _border(self) -> QColor | None:
        if self._look.border is None:
            return None
        return current_theme().color(self._look.border if self.isEnabled() else "border.default")

    def _show_label(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
