"""What the marks of the table mean, and what the verdicts rest on."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from indoors.ui.area import Area
from indoors.ui.text import models as text
from indoors.ui.theme import current_theme
from indoors.ui.widgets import Elided, Label
from indoors.ui.widgets.painting import draw_box

_DOT = QSize(8, 8)
_BAND = QSize(18, 8)


class Footer(Area):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg.subtle", line=Qt.Edge.TopEdge, parent=parent)
        self.setFixedHeight(current_theme().height("footbar.height"))
        self._said = Elided(role="small", ink="text.tertiary")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(8)
        row.addWidget(_Swatch(_DOT, "indoor.base"))
        row.addWidget(Label(text.LEGEND_MEASURED, role="small", ink="text.secondary"))
        row.addSpacing(12)
        row.addWidget(_Swatch(_BAND, "chart.muted"))
        row.addWidget(Label(text.LEGEND_PREDICTED, role="small", ink="text.secondary"))
        row.addStretch(1)
        row.addWidget(self._said)

    def show_words(self, said: str) -> None:
        self._said.set_text(said)


class _Swatch(QWidget):
    def __init__(self, size: QSize, token: str) -> None:
        super().__init__()
        self._size, self._token = size, token
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return self._size

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_box(
            painter, QRectF(self.rect()), self.height() / 2, current_theme().color(self._token)
        )
        painter.end()
