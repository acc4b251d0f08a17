"""How often new text goes to the screen: as often as looks fluent, and no more than is cheap.

On a computer without a graphics processor, drawing takes its time from the very cores that
compute the next token, and a model's threads wait for each other: one that is held up for
2 ms holds up all. So what drawing costs here decides how often it is done.
"""

import time
from collections.abc import Callable
from typing import Final

SHORTEST_MS: Final = 33
LONGEST_MS: Final = 180
"""Five or six times a second still reads as flowing text, four words at a time."""
SHARE: Final = 0.012
"""Of one core's time, that showing an answer may take."""
_WEIGHT: Final = 0.2  # of the newest cost: one slow picture is no reason to change


class FlushPace:
    """Give it a call at each flush that brought text; it gives the time until the next."""

    def __init__(self, thread_seconds: Callable[[], float] = time.thread_time) -> None:
        """``thread_seconds`` is the CPU time that the calling thread has used."""
        self._clock = thread_seconds
        self._cost_s = SHORTEST_MS / 1_000 * SHARE
        self._used_s = 0.0

    def begin(self) -> int:
        """Start an answer: its first words are shown soon. Return milliseconds."""
        self._used_s = self._clock()
        return SHORTEST_MS

    def flushed(self) -> int:
        """Note a flush. Return milliseconds until the next."""
        used_s = self._clock()
        self._cost_s += _WEIGHT * (used_s - self._used_s - self._cost_s)
        self._used_s = used_s
        return round(min(max(1_000 * self._cost_s / SHARE, SHORTEST_MS), LONGEST_MS))
