"""How wide the columns of a table are."""

from collections.abc import Sequence
from itertools import pairwise

LEAST = 96
"""A column is not made narrower than this, unless its text is."""


def column_widths(natural: Sequence[float], room: int) -> list[int]:
    """Share ``room`` among columns that would like to be ``natural`` wide.

    What is left over is shared in proportion. If it is not enough, the widest columns give
    way first, down to ``LEAST``; if that is still too wide the sum exceeds ``room`` and the
    table scrolls sideways.
    """
    total = sum(natural)
    if total <= room:
        exact = [width * room / total if total else room / len(natural) for width in natural]
        return _whole(exact, room)
    limit = _limit(natural, room)
    return [int(min(width, max(limit, LEAST))) for width in natural]


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
