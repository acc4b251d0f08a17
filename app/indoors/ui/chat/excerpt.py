"""Search excerpts: which parts matched, and painting them into one line."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from indoors.ui.theme import current_theme, font

MATCH_BEGINS, MATCH_ENDS = "\x02", "\x03"
_SIGNS = re.compile(r"\*+|`+|__+|\||^\s*#+|\s#+\s", re.MULTILINE)
_LEAD = 0.4
"""At most this share of the line stands before the first match."""


class Run(NamedTuple):
    text: str
    matched: bool


def runs(excerpt: str) -> list[Run]:
    """Split an excerpt at its marks, in one line and without Markdown's signs."""
    found: list[Run] = []
    line = " ".join(_SIGNS.sub(" ", excerpt).split())
    for place, part in enumerate(line.split(MATCH_BEGINS)):
        inside, end, outside = part.partition(MATCH_ENDS)
        matched = bool(place and end)
        found.append(Run(inside, matched=matched))
        found.append(Run(outside.replace(MATCH_ENDS, ""), matched=False))
    return [run for run in found if run.text]


def plain(excerpt: str) -> str:
    """Return the excerpt without its marks, for tooltips and screen readers."""
    return "".join(run.text for run in runs(excerpt))


def paint_excerpt(painter: QPainter, rect: QRect, excerpt: str) -> None:
    """Paint one line with the matches emphasised, so that the first of them is seen."""
    theme = current_theme()
    left = rect.left()
    normal, strong = font("small"), font("small", 600)
    for run in _led_in(runs(excerpt), QFontMetrics(normal), rect.width()):
        room = rect.right() + 1 - left
        if room <= 0:
            return
        painter.setFont(strong if run.matched else normal)
        painter.setPen(theme.color("text.primary" if run.matched else "text.tertiary"))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(run.text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(
            QRect(left, rect.top(), room, rect.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            shown,
        )
        left += metrics.horizontalAdvance(shown)


def _led_in(found: Iterable[Run], metrics: QFontMetrics, width: int) -> list[Run]:
    """Shorten what comes before the first match, at its beginning."""
    found = list(found)
    if len(found) > 1 and not found[0].matched:
        found[0] = Run(_end_of(found[0].text, metrics, int(width * _LEAD)), matched=False)
    return found


def _end_of(text: str, metrics: QFontMetrics, room: int) -> str:
    """Return as many of the last words as there is room for."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    space = " " if text.endswith(" ") else ""
    kept = ""
    for word in reversed(text.split()):
        if metrics.horizontalAdvance(f"…{word} {kept}") > room:
            break
        kept = f"{word} {kept}" if kept else word
    return f"…{kept}{space}"
