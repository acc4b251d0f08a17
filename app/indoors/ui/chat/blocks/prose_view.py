"""Prose: paragraphs, headings, lists and quotes in one document."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QTextFormat
from PySide6.QtWidgets import QWidget

from indoors.core.markdown_blocks import Block, Prose
from indoors.core.markdown_growth import plain_growth
from indoors.ui.chat.blocks.prose_format import QUOTE_INDENT
from indoors.ui.chat.blocks.surroundings import Surroundings
from indoors.ui.chat.blocks.text_view import TextView
from indoors.ui.text import chat as words
from indoors.ui.theme import current_theme

_BAR = 2


class ProseView(TextView):
    """Gets more words at its end, or is drawn again as a whole when its Markdown changes."""

    def __init__(self, surroundings: Surroundings, parent: QWidget) -> None:
        super().__init__(words.TEXT, parent)
        self._surroundings = surroundings
        self._markdown: str | None = None
        self._quotes: list[tuple[int, int]] = []

    def show_block(self, block: Block) -> None:
        """Show this prose. Raises ``TypeError`` for another kind of block."""
        if not isinstance(block, Prose):
            raise TypeError(type(block).__name__)
        if block.markdown == self._markdown:
            return
        before, self._markdown = self._markdown, block.markdown
        more = plain_growth(before, block.markdown) if before else None
        if more is not None:
            self.append_plain(more)
            return
        self.show_document(self._surroundings.prose.document(block.markdown.strip("\r\n")))
        self._quotes = self._find_quotes() if ">" in block.markdown else []

    @property
    def plain(self) -> str:
        return self.document().toPlainText()

    def _find_quotes(self) -> list[tuple[int, int]]:
        """Return (block number, level) of every quoted paragraph."""
        found = []
        block = self.document().begin()
        while block.isValid():
            level = block.blockFormat().intProperty(QTextFormat.Property.BlockQuoteLevel)
            if level:
                found.append((block.blockNumber(), level))
            block = block.next()
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._quotes:
            self._paint_bars()
        super().paintEvent(event)

    def _paint_bars(self) -> None:
        painter = QPainter(self.viewport())
        color = current_theme().color("border.strong")
        layout = self.document().documentLayout()
        line = current_theme().line("read")
        bottom = -1.0
        for number, level in self._quotes:
            block = self.document().findBlockByNumber(number)
            start = layout.blockBoundingRect(block).top()
            top = bottom if 0 <= start - bottom < QUOTE_INDENT else start
            bottom = start + line * block.layout().lineCount()
            for step in range(level):
                painter.fillRect(QRectF(step * QUOTE_INDENT, top, _BAR, bottom - top), color)
        painter.end()
