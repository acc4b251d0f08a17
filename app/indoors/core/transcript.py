"""Splits an answer into blocks while it is being written.

Whole lines move a small state machine on; the unfinished last line is only tried out. So
the blocks depend on the text alone, never on how it came in, and a settled block never
changes again: only what follows it has to be drawn anew.
"""

from collections.abc import Iterable

from indoors.core import markdown_lines as lines
from indoors.core.markdown_blocks import Alignment, Block, Code, Prose, Table
from indoors.core.markdown_lines import Fence

PROSE_SOFT = 400
"""Characters after which prose is settled at the next paragraph outside a list."""
PROSE_WHOLE = 4_000
"""Characters up to which the prose of a complete answer is put together again."""
PROSE_HARD = 6_000
"""Characters after which it is settled at the next line that does not tear a list item."""
LINE_LIMIT = 8_000
"""A longer line is taken in pieces, so that drawing the tail stays cheap."""


class _OpenProse:
    def __init__(self, indent: int = 0) -> None:
        self.lines: list[str] = []
        self.size = 0
        self.in_list = False
        self.after_blank = True
        self.after_heading = False
        self.indent = indent  # of the list item that a code block has cut in two

    def copy(self) -> "_OpenProse":
        twin = _OpenProse(self.indent)
        twin.lines, twin.size = list(self.lines), self.size
        twin.in_list, twin.after_blank = self.in_list, self.after_blank
        twin.after_heading = self.after_heading
        return twin

    def add(self, piece: str) -> None:
        line = piece.rstrip("\r\n")
        blank = not line.strip()
        if lines.starts_item(line):
            self.in_list = True
        elif lines.starts_other_block(line) or (
            self.after_blank and not blank and not lines.indent_of(line)
        ):
            self.in_list = False
        self.after_blank = blank
        if not blank:
            self.after_heading = line.startswith("#")
        self.lines.append(piece)
        self.size += len(piece)

    def must_end_before(self, piece: str) -> bool:
        """Tell whether the block is long enough to settle it ahead of this line."""
        if self.size < PROSE_SOFT or self.after_heading or not piece.strip():
            return False
        if self.size >= 2 * PROSE_HARD:
            return True
        item = lines.starts_item(piece.rstrip("\r\n"))
        if self.size >= PROSE_HARD:
            may = item or not self.in_list or self.after_blank
        else:
            may = self.after_blank and not (item and self.in_list)
        return may and not piece[0].isspace()

    def block(self) -> Prose:
        source = "".join(self.lines)
        if not self.indent:
            return Prose(source=source, markdown=source)
        return Prose(source=source, markdown="".join(self._moved_left()))

    def _moved_left(self) -> list[str]:
        moved: list[str] = []
        for number, line in enumerate(self.lines):
            if line.strip() and lines.indent_of(line) < self.indent:
                return moved + self.lines[number:]
            moved.append(lines.without_indent(line, self.indent) if line.strip() else line)
        return moved


class _OpenCode:
    def __init__(self, fence: Fence, depth: int, source: str) -> None:
        self.fence = fence
        self.depth = depth
        self.source = [source]
        self.content: list[str] = []

    def copy(self) -> "_OpenCode":
        twin = _OpenCode(self.fence, self.depth, "")
        twin.source, twin.content = list(self.source), list(self.content)
        return twin

    def add(self, piece: str, *, continues: bool) -> bool:
        """Take a line; return whether it was the closing fence."""
        self.source.append(piece)
        if continues:
            self.content.append(piece)
            return False
        if lines.closes(self.fence, piece.rstrip("\r\n")):
            return True
        self.content.append(lines.without_indent(piece, self.fence.indent))
        return False

    def block(self, *, closed: bool = False) -> Code:
        return Code(
            source="".join(self.source),
            language=lines.language_of(self.fence.info),
            text="".join(self.content).replace("\r\n", "\n").removesuffix("\n"),
            closed=closed,
            depth=self.depth,
        )


class _OpenTable:
    def __init__(self, source: str, header: tuple[str, ...], sides: tuple[Alignment, ...]) -> None:
        self.source = [source]
        self.header = header
        self.sides = sides
        self.rows: list[tuple[str, ...]] = []

    def copy(self) -> "_OpenTable":
        twin = _OpenTable("", self.header, self.sides)
        twin.source, twin.rows = list(self.source), list(self.rows)
        return twin

    def add(self, piece: str) -> None:
        self.source.append(piece)
        self.rows.append(lines.row_of(piece, len(self.header)))

    def block(self) -> Table:
        return Table(
            source="".join(self.source),
            header=self.header,
            alignments=self.sides,
            rows=tuple(self.rows),
        )


