"""Colours code a few milliseconds at a time, also while it is still being written."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtGui import QSyntaxHighlighter, QTextCursor, QTextDocument

from indoors.ui.chat.blocks.code_colors import kind_of

if TYPE_CHECKING:
    from pygments.lexer import Lexer

    from indoors.ui.chat.blocks.code_colors import CodeColors

BUDGET_S = 0.003
"""Time one step may take on the GUI thread."""
PAUSE_MS = 200
"""Between two passes over code that grows."""
LONGEST = 300_000
"""Characters beyond which code stays in one colour."""


class Span(NamedTuple):
    start: int
    length: int
    kind: str


class Line(NamedTuple):
    """The coloured parts of a line. ``fresh``: no token reaches into it from above."""

    spans: list[Span]
    fresh: bool


def lines_of(lexer: "Lexer", text: str) -> Iterator[Line]:
    """Read code line by line. Positions count UTF-16 units, as Qt does."""
    spans: list[Span] = []
    column = 0
    fresh = True
    for _, token, value in lexer.get_tokens_unprocessed(text):
        kind = kind_of(token)
        parts = value.split("\n")
        for number, part in enumerate(parts):
            if number:
                yield Line(spans, fresh)
                spans, column = [], 0
                fresh = number == len(parts) - 1 and not part
            length = len(part.encode("utf-16-le")) // 2
            if kind and length:
                spans.append(Span(column, length, kind))
            column += length
    yield Line(spans, fresh)


class Highlighter(QSyntaxHighlighter):
    """Colours one document. A pass goes on from the last line that surely begins anew.

    The colours of a line are found first and kept; Qt asks for them when it draws the line.
    """

    def __init__(self, colors: "CodeColors", document: QTextDocument) -> None:
        super().__init__(document)
        self._colors = colors
        self._spans: list[list[Span]] = []  # by line
        self._lexer: Lexer | None = None
        self._lines: Iterator[Line] = iter(())
        self._line = 0  # next to be coloured
        self._anchor = 0  # where the next pass starts
        self._text = ""
        self._done = ""
        self._running = False
        self._step = QTimer(self, singleShot=True, interval=0)
        self._step.timeout.connect(self._run)

    def highlightBlock(self, text: str) -> None:
        """Give Qt the colours of a line. Those of another line's text are cut off by its end."""
        number = self.currentBlock().blockNumber()
        if not text or number >= len(self._spans):
            return
        for span in self._spans[number]:
            self.setFormat(span.start, span.length, self._colors.format(span.kind))

    def forget(self) -> None:
        """Drop all colours: the document now holds other code."""
        self._step.stop()
        self._running = False
        self._spans = []
        self._anchor = 0
        self._done = ""

    def update(self, lexer: "Lexer", text: str, *, final: bool) -> None:
        """Colour what is new in ``text``, the document's whole text."""
        if len(text) > LONGEST:
            return
        self._text = text
        if lexer is not self._lexer or not text.startswith(self._done):
            self.forget()
            self._lexer = lexer
        if text != self._done and not self._running and not self._step.isActive():
            self._step.start(0 if final or not self._done else PAUSE_MS)

    def flush(self) -> None:
        """Finish at once. For pictures and tests."""
        while self._step.isActive() or self._running:
            self._step.stop()
            self._run()

    def _begin(self) -> None:
        if self._lexer is None:
            return
        self._done = self._text
        self._line = self._anchor
        rest = self._text
        for _ in range(self._anchor):
            rest = rest[rest.index("\n") + 1 :]
        self._lines = lines_of(self._lexer, rest)
        self._running = True

    def _run(self) -> None:
        if not self._running:
            self._begin()
        limit = time.perf_counter() + BUDGET_S
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        while self._running and time.perf_counter() < limit:
            line = next(self._lines, None)
            if line is None:
                self._running = False
            else:
                self._color(line)
        cursor.endEditBlock()
        if self._running:
            self._step.start(0)
        elif self._done != self._text:
            self._step.start(PAUSE_MS)

    def _color(self, line: Line) -> None:
        block = self.document().findBlockByNumber(self._line)
        if not block.isValid():
            return
        if line.fresh and block.text()[:1].strip() and not block.previous().text().strip():
            self._anchor = self._line
        while len(self._spans) <= self._line:
            self._spans.append([])
        if self._spans[self._line] != line.spans:
            self._spans[self._line] = line.spans
            self.rehighlightBlock(block)
        self._line += 1
