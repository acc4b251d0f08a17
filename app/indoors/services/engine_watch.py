"""How long an engine may be silent."""

import time


class Watch:
    """Two limits: on silence while work is due, and on the time a stop may take.

    Times are monotonic seconds. The clock stands still while the machine sleeps.
    """

    def __init__(self, *, stop_s: float, silence_s: float) -> None:
        self._stop_s = stop_s
        self._silence_s = silence_s
        self._last_sign = 0.0
        self._stop_asked: float | None = None

    @property
    def stopping(self) -> bool:
        return self._stop_asked is not None

    def sign_of_life(self) -> None:
        """Something came from the engine, or new work was given to it."""
        self._last_sign = time.monotonic()

    def stop_asked(self) -> None:
        self._stop_asked = time.monotonic()

    def stopped(self) -> None:
        self._stop_asked = None

    def left_s(self) -> float:
        """Return the seconds after which patience is at its end; 0 if it is."""
        due = self._last_sign + self._silence_s
        if self._stop_asked is not None:
            due = min(due, self._stop_asked + self._stop_s)
        return max(0.0, due - time.monotonic())

    def waited_s(self) -> float:
        """Return how long nothing has come of what was asked."""
        began = self._last_sign if self._stop_asked is None else self._stop_asked
        return round(time.monotonic() - began, 1)
