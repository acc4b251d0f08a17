"""The header of a table of rows."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from indoors.ui.theme import current_theme, font
from indoors.ui.widgets.painting import draw_text, elide


class RowHeader(QHeaderView):
    """The first section stays in its place while ``frozen``, its width, is not 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.frozen = 0

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), current_theme().height("row.tableHeader"))

    def content_rect(self, rect: QRect, section: int) -> QRect:
        """Return where the words of a section are."""
        raise NotImplementedError

    def is_number(self, section: int) -> bool:  # noqa: ARG002 - for tables that have some
        """Whether a column's words stand at the right."""
        return False

    def paint_more(self, painter: QPainter, area: QRect, section: int, said: str) -> None:
        """Add to what is said, such as an arrow."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.frozen:
            painter = QPainter(self.viewport())
            self.paintSection(painter, QRect(0, 0, self.frozen, self.height()), 0)
            painter.end()

    def paintSection(  # noqa: N802
        self,
        painter: QPainter,
        rect: QRect,
        logicalIndex: int,  # noqa: N803
    ) -> None:
        theme = current_theme()
        painter.save()
        painter.fillRect(rect, theme.color("bg.subtle"))
        line = QRect(rect.left(), rect.bottom(), rect.width(), theme.hairline)
        painter.fillRect(line, theme.color("border.default"))
        painter.setFont(font("small", 500))
        area = self.content_rect(rect, logicalIndex)
        said = str(self.model().headerData(logicalIndex, self.orientation()) or "")
        said = elide(painter.font(), said, Qt.TextElideMode.ElideRight, area.width())
        at_right = self.is_number(logicalIndex)
        align = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
        draw_text(painter, area, said, theme.color("text.secondary"), align)
        self.paint_more(painter, area, logicalIndex, said)
        painter.restore()
