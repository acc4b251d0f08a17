"""What a single line of Markdown can be: the fence, list and table grammar.

The rules follow CommonMark and GitHub's tables, a little more forgiving where small models
are sloppy: fences may be indented inside lists, and a line without a pipe ends a table.
"""

import re
from typing import NamedTuple

from indoors.core.markdown_blocks import Alignment

_FENCE = re.compile(
    r"(?P<indent>[ \t]*)(?P<marker>(?:[-*+]|\d{1,9}[.)])[ \t]+)?"
    r"(?:(?P<ticks>`{3,})(?P<info>[^`]*)|(?P<tildes>~{3,})(?P<tilde_info>.*))"
)
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<marker>[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_OTHER_BLOCK = re.compile(r" {0,3}(?:#{1,6}(?:\s|$)|>)")
_DELIMITER = re.compile(r"\s*:?-+:?\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_TAB_WIDTH = 4


class Fence(NamedTuple):
    """An opening fence. ``indent`` counts the columns before its content."""

    mark: str  # the character, "`" or "~"
    length: int
    indent: int
    info: str
    in_item: bool  # it follows a list marker on the same line


def columns(space: str) -> int:
    """Return the width of leading white space."""
    return len(space.expandtabs(_TAB_WIDTH))


def indent_of(line: str) -> int:
    """Return the width of the white space a line begins with."""
    return columns(line[: len(line) - len(line.lstrip(" \t"))])


def opening_fence(line: str) -> Fence | None:
    """Read a line that opens a code block. It must not end in a newline."""
    found = _FENCE.fullmatch(line)
    if found is None:
        return None
    run = found["ticks"] or found["tildes"]
    info = found["info"] if found["ticks"] else found["tilde_info"]
    indent = columns(found["indent"] + (found["marker"] or ""))
    return Fence(run[0], len(run), indent, info.strip(), bool(found["marker"]))


def closes(fence: Fence, line: str) -> bool:
    """Tell whether the line ends the code block."""
    text = line.strip(" \t")
    if len(text) < fence.length or text.strip(fence.mark):
        return False
    return indent_of(line) < fence.indent + _TAB_WIDTH


def language_of(info: str) -> str:
    """Return the language out of an info string, for instance of ``{.python title="x"}``."""
    word = info.strip("{} \t").split(" ", 1)[0].split(",", 1)[0]
    return word.lstrip(".").strip()


def without_indent(line: str, width: int) -> str:
    """Take away up to ``width`` columns of white space."""
    if not width or line[:1] not in (" ", "\t"):
        return line
    expanded = line.lstrip(" \t")
    present = indent_of(line)
    return " " * max(0, present - width) + expanded


def starts_item(line: str) -> bool:
    """Tell whether a list item starts here, at the outermost level."""
    found = _ITEM.match(line)
    return found is not None and columns(found["indent"]) < _TAB_WIDTH


def starts_other_block(line: str) -> bool:
    """Tell whether a heading or a quote starts here, which ends a list."""
    return _OTHER_BLOCK.match(line) is not None


def cells_of(line: str) -> tuple[str, ...]:
    """Split a table row. Escaped pipes stay inside their cell."""
    text = line.strip()
    text = text.removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return tuple(cell.strip().replace("\\|", "|") for cell in _PIPE.split(text))


def has_pipe(line: str) -> bool:
    """Tell whether the line holds a pipe that separates cells."""
    return _PIPE.search(line) is not None


def may_be_header(line: str) -> bool:
    """Tell whether a table may begin with this line, if a delimiter row follows."""
    if not has_pipe(line) or not line.strip():
        return False
    if line.lstrip().startswith("|"):
        return True
    return indent_of(line) < _TAB_WIDTH and not (starts_other_block(line) or starts_item(line))


def alignments_of(line: str, width: int) -> tuple[Alignment, ...] | None:
    """Read a delimiter row (``| --- | :-: |``) below a header of ``width`` cells."""
    if not has_pipe(line) or "-" not in line:
        return None
    cells = cells_of(line)
    if len(cells) != width or not all(_DELIMITER.fullmatch(cell) for cell in cells):
        return None
    return tuple(_alignment(cell) for cell in cells)


def _alignment(cell: str) -> Alignment:
    if cell.endswith(":"):
        return "center" if cell.startswith(":") else "right"
    return "left"


def may_delimit(partial: str) -> bool:
    """Tell whether an unfinished line may become a delimiter row."""
    return not partial.strip(" \t|:-")


def row_of(line: str, width: int) -> tuple[str, ...]:
    """Return exactly ``width`` cells: missing ones are empty, further ones are left out."""
    cells = cells_of(line)[:width]
    return cells + ("",) * (width - len(cells))
