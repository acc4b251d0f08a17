"""How wide the columns of a table are."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil
from typing import NamedTuple

LEAST = 96
"""A column is not made narrower than this, unless its text is."""
WORD_MOST = 240
"""A longer word is broken."""


class Wanted(NamedTuple):
    """What a column would like to have, and the width of its longest word."""

    whole: float
    word: float

    @property
    def least(self) -> float:
        """The width below which the table rather scrolls sideways."""
        return min(self.whole, max(LEAST, min(self.word, WORD_MOST)))


def column_widths(columns: Sequence[Wanted], room: int) -> list[int]:
    """Share ``room`` among columns.

    What is left over is shared in proportion. If it is not enough, the widest columns give
    way first, down to their least; if that is still too wide the sum exceeds ``room`` and
    the table scrolls sideways.
    """
    natural = [column.whole for column in columns]
    total = sum(natural)
    if total <= room:
        exact = [width * room / total if total else room / len(natural) for width in natural]
        return _whole(exact, room)
    limit = _limit(natural, room - len(natural))  # each may be rounded up by a pixel
    widths = [ceil(max(column.least, min(column.whole, limit))) for column in columns]
    spare = room - sum(widths)
    if spare > 0:
        widths[widths.index(max(widths))] += spare
    return widths


def _limit(natural: Sequence[float], room: int) -> float:
    """Return the width at which the widest columns are cut so that all fit."""
    left, narrow = float(room), sorted(natural)
    for number, width in enumerate(narrow):
        share = left / (len(narrow) - number)
        if width >= share:
            return share
        left -= width
    return narrow[-1] if narrow else 0.0


def _whole(exact: list[float], room: int) -> list[int]:
    """Round so that the sum stays ``room``."""
    edges = [0]
    position = 0.0
    for width in exact:
        position += width
        edges.append(round(position))
    edges[-1] = room
    return [b - a for a, b in pairwise(edges)]
