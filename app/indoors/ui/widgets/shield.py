"""The pill that says whether anything has left this device."""

from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from indoors.ui.text import widgets as words
from indoors.ui.text.numbers import size_bytes
from indoors.ui.theme.current import current_icons, current_theme
from indoors.ui.theme.focus_ring import set_ring
from indoors.ui.theme.fonts import font
from indoors.ui.widgets.accessible import announce
from indoors.ui.widgets.control import Control
from indoors.ui.widgets.painting import draw_box, draw_text, mix, text_width

_PADDING = 11
_ICON = 16
_GAP = 8


class ShieldState(StrEnum):
    INDOORS = "indoors"
    SOME_LEFT = "some_left"
    SEALED = "sealed"
    NOT_ENFORCED = "not_enforced"
    FAULT = "fault"


class _Look(NamedTuple):
    tone: str
    icon: str


_LOOKS = {
    ShieldState.INDOORS: _Look("indoor", "shield-check-fill"),
    ShieldState.SOME_LEFT: _Look("outside", "cloud-arrow-up"),
    ShieldState.SEALED: _Look("indoor", "lock-key-fill"),
    ShieldState.NOT_ENFORCED: _Look("caution", "warning-circle-fill"),
    ShieldState.FAULT: _Look("danger", "warning-circle-fill"),
}


class Shield(Control):
    """``clicked`` opens Privacy. Changes are announced to screen readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._state = ShieldState.NOT_ENFORCED
        self._bytes_left = 0
        self._compact = False
        self.setFont(font("body", 500, tabular=True))
        set_ring(self, radius=current_theme().height("shield.height") // 2)
        self.set_state(ShieldState.NOT_ENFORCED)

    @property
    def state(self) -> ShieldState:
        return self._state

    def set_state(
        self,
        state: ShieldState,
        *,
        bytes_left: int = 0,
        text: str | None = None,
        tooltip: str | None = None,
    ) -> None:
        """Show a state. ``text`` and ``tooltip`` replace the usual words."""
        said = text or _say(state, bytes_left)
        changed = said != self.text() and self.isVisible()
        self._state = state
        self._bytes_left = bytes_left
        self.setText(said)
        self.setAccessibleName(said)
        self.setToolTip(tooltip or words.SHIELD_TIPS[state])
        self.updateGeometry()
        self.update()
        if changed:
            announce(self)

    def set_compact(self, compact: bool) -> None:
        """Icon and byte count only, for narrow windows."""
        self._compact = compact
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = 2 * (_PADDING + 1) + _ICON + _GAP + text_width(self.font(), self._shown())
        return QSize(width, current_theme().height("shield.height"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        look = _LOOKS[self._state]
        ink = theme.color(f"{look.tone}.text")
        border = theme.color(f"{look.tone}.border")
        painter = QPainter(self)
        painter.setFont(self.font())
        draw_box(
            painter, self.rect(), self.height() / 2, self._fill(look.tone), border, theme.hairline
        )
        left = _PADDING
        at = QPoint(left, (self.height() - _ICON) // 2)
        current_icons().paint(painter, look.icon, at, _ICON, ink)
        left += _ICON + _GAP
        draw_text(painter, QRect(left, 0, self.width() - left, self.height()), self._shown(), ink)
        painter.end()

    def _fill(self, tone: str) -> QColor:
        theme = current_theme()
        rest = theme.color(f"{tone}.tint")
        edge = theme.color(f"{tone}.border")
        if self.isDown():
            return mix(rest, edge, 0.5)
        return mix(rest, edge, 0.3 * self.hover_level)

    def _shown(self) -> str:
        return size_bytes(self._bytes_left) if self._compact else self.text()


def _say(state: ShieldState, bytes_left: int) -> str:
    if state is ShieldState.SOME_LEFT:
        return words.shield_some_left(bytes_left)
    return {
        ShieldState.INDOORS: words.SHIELD_INDOORS,
        ShieldState.SEALED: words.SHIELD_SEALED,
        ShieldState.NOT_ENFORCED: words.SHIELD_NOT_ENFORCED,
        ShieldState.FAULT: words.SHIELD_FAULT,
    }[state]
