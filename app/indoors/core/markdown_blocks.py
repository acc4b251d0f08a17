"""The pieces an answer is drawn in: prose, code and tables."""

from typing import Literal

from msgspec import Struct

Alignment = Literal["left", "center", "right"]


class Prose(Struct, frozen=True, kw_only=True):
    """Paragraphs, headings, lists, quotes: what a Markdown viewer draws by itself."""

    source: str
    markdown: str  # ``source``, moved left where a code block cut a list item in two


class Code(Struct, frozen=True, kw_only=True):
    """A fenced code block."""

    source: str
    language: str  # as written after the fence, "" if nothing is
    text: str  # without the fences and their indent
    closed: bool
    depth: int = 0  # 1: part of a list item


class Table(Struct, frozen=True, kw_only=True):
    """A table; every row has as many cells as the header. Cells are Markdown."""

    source: str
    header: tuple[str, ...]
    alignments: tuple[Alignment, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Prose | Code | Table
"""``source`` is the part of the answer it was made from: joined, they give the answer."""


def is_blank(block: Block) -> bool:
    """Tell whether there is nothing to draw (empty lines between two other blocks)."""
    return isinstance(block, Prose) and not block.markdown.strip()
