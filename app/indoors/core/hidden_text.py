"""Text that a person does not see and a model reads: a way to smuggle instructions in.

What scripts and emoji need is left alone: joiners between letters or inside an emoji,
direction marks beside right-to-left letters, the flags of England, Scotland and Wales.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_TAGS = "\U000e0000-\U000e007f"
_SELECTORS = "\U000e0100-\U000e01ef"
_ZERO_WIDTH = (
    "\u200b-\u200d\u2060-\u2064\ufeff\u00ad\u034f\u180b-\u180e\u206a-\u206f\u3164\u115f\u1160\uffa0"
)
_BIDI = "\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c"
_CONTROLS = "\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb"
_SUSPECT = re.compile(f"[{_TAGS}]+|[{_SELECTORS}{_ZERO_WIDTH}{_BIDI}{_CONTROLS}]")
_UNSEEN = frozenset({"Cf", "Cc", "Cs", "Co"})
_FLAG = "\U0001f3f4"
_TAG_END = "\U000e007f"
_JOINERS = "\u200c\u200d"
_MARKS = "\u200e\u200f\u061c"
_EMOJI_PARTS = "\ufe0e\ufe0f"


class Kind(StrEnum):
    TAGS = "tags"  # a second alphabet, invisible everywhere
    SELECTORS = "selectors"  # invisible marks that can carry any byte
    ZERO_WIDTH = "zero_width"
    DIRECTION = "direction"  # makes letters appear in another order than they are in
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What was found: how many characters of which kind, and the words they spell, if any."""

    count: int = 0
    kinds: frozenset[Kind] = frozenset()
    spelled: str = ""

    def __bool__(self) -> bool:
        return self.count > 0


def find_hidden(text: str) -> Hidden:
    """Return what a reader of this text would not see."""
    found = list(_spans(text))
    spelled = "".join(_letters(text[start:stop]) for start, stop, _ in found)
    return Hidden(
        count=sum(stop - start for start, stop, _ in found),
        kinds=frozenset(kind for *_, kind in found),
        spelled=spelled.strip(),
    )


def without_hidden(text: str) -> str:
    """Return the text as it is seen."""
    parts, last = [], 0
    for start, stop, _ in _spans(text):
        parts.append(text[last:start])
        last = stop
    return "".join([*parts, text[last:]])


def visible_name(name: str) -> str:
    """Return a name from outside on one line, without marks that could make it look another."""
    kept = (c for c in " ".join(name.split()) if unicodedata.category(c) not in _UNSEEN)
    return "".join(kept)


def revealed(text: str) -> str:
    """Return the text with every unseen character written out by its number."""
    return "".join(_escape(char) if _SUSPECT.match(char) else char for char in text)


def _spans(text: str) -> Iterator[tuple[int, int, Kind]]:
    if text.isascii() and not re.search(f"[{_CONTROLS}]", text):
        return
    for match in _SUSPECT.finditer(text):
        start, stop = match.span()
        kind = _kind(match[0])
        if not _is_needed(text, start, stop, kind):
            yield start, stop, kind


def _kind(run: str) -> Kind:
    if re.match(f"[{_TAGS}]", run):
        return Kind.TAGS
    if re.match(f"[{_SELECTORS}]", run):
        return Kind.SELECTORS
    if re.match(f"[{_BIDI}]", run):
        return Kind.DIRECTION
    return Kind.CONTROL if re.match(f"[{_CONTROLS}]", run) else Kind.ZERO_WIDTH


def _is_needed(text: str, start: int, stop: int, kind: Kind) -> bool:
    """Whether the script or the emoji around it needs it."""
    before, after = text[start - 1 : start], text[stop : stop + 1]
    char = text[start]
    if kind is Kind.TAGS:
        return before == _FLAG and text[stop - 1] == _TAG_END and stop - start <= 7
    if kind is Kind.SELECTORS:
        return unicodedata.category(before or " ") == "Lo"  # a form of a Han character
    if char == "\u00ad":
        return before.isalpha() and after.isalpha()
    if char in _JOINERS:
        return _joins(before) and _joins(after)
    if char in _MARKS:
        return _is_rtl(before) or _is_rtl(after)
    return char == "\ufeff" and start == 0


def _joins(char: str) -> bool:
    """Whether a joiner beside it means something: emoji, and scripts that join letters."""
    if not char:
        return False
    if char in _EMOJI_PARTS or unicodedata.category(char) in {"So", "Sk", "Mn", "Mc"}:
        return True
    return char.isalpha() and ord(char) >= _FIRST_JOINING


_FIRST_JOINING = 0x0600  # Arabic; Latin, Greek and Cyrillic letters are not joined


def _is_rtl(char: str) -> bool:
    return bool(char) and unicodedata.bidirectional(char) in {"R", "AL", "AN"}


def _letters(run: str) -> str:
    """Return what tags, or selectors as bytes, spell."""
    spelled = []
    for char in run:
        code = ord(char)
        if 0xE0020 <= code <= 0xE007E:
            spelled.append(chr(code - 0xE0000))
        elif 0xE0100 <= code <= 0xE01EF:
            byte = code - 0xE0100 + 16
            spelled.append(chr(byte) if 32 <= byte < 127 else "")
    return "".join(spelled)


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
