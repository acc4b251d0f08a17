"""A small coloured word that cannot be clicked."""

from typing import Literal

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.ui.theme.current import current_icons, current_theme
from indoors.ui.theme.fonts import font
from indoors.ui.widgets.painting import draw_box, draw_text, text_width

Tone = Literal["neutral", "indoor", "outside", "caution", "danger", "mask"]
_PADDING = 7
_ICON = 12
_GAP = 4
_INKS = {"neutral": "text.secondary", "mask": "mask.text"}
_FILLS = {"neutral": "bg.subtle", "mask": "mask.bg"}


class Badge(QWidget):
    """Colour never stands alone here: the word is always there.

    Args:
        outlined: with a border, for badges on ``bg.subtle`` or in headers.
    """

    def __init__(
        self,
        text: str,
        *,
        tone: Tone = "neutral",
        icon: str | None = None,
        outlined: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone: Tone = tone
        self._icon = icon
        self._outlined = outlined
        self._text = ""
        self.setFont(font("micro", 600))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: Tone, icon: str | None = None) -> None:
        self._tone = tone
        self._icon = icon
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = 2 * self._padding() + text_width(self.font(), self._text)
        width += _ICON + _GAP if self._icon else 0
        return QSize(width, current_theme().height("badge.height"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _padding(self) -> int:
        return _PADDING + (1 if self._outlined else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(self.font())
        ink = theme.color(_INKS.get(self._tone, f"{self._tone}.text"))
        fill = theme.color(_FILLS.get(self._tone, f"{self._tone}.tint"))
        outlined = self._outlined or theme.high_contrast
        edge = "border.default" if self._tone == "neutral" else f"{self._tone}.border"
        border = theme.color(edge) if outlined else None
        radius = theme.radius("badge")
        draw_box(painter, self.rect(), radius, fill, border, theme.hairline)
        left = self._padding()
        if self._icon:
            at = QPoint(left, (self.height() - _ICON) // 2)
            current_icons().paint(painter, self._icon, at, _ICON, ink)
            left += _ICON + _GAP
        draw_text(painter, QRect(left, 0, self.width() - left, self.height()), self._text, ink)
        painter.end()
