"""The cards at the top: an icon, what holds, and the facts below."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from indoors.ui.theme import current_icons, current_theme
from indoors.ui.widgets import Card, Elided, IconView, Label
from indoors.ui.widgets.painting import draw_box

_TILE, _ICON = 36, 20
_SIDE, _TOP = 18, 14


class FactCard(Card):
    """``head`` takes what stands at the right of the title; ``body`` the rest."""

    def __init__(self, icon: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(title)
        self.tile = Tile(icon)
        self.title = Label(title, role="heading", wrap=True)
        self.subtitle = Label("", role="small", ink="text.secondary", wrap=True)
        self.words = QVBoxLayout()
        self.words.setSpacing(0)
        self.words.addWidget(self.title)
        self.words.addWidget(self.subtitle)
        self.head = QHBoxLayout()
        self.head.setSpacing(14)
        tile = QVBoxLayout()
        tile.addWidget(self.tile)
        tile.addStretch(1)
        self.head.addLayout(tile)
        self.head.addLayout(self.words, 1)
        self.body = QVBoxLayout()
        self.body.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, _TOP, _SIDE, _TOP)
        column.setSpacing(12)
        column.addLayout(self.head)
        column.addLayout(self.body, 1)

    def set_tone(self, tone: str) -> None:
        """Colour the tile: "indoor", "caution", "danger", or "neutral"."""
        self.tile.set_tone(tone)


class Tile(QWidget):
    """A rounded square with an icon; decoration."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self._tone = "neutral"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_tone(self, tone: str) -> None:
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_TILE, _TILE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        neutral = self._tone == "neutral"
        fill = theme.color("bg.subtle" if neutral else f"{self._tone}.tint")
        ink = theme.color("text.secondary" if neutral else f"{self._tone}.text")
        painter = QPainter(self)
        draw_box(painter, QRectF(self.rect()), 8, fill)
        at = self.rect().center()
        at.setX(at.x() - _ICON // 2 + 1)
        at.setY(at.y() - _ICON // 2 + 1)
        current_icons().paint(painter, self._icon, at, _ICON, ink)
        painter.end()


class FactRow(QWidget):
    """A fact at the left, its value at the right, and a mark before it if there is one."""

    def __init__(
        self,
        fact: str,
        value: str,
        *,
        icon: str | None = None,
        ink: str = "text.secondary",
        icon_ink: str = "indoor.text",
        fact_ink: str = "text.primary",
    ) -> None:
        super().__init__()
        self.setAccessibleName(f"{fact}: {value}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        if icon is not None:
            row.addWidget(IconView(icon, ink=icon_ink, size=14))
        row.addWidget(Elided(fact, role="small", ink=fact_ink), 1)
        row.addWidget(Label(value, role="small", ink=ink))
