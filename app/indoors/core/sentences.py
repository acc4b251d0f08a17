"""Sentences out of an answer, for whoever listens to it instead of reading it."""

import re

_MARKS = re.compile(r"[*_`#>|~]+|!?\[([^\]]*)\]\([^)]*\)")
_END = re.compile(r"[.!?:;…。！？]+[\"'”’)\]*_`]*(?=\s)|\n+")  # noqa: RUF001 - CJK marks are meant
LONGEST = 300
"""Characters after which a sentence without an end is given out anyway."""


def plain(markdown: str) -> str:
    """Return the text without its Markdown marks, on one line."""
    return " ".join(_MARKS.sub(lambda found: found[1] or "", markdown).split())


def first_sentence(markdown: str, longest: int = 160) -> str:
    """Return the first sentence of an answer, cut at a word if it is very long."""
    head = markdown.strip()[: 4 * longest]
    found = _END.search(head + "\n")
    text = plain(head[: found.end()] if found else head)
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0] + "…"


class SentenceFeed:
    """Collects streaming text and gives each sentence once, when it is complete."""

    def __init__(self) -> None:
        self._text = ""

    def append(self, delta: str) -> str:
        """Take more text; return the sentences it completed, joined ("" if none)."""
        self._text += delta
        end = 0
        for found in _END.finditer(self._text):
            end = found.end()
        if not end and len(self._text) > LONGEST:
            end = self._text.rfind(" ") + 1 or len(self._text)
        done, self._text = self._text[:end], self._text[end:]
        return plain(done)

    def finish(self) -> str:
        """Return what is left and start again."""
        rest, self._text = self._text, ""
        return plain(rest)
