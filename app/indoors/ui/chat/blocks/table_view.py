"""A table in its own grid: rounded border, filled header, scrolls sideways if it is wide."""

from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from indoors.core.markdown_blocks import Block, Table
from indoors.ui.chat.blocks.block_frame import BORDER, BlockFrame
from indoors.ui.chat.blocks.surroundings import Surroundings
from indoors.ui.chat.blocks.table_text import TableText
from indoors.ui.text import chat as words
from indoors.ui.theme import current_theme


class TableView(BlockFrame):
    """Draws the lines; the text in it draws the cells."""

    def __init__(self, surroundings: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = TableText(surroundings, self)
        self.text.grown.connect(self.grown)
        self._lines: list[int] = []
        self.setAccessibleName(words.TABLE)

    def show_block(self, block: Block) -> None:
        """Show this table. Raises ``TypeError`` for another kind of block."""
        if not isinstance(block, Table):
            raise TypeError(type(block).__name__)
        self.text.show_table(block)
        self.setAccessibleName(words.table_of(len(block.rows), len(block.header)))

    @property
    def plain(self) -> str:
        return self.text.tsv()

    def copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self.plain)

    def fit(self, width: int) -> int:
        """Lay out for this width; return the height of the whole block."""
        inner = width - 2 * BORDER
        height = self.text.fit(inner)
        self._lines = [BORDER + round(top) for top in self.text.row_tops()[1:]]
        self.header = self._lines[0] if self._lines else BORDER + height
        bar = 0
        if self.text.wide > inner:
            bar = self.text.horizontalScrollBar().sizeHint().height()
        self.update()
        return height + 2 * BORDER + bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.text.setGeometry(self.rect().adjusted(BORDER, BORDER, -BORDER, -BORDER))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QPen(current_theme().color("border.subtle"), BORDER))
        for y in self._lines[1:]:
            painter.drawLine(BORDER, y - 1, self.width() - 2 * BORDER, y - 1)
        painter.end()
