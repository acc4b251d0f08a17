"""How many tokens another tokenizer makes of a text that was counted with ours.

A provider counts with its own tokenizer, which Indoors does not have. English and code come out
nearly the same everywhere, nothing else does: so the local count is multiplied by a ratio with a
band, by what the text is written in. The figures are from the Universal Declaration of Human
Rights (November 2026), as tokens for one of OpenAI's o200k: middles of the most spoken
languages, bands of nineteen in twenty of 530. German takes 1.3 with Llama 3 and with Qwen 3, and
1.8 with the small vocabulary of SmolLM2; Russian 1.2, 1.3 and 3.2; Chinese 1.0, 0.8 and 2.1. A
tokenizer that is kept secret has a band of 15 % more.
"""

import re
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from msgspec import Struct

from indoors.core.money.book import Tokenizer

LARGE_VOCABULARY = 100_000
"""Tokenizers with fewer entries know little but English: SmolLM2 49,152, Llama 2 32,000."""


class Script(StrEnum):
    """What a text is written in, for its tokens."""

    ENGLISH = "english"  # code and figures too
    LATIN = "latin"  # other languages in Latin letters
    CYRILLIC = "cyrillic"
    CJK = "cjk"  # Chinese, Japanese, Korean
    OTHER = "other"


class Ratio(Struct, frozen=True, kw_only=True):
    """Tokens of one tokenizer for one of another: most likely, and the ends of the band."""

    middle: Decimal
    low: Decimal
    high: Decimal


def _ratio(middle: str, low: str, high: str) -> Ratio:
    return Ratio(middle=Decimal(middle), low=Decimal(low), high=Decimal(high))


_SMALL = {  # one such tokenizer was measured; others are thought to be better
    Script.ENGLISH: _ratio("1.00", "0.95", "1.10"),
    Script.LATIN: _ratio("1.64", "1.15", "1.85"),
    Script.CYRILLIC: _ratio("2.90", "1.40", "3.40"),
    Script.CJK: _ratio("2.30", "1.25", "3.70"),
    Script.OTHER: _ratio("4.00", "0.90", "7.00"),
}
_OPEN = {
    Script.ENGLISH: _ratio("1.00", "0.95", "1.05"),
    Script.LATIN: _ratio("1.18", "0.95", "1.35"),
    Script.CYRILLIC: _ratio("1.25", "0.88", "1.80"),
    Script.CJK: _ratio("0.93", "0.77", "1.08"),
    Script.OTHER: _ratio("2.00", "0.50", "6.80"),
}
_CL100K = {
    Script.ENGLISH: _ratio("1.00", "0.99", "1.02"),
    Script.LATIN: _ratio("1.24", "1.05", "1.40"),
    Script.CYRILLIC: _ratio("1.81", "1.30", "2.25"),
    Script.CJK: _ratio("1.50", "1.30", "1.80"),
    Script.OTHER: _ratio("3.00", "0.90", "6.90"),
}
_O200K = dict.fromkeys(Script, _ratio("1", "1", "1"))
_PRIVATE = dict.fromkeys(Script, _ratio("1.00", "0.85", "1.15"))
_THEIRS: dict[Tokenizer, dict[Script, Ratio]] = {
    "o200k": _O200K,
    "cl100k": _CL100K,
    "open": _OPEN,
    "private": _PRIVATE,
}

_BLOCKS = (  # first and last code point of blocks with letters; Latin is what is below the first
    (0x0400, 0x052F, Script.CYRILLIC),
    (0x1100, 0x11FF, Script.CJK),
    (0x1C80, 0x1C8F, Script.CYRILLIC),
    (0x1E00, 0x1EFF, Script.LATIN),
    (0x2DE0, 0x2DFF, Script.CYRILLIC),
    (0x3005, 0x318F, Script.CJK),
    (0x31A0, 0x31FF, Script.CJK),
    (0x3400, 0x4DBF, Script.CJK),
    (0x4E00, 0x9FFF, Script.CJK),
    (0xA640, 0xA69F, Script.CYRILLIC),
    (0xA960, 0xA97F, Script.CJK),
    (0xAC00, 0xD7FF, Script.CJK),
    (0xF900, 0xFAFF, Script.CJK),
    (0xFF66, 0xFFDC, Script.CJK),
    (0x20000, 0x323AF, Script.CJK),
)
_LATIN_ENDS = 0x0370
_SAMPLE = 4_000
"""Characters looked at: enough to know a long text, and quick."""

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset({"the", "of", "and", "that", "with", "this", "you", "for", "are", "it", "is"})
_ENGLISH_IN_A_HUNDRED = 6
_SIGNS = frozenset("{}()[];=<>_/\\#*+")
_SIGNS_IN_A_HUNDRED = 5
_FEW_WORDS = 8


def script_of(text: str) -> Script:
    """Return what a text is written in, by most of its letters; without letters, English.

    Latin letters are English if enough of the commonest English words are there, or enough
    signs that code is full of, or if there are few words and all letters are plain.
    """
    sample = text[:_SAMPLE]
    most = Script.LATIN if sample.isascii() else _most_letters(sample)
    return Script.ENGLISH if most is Script.LATIN and _is_english(sample) else most


def ratio_for(script: Script, *, vocabulary: int | None, theirs: Tokenizer) -> Ratio:
    """Return their tokens for one of ours.

    ``vocabulary`` is how many entries the local tokenizer has; ``None``, not known, widens the
    band to hold both kinds.
    """
    ours, other = _ours(script, vocabulary), _THEIRS[theirs][script]
    return Ratio(
        middle=round(other.middle / ours.middle, 3),
        low=round(other.low / ours.high, 3),
        high=round(other.high / ours.low, 3),
    )


def scaled(tokens: int, ratio: Decimal) -> int:
    """Return a local count as whole tokens elsewhere; halves go to the even neighbour."""
    return int((tokens * ratio).to_integral_value(rounding=ROUND_HALF_EVEN))


def _most_letters(text: str) -> Script:
    seen = {Script.LATIN: 0}
    for character in text:
        if character.isalpha():
            script = _script(ord(character))
            seen[script] = seen.get(script, 0) + 1
    return max(seen, key=lambda script: seen[script])


def _ours(script: Script, vocabulary: int | None) -> Ratio:
    small, large = _SMALL[script], _OPEN[script]
    if vocabulary is None:
        return Ratio(
            middle=large.middle, low=min(small.low, large.low), high=max(small.high, large.high)
        )
    return large if vocabulary >= LARGE_VOCABULARY else small


def _is_english(text: str) -> bool:
    words = _WORD.findall(text.casefold())
    if len(words) < _FEW_WORDS:
        return text.isascii()
    common = sum(word in _ENGLISH for word in words)
    if 100 * common >= _ENGLISH_IN_A_HUNDRED * len(words):
        return True
    signs = sum(character in _SIGNS for character in text)
    return 100 * signs >= _SIGNS_IN_A_HUNDRED * len(text)


def _script(code: int) -> Script:
    if code < _LATIN_ENDS:
        return Script.LATIN
    for first, last, script in _BLOCKS:
        if first <= code <= last:
            return script
    return Script.OTHER
