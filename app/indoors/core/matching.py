"""Which entries of a palette fit what was typed, and which fits best."""

import re
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")

_WORD = re.compile(r"\w+")


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, without regard to case."""
    return tuple(_WORD.findall(text.casefold()))


def rank(query: str, text: str) -> int | None:
    """Return how well ``text`` fits, 0 best, ``None`` if it does not.

    Each word typed must begin some word of the text, in any order. A text that begins with
    what was typed comes before one that merely contains the words.
    """
    typed, there = words(query), words(text)
    if not all(any(word.startswith(part) for word in there) for part in typed):
        return None
    if text.casefold().startswith(query.strip().casefold()):
        return 0
    return 1 if typed and there[0].startswith(typed[0]) else 2


def best(query: str, entries: Iterable[tuple[str, T]], limit: int) -> list[T]:
    """Return at most ``limit`` fitting entries of (text, entry); equals keep their order."""
    fitting = [
        (fit, place, entry)
        for place, (text, entry) in enumerate(entries)
        if (fit := rank(query, text)) is not None
    ]
    fitting.sort(key=lambda found: found[:2])
    return [entry for _, _, entry in fitting[:limit]]
