"""What stands in the cells of a table: inline Markdown only."""

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocumentFragment,
    QTextFormat,
    QTextTable,
    QTextTableCellFormat,
)

from indoors.core.markdown_blocks import Alignment
from indoors.ui.chat.blocks.prose_format import DIALECT, FIXED_LINE, ProseStyle
from indoors.ui.chat.blocks.table_layout import Wanted
from indoors.ui.theme import font

SIDE: Final = 12
TOP: Final = 3
_MARKS: Final = re.compile(r"[*_`\[\]<>&\\~:]")
_GUARD: Final = "\N{WORD JOINER}"
"""Put first, so that "1." or "#" in a cell is text and not a list or a heading."""
_FLAGS: Final[dict[Alignment, Qt.AlignmentFlag]] = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


class CellWriter:
    """Fills cells of one table and knows how wide their text is."""

    def __init__(self, table: QTextTable, style: ProseStyle) -> None:
        self._table = table
        self._style = style
        self._body = font("body")
        self._head = font("small", 500)
        self._head_format = _header_format(self._head, style)

    def prepare(self, row: int, column: int, alignment: Alignment) -> None:
        """Give a new cell its padding and alignment."""
        cell = self._table.cellAt(row, column)
        form = QTextTableCellFormat()
        form.setLeftPadding(SIDE)
        form.setRightPadding(SIDE)
        form.setTopPadding(TOP)
        form.setBottomPadding(TOP + 1)
        form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignTop)
        cell.setFormat(form)
        lines = QTextBlockFormat()
        lines.setLineHeight(self._style.theme.line("body"), FIXED_LINE)
        lines.setAlignment(_FLAGS[alignment])
        cell.firstCursorPosition().setBlockFormat(lines)

    def write(self, row: int, column: int, markdown: str) -> Wanted:
        """Put in the text; return the widths it would like to have, with its padding."""
        cell = self._table.cellAt(row, column)
        header = row == 0
        cursor = cell.firstCursorPosition()
        cursor.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        marked = _MARKS.search(markdown) is not None
        if marked:
            self._insert_marked(cursor, markdown, cell.firstPosition())
            self._style.style_inline(cell.firstPosition(), cell.lastPosition(), cursor)
        else:
            cursor.insertText(markdown, QTextCharFormat())
        if header:
            cursor.setPosition(cell.firstPosition())
            cursor.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(self._head_format)
        metrics = QFontMetricsF(self._head if header else self._body)
        text = self.text(row, column)
        word = max(text.split(), key=len, default="")
        return Wanted(*(metrics.horizontalAdvance(t) + 2 * SIDE + 2 for t in (text, word)))

    def text(self, row: int, column: int) -> str:
        """Return what a cell shows, on one line."""
        cell = self._table.cellAt(row, column)
        cursor = cell.firstCursorPosition()
        cursor.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
        return " ".join(cursor.selection().toPlainText().split())

    def _insert_marked(self, cursor: QTextCursor, markdown: str, start: int) -> None:
        cursor.insertFragment(QTextDocumentFragment.fromMarkdown(_GUARD + markdown, DIALECT))
        cursor.setPosition(start)
        cursor.deleteChar()


def _header_format(wanted: QFont, style: ProseStyle) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setProperty(QTextFormat.Property.FontPixelSize, wanted.pixelSize())
    made.setFontWeight(QFont.Weight.Medium)
    made.setForeground(QBrush(style.theme.color("text.secondary")))
    return made
