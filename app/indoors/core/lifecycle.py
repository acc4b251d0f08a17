"""When to start a lost engine again, and when to stop trying."""

from dataclasses import dataclass

WINDOW_S = 5 * 60
LIMIT = 2
"""So many losses within the window, with the same model and settings, are no accident."""


@dataclass(frozen=True, slots=True)
class Losses:
    """The recent losses of an engine with one set of settings. Times are monotonic seconds."""

    times_s: tuple[float, ...] = ()

    def and_at(self, now_s: float) -> "Losses":
        """Return the losses with one more, without those that are too long ago to matter."""
        recent = (time for time in self.times_s if now_s - time < WINDOW_S)
        return Losses((*recent, now_s))

    @property
    def too_many(self) -> bool:
        """Whether starting again would only lose it again."""
        return len(self.times_s) >= LIMIT
