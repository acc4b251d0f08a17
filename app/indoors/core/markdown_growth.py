"""Tells when an answer that grew only got more plain words at its end.

Drawing a paragraph anew for every few characters is what streaming costs most. Where the
new characters cannot mean anything to Markdown, neither alone nor together with what stands
before them, they can be put at the end of the paragraph that is already there.
"""

import re

_PLAIN = re.compile(r"(?:[^\W_]|[ ,.;:?'\"\u2019\u201c\u201d\u2026\u2013\u2014-])*")
"""What never closes or opens anything in a line that has words already. ``!`` could open an
image, ``)`` close a link, ``_`` and ``*`` do both."""
_ENDS_PLAIN = re.compile(r"[^\W_]|[,.;:?'\"\u2019\u201c\u201d\u2026\u2013\u2014-]")
_LETTER = re.compile(r"[^\W\d_]")
_MARKER = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)]|#{1,6})\s+")
_OPEN_WORD = ("/", "@", "&", "www.")
"""In the last word: an address or an entity that goes on with the next character."""
_CODE = ("    ", "\t", " \t", "  \t", "   \t")
_FENCES = ("```", "~~~")
_TWO_LINES = ("|", "]:")
"""Tables and link definitions look at more than their own line."""


def plain_growth(before: str, after: str) -> str | None:
    """Return what to put at the end of the drawn ``before`` so that it shows ``after``.

    ``None``: it has to be drawn anew. Spaces at the very end are not drawn, so they come
    with the next word.
    """
    if not after.startswith(before) or any(sign in before for sign in _TWO_LINES):
        return None
    if _PLAIN.fullmatch(after, len(before)) is None:
        return None
    drawn = before.rstrip(" ")
    if len(before) - len(drawn) > 1 or "  " in after[len(drawn) :]:
        return None  # a line break, or spaces that Markdown takes as one
    if not _goes_on(drawn):
        return None
    return after.rstrip(" ")[len(drawn) :]


def _goes_on(drawn: str) -> bool:
    """Tell whether the last line is a text whose next character is just one more."""
    line = drawn[drawn.rfind("\n") + 1 :]
    if line.startswith(_CODE):
        return False  # code keeps the spaces at its end
    marker = _MARKER.match(line)
    words = line[marker.end() :] if marker else line
    if words.lstrip().startswith(_FENCES):
        return False
    if not _LETTER.search(words) or not _ENDS_PLAIN.match(drawn[-1]):
        return False
    word = drawn[max(drawn.rfind(" "), drawn.rfind("\n")) + 1 :].lower()
    return not any(sign in word for sign in _OPEN_WORD)
