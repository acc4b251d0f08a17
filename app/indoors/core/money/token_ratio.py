"""How many tokens of another tokenizer a text makes that was counted with ours.

A provider counts with its own tokenizer, which Indoors does not have. English comes out nearly
the same everywhere; other scripts do not. So the local count is multiplied by a ratio chosen by
the text's script, and the ratio has a band. Measured against OpenAI's o200k: English 1.00 to 1.01
(Llama 3), digits split by Qwen up to 1.16, code 0.98 to 0.99, Russian 1.18 (Llama 3) and 1.23
(Qwen 3), Chinese 0.78 (Qwen 3) and 1.45 (cl100k). Scripts that nobody measured get a wide band.
"""

from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from msgspec import Struct


class Script(StrEnum):
    """What most letters of a text belong to. Code and figures count as Latin."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    CJK = "cjk"  # Chinese, Japanese, Korean
    OTHER = "other"


class Ratio(Struct, frozen=True, kw_only=True):
    """Tokens elsewhere for one token here: most likely, and the ends of the band."""

    middle: Decimal
    low: Decimal
    high: Decimal

    def widened(self, share: Decimal) -> "Ratio":
        """Return the same ratio with both ends further out, by a share of themselves."""
        return Ratio(middle=self.middle, low=self.low * (1 - share), high=self.high * (1 + share))


_RATIOS = {
    Script.LATIN: Ratio(middle=Decimal("1.00"), low=Decimal("0.95"), high=Decimal("1.05")),
    Script.CYRILLIC: Ratio(middle=Decimal("0.83"), low=Decimal("0.80"), high=Decimal("1.00")),
    Script.CJK: Ratio(middle=Decimal("1.00"), low=Decimal("0.75"), high=Decimal("1.30")),
    Script.OTHER: Ratio(middle=Decimal("1.00"), low=Decimal("0.50"), high=Decimal("1.50")),
}
PRIVATE_TOKENIZER = Decimal("0.15")
"""Anthropic and Google do not publish theirs: the band is so much wider."""

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
_SAMPLE = 20_000
"""Characters looked at: enough to know the script of a long text, and quick."""


def script_of(text: str) -> Script:
    """Return the script that most letters belong to; a text without letters is Latin."""
    seen = dict.fromkeys(Script, 0)
    for character in text[:_SAMPLE]:
        if character.isalpha():
            seen[_script(ord(character))] += 1
    return max(seen, key=lambda script: seen[script])


def ratio_for(script: Script, *, has_public_tokenizer: bool) -> Ratio:
    """Return the ratio for a text in this script and a model with such a tokenizer."""
    ratio = _RATIOS[script]
    return ratio if has_public_tokenizer else ratio.widened(PRIVATE_TOKENIZER)


def scaled(tokens: int, ratio: Decimal) -> int:
    """Return a local count as whole tokens elsewhere; halves go to the even neighbour."""
    return int((tokens * ratio).to_integral_value(rounding=ROUND_HALF_EVEN))


def _script(code: int) -> Script:
    if code < _LATIN_ENDS:
        return Script.LATIN
    for first, last, script in _BLOCKS:
        if first <= code <= last:
            return script
    return Script.OTHER
