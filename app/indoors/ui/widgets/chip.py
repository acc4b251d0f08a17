"""Chips: filters, files that can be removed, suggestions."""

from typing import Literal

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from indoors.ui.text import widgets as words
from indoors.ui.theme.current import current_icons, current_theme
from indoors.ui.theme.focus_ring import set_ring
from indoors.ui.theme.fonts import font
from indoors.ui.widgets.control import Control
from indoors.ui.widgets.painting import draw_box, draw_text, elide, mix, text_width

ChipKind = Literal["plain", "outside"]
_PADDING = 10
_ICON = 14
_CROSS = 12
_GAP = 4
_REMOVE_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class Chip(Control):
    """A pill with a short label. Checkable ones are filters.

    ``clicked`` comes from the label, ``removed`` from the cross, Delete or Backspace.
    The cross takes the right end of the chip, 24 pixels wide.
    """

    removed = Signal()

    def __init__(
        self,
        text: str,
        *,
        icon: str | None = None,
        removable: bool = False,
        kind: ChipKind = "plain",
        max_width: int = 260,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self._removable = removable
        self._kind = kind
        self._max_width = max_width
        self.setFont(font("small", 500))
        self.setAccessibleName(text)
        if removable:
            self.setAccessibleDescription(words.CHIP_CAN_BE_REMOVED)
        set_ring(self, radius=current_theme().height("chip.height") // 2)

    def sizeHint(self) -> QSize:
        width = 2 * _PADDING + text_width(self.font(), self.text())
        width += (_ICON + _GAP if self._icon else 0) + (_CROSS + _GAP if self._removable else 0)
        return QSize(min(width, self._max_width), current_theme().height("chip.height"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(self.font())
        fill, border, ink = self._colors()
        draw_box(painter, self.rect(), self.height() / 2, fill, border, theme.hairline)
        middle = self.height() // 2
        left, right = _PADDING, self.width() - _PADDING
        icons = current_icons()
        if self._icon:
            icons.paint(painter, self._icon, QPoint(left, middle - _ICON // 2), _ICON, ink)
            left += _ICON + _GAP
        if self._removable:
            at = QPoint(right - _CROSS, middle - _CROSS // 2)
            icons.paint(painter, "x", at, _CROSS, ink)
            right -= _CROSS + _GAP
        room = right - left
        label = elide(self.font(), self.text(), Qt.TextElideMode.ElideMiddle, room)
        draw_text(painter, QRect(left, 0, room + 2, self.height()), label, ink)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        on_cross = self._removable and event.position().x() >= self.width() - self.height()
        if on_cross and self.isDown() and event.button() == Qt.MouseButton.LeftButton:
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in _REMOVE_KEYS:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def _colors(self) -> tuple[QColor, QColor, QColor]:
        """Fill, border and ink of the present state."""
        theme = current_theme()
        if not self.isEnabled():
            names = ("bg.subtle", "border.default", "text.disabled")
        elif self._kind == "outside":
            names = ("outside.tint", "outside.border", "outside.text")
        elif self.isChecked():
            names = ("bg.selected", "indoor.border", "indoor.text")
        else:
            names = ("bg.surface", "border.strong", "text.secondary")
        fill, border, ink = (theme.color(name) for name in names)
        if self.isDown():
            fill = theme.color("bg.pressed")
        elif not self.isChecked() and self._kind == "plain":
            fill = mix(fill, theme.color("bg.hover"), self.hover_level)
        return fill, border, ink