class _Parser:
    """The state after some whole lines: what is settled, and the block still open."""

    def __init__(self) -> None:
        self.settled: list[Block] = []
        self.open: _OpenProse | _OpenCode | _OpenTable | None = None

    def trial(self) -> "_Parser":
        """Return a copy that knows only the open block."""
        twin = _Parser()
        twin.open = self.open.copy() if self.open else None
        return twin

    def feed(self, piece: str, *, continues: bool = False) -> None:
        """Take one line with its newline, or a further piece of an endless one."""
        if isinstance(self.open, _OpenCode):
            if self.open.add(piece, continues=continues):
                self._close_code(self.open)
            return
        if isinstance(self.open, _OpenTable):
            if lines.has_pipe(piece) and not lines.opening_fence(piece.rstrip("\r\n")):
                self.open.add(piece)
                return
            self._settle()
        self._feed_prose(piece, continues=continues)

    def _feed_prose(self, piece: str, *, continues: bool) -> None:
        prose = self.open if isinstance(self.open, _OpenProse) else None
        line = piece.rstrip("\r\n")
        if not continues and self._opens_block(prose, line, piece):
            return
        if prose is not None and (continues or prose.must_end_before(piece)):
            self._settle()
            prose = None
        if prose is None:
            prose = self.open = _OpenProse()
        prose.add(piece)

    def _opens_block(self, prose: _OpenProse | None, line: str, piece: str) -> bool:
        return self._opens_code(prose, line, piece) or self._opens_table(prose, line, piece)

    def _opens_code(self, prose: _OpenProse | None, line: str, piece: str) -> bool:
        fence = lines.opening_fence(line)
        if fence is None:
            return False
        listed = fence.in_item or (prose is not None and (prose.in_list or prose.indent > 0))
        if lines.indent_of(line) > 3 and not listed:
            return False  # an indented code block that shows a fence
        self._settle()
        self.open = _OpenCode(fence, int(listed and fence.indent > 0), piece)
        return True

    def _opens_table(self, prose: _OpenProse | None, line: str, piece: str) -> bool:
        if prose is None or not prose.lines:
            return False
        above = prose.lines[-1]
        if not lines.may_be_header(above.rstrip("\r\n")):
            return False
        header = lines.cells_of(above)
        sides = lines.alignments_of(line, len(header))
        if sides is None:
            return False
        prose.lines.pop()
        self._settle()
        self.open = _OpenTable(above + piece, header, sides)
        return True

    def _close_code(self, code: _OpenCode) -> None:
        self.settled.append(code.block(closed=True))
        self.open = _OpenProse(code.fence.indent) if code.depth else None

    def expect_table(self, partial: str) -> bool:
        """Take the beginning of a table for one before its delimiter row is complete."""
        prose = self.open if isinstance(self.open, _OpenProse) else None
        if self.open is not None and prose is None:
            return False
        above = prose.lines[-1] if prose is not None and prose.lines else ""
        header = partial
        if prose is not None and above.lstrip().startswith("|") and lines.may_delimit(partial):
            prose.lines.pop()
            header = above
        elif above.strip() or not partial.lstrip().startswith("|"):
            return False
        cells = lines.cells_of(header)
        self._settle()
        source = header if header is partial else above + partial
        sides: list[Alignment] = ["left"] * len(cells)
        self.open = _OpenTable(source, cells, tuple(sides))
        return True

    def _settle(self) -> None:
        self.settled.extend(self.rest())
        self.open = None

    def rest(self) -> list[Block]:
        """Return the open block, as it is so far."""
        if self.open is None or (isinstance(self.open, _OpenProse) and not self.open.lines):
            return []
        return [self.open.block()]


class Segmenter:
    """Takes an answer piece by piece and gives its blocks.

    ``blocks[:settled]`` are final. When the answer is complete, ``finish`` says so: until
    then a line that starts with a pipe is taken for the beginning of a table.
    """

    def __init__(self, text: str = "") -> None:
        self._parser = _Parser()
        self._partial = ""
        self._continues = False
        self._finished = False
        self._tail: list[Block] | None = None
        self.append(text)

    def append(self, delta: str) -> None:
        self._tail = None
        *whole, self._partial = (self._partial + delta).split("\n")
        for line in whole:
            rest = self._cut(line + "\n")
            self._parser.feed(rest, continues=self._continues)
            self._continues = False
        self._partial = self._cut(self._partial)

    def _cut(self, line: str) -> str:
        while len(line) > LINE_LIMIT:
            self._parser.feed(line[:LINE_LIMIT], continues=self._continues)
            self._continues = True
            line = line[LINE_LIMIT:]
        return line

    def finish(self) -> None:
        """Say that nothing follows."""
        self._finished = True
        self._tail = None

    @property
    def settled(self) -> int:
        return len(self._parser.settled)

    @property
    def blocks(self) -> list[Block]:
        return self._parser.settled + self.tail

    @property
    def tail(self) -> list[Block]:
        """What may still change: the open block and the unfinished line."""
        if self._tail is None:
            trial = self._parser.trial()
            if not (self._expects_table and trial.expect_table(self._partial)) and self._partial:
                trial.feed(self._partial, continues=self._continues)
            self._tail = trial.settled + trial.rest()
        return self._tail

    @property
    def _expects_table(self) -> bool:
        return not self._finished and not self._continues


def split(text: str) -> list[Block]:
    """Return the blocks of a complete answer."""
    segmenter = Segmenter(text)
    segmenter.finish()
    return segmenter.blocks


def joined(blocks: Iterable[Block]) -> list[Block]:
    """Put neighbouring prose together again: a complete answer needs fewer, longer blocks."""
    made: list[Block] = []
    for block in blocks:
        last = made[-1] if made else None
        if isinstance(last, Prose) and isinstance(block, Prose) and _fit_together(last, block):
            made[-1] = Prose(
                source=last.source + block.source, markdown=last.markdown + block.markdown
            )
        else:
            made.append(block)
    return made


def _fit_together(above: Prose, below: Prose) -> bool:
    return (
        len(above.source) + len(below.source) <= PROSE_WHOLE
        and above.markdown.endswith("\n")
        and below.markdown is below.source
    )
