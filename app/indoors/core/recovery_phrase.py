"""What counts as a recovery phrase, and when two of them mean the same."""

import unicodedata

SHORTEST = 12
"""Characters of a phrase of one's own. A suggested one has 125 random bits."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O and U."""

LETTERS = 25
"""Of a suggested phrase."""

_READ_AS = str.maketrans("ILO", "110")
_IN_GROUP = 5


def grouped(letters: str) -> str:
    """Write the letters of a suggested phrase in groups, for reading and copying by hand."""
    starts = range(0, len(letters), _IN_GROUP)
    return "-".join(letters[start : start + _IN_GROUP] for start in starts)


def normal(phrase: str) -> str:
    """Return what a phrase means: a suggested one may be typed without dashes, in small letters.

    Of any other only the ends are trimmed and its Unicode form is made the usual one.
    """
    plain = unicodedata.normalize("NFKC", phrase).strip()
    letters = "".join(plain.split()).replace("-", "").upper().translate(_READ_AS)
    if len(letters) == LETTERS and set(letters) <= set(ALPHABET):
        return letters
    return plain


def is_long_enough(phrase: str) -> bool:
    """Tell whether a phrase may be set. One that is asked for may have any length."""
    return len(normal(phrase)) >= SHORTEST
