"""How long to wait for another attempt, and how fast it goes."""

import random
import time
from collections import deque

_LONGEST_PAUSE_S = 60.0
_JITTER = 0.25
_WINDOW_S = 5.0
_LEAST_S = 0.2


class Patience:
    """Counts attempts that brought nothing. A new byte makes it whole again."""

    def __init__(self, attempts: int, pause_s: float) -> None:
        self._attempts = attempts
        self._pause_s = pause_s
        self.failed = 0

    def progressed(self) -> None:
        self.failed = 0

    def next_pause(self, retry_after: float | None) -> float | None:
        """Return seconds to wait, never fewer than the server asks for; None: give up."""
        self.failed += 1
        if self.failed >= self._attempts:
            return None
        pause = min(self._pause_s * 2.0 ** (self.failed - 1), _LONGEST_PAUSE_S)
        if retry_after is not None and retry_after > _LONGEST_PAUSE_S:
            return None  # too long to sit here: whoever ordered is told when to come back
        # Offices share an address: all their programs must not come back in the same second.
        return max(pause, retry_after or 0.0) * (1.0 + random.uniform(0, _JITTER))  # noqa: S311


class Speed:
    """Bytes per second over the last seconds."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def restart(self) -> None:
        self._marks.clear()

    def at(self, done: int) -> float | None:
        """Note how far it is; returns the speed, None while there is too little to tell."""
        now = time.monotonic()
        self._marks.append((now, done))
        while len(self._marks) > 2 and now - self._marks[0][0] > _WINDOW_S:
            self._marks.popleft()
        began, first = self._marks[0]
        return (done - first) / (now - began) if now - began >= _LEAST_S else None
