"""A key combination in a small frame, such as "Ctrl K"."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.ui.theme.current import current_theme
from indoors.ui.theme.fonts import font
from indoors.ui.widgets.painting import draw_box, draw_text, text_width

_PADDING = 6
_HEIGHT_BEYOND_LINE = 2


class KeyHint(QWidget):
    """Shows keys; clicks go through to what lies below."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setFont(font("micro", 500))
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def keys(self) -> str:
        return self._keys

    def sizeHint(self) -> QSize:
        height = current_theme().line("micro") + _HEIGHT_BEYOND_LINE
        return QSize(2 * _PADDING + text_width(self.font(), self._keys), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_key_hint(painter, self, self._keys)
        painter.end()


def paint_key_hint(painter: QPainter, widget: QWidget, keys: str) -> None:
    """Fill ``widget`` with the frame and the keys."""
    theme = current_theme()
    painter.setFont(widget.font())
    radius = theme.radius("badge")
    draw_box(
        painter,
        widget.rect(),
        radius,
        theme.color("bg.surface"),
        theme.color("border.default"),
        theme.hairline,
    )
    center = Qt.AlignmentFlag.AlignHCenter
    draw_text(painter, widget.rect(), keys, theme.color("text.tertiary"), center)
