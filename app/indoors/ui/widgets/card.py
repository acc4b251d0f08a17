"""A framed area: cards, notices, blocks in a message."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from indoors.ui.theme.current import current_theme
from indoors.ui.widgets.painting import draw_box

_CHOSEN_BORDER = 2


class Card(QFrame):
    """Surface, 1 px border, rounded. What it holds is laid out by its owner.

    Args:
        fill: token of the area, None for none.
        border: token of the line, None for none.
        radius: which of the radius tokens.
    """

    def __init__(
        self,
        *,
        fill: str | None = "bg.surface",
        border: str | None = "border.default",
        radius: str = "card",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fill = fill
        self._border = border
        self._radius = radius
        self._chosen = False

    def set_chosen(self, chosen: bool) -> None:
        """A 2 px border in green, drawn so that the content does not move."""
        self._chosen = chosen
        self.update()

    def set_colors(self, fill: str | None, border: str | None) -> None:
        self._fill = fill
        self._border = border
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        fill = None if self._fill is None else theme.color(self._fill)
        edge = "indoor.base" if self._chosen else self._border
        border = None if edge is None else theme.color(edge)
        width = _CHOSEN_BORDER if self._chosen else theme.hairline
        painter = QPainter(self)
        draw_box(painter, self.rect(), theme.radius(self._radius), fill, border, width)
        painter.end()
