"""Flat areas and the lines between them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.ui.theme import current_theme


class Area(QWidget):
    """A background of one token, with a line along one edge if wanted."""

    def __init__(
        self, fill: str, *, line: Qt.Edge | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._fill = fill
        self._line = line

    def set_line(self, line: Qt.Edge | None) -> None:
        self._line = line
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(self._fill))
        if self._line is not None:
            rect, width = self.rect(), theme.hairline
            if self._line == Qt.Edge.RightEdge:
                rect.setLeft(rect.right() + 1 - width)
            elif self._line == Qt.Edge.LeftEdge:
                rect.setWidth(width)
            elif self._line == Qt.Edge.TopEdge:
                rect.setHeight(width)
            else:
                rect.setTop(rect.bottom() + 1 - width)
            painter.fillRect(rect, theme.color("border.default"))
        painter.end()


class Divider(QWidget):
    """A horizontal line between sections."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(current_theme().hairline)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().color("border.default"))
        painter.end()
