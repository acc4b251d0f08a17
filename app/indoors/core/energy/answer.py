"""The energy of one answer, as it is kept and shown."""

from enum import StrEnum

from msgspec import Struct


class Grade(StrEnum):
    """How a figure came about; it never rises when a sensor goes away."""

    MEASURED = "measured"  # a counter, and the answer had it nearly to itself
    PARTIAL = "partial"  # a counter, of a part of what computed
    ESTIMATED = "estimated"  # a model with a stated error, or a counter shared with others
    NONE = "none"  # not available: a dash, never 0


class AnswerEnergy(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Joules beyond what the idle computer takes, from the question to the last token.

    ``None`` is "not known". The true value lies within ``half_width_j`` of
    ``prefill_j + decode_j`` in 95 of 100 answers.
    """

    grade: Grade = Grade.NONE
    prefill_j: float | None = None
    decode_j: float | None = None
    half_width_j: float | None = None
    seconds: float = 0.0
    idle_w: float | None = None  # what was taken off, with the model loaded
    sources: tuple[str, ...] = ()  # names of meters
    lowered_by: tuple[str, ...] = ()  # reasons for a grade below MEASURED; words in ui/text
    averaged_over: int = 0  # answers of the session, where one alone is too short to tell
    method: int = 1  # version of the attribution, for those who compute it again

    @property
    def joules(self) -> float | None:
        if self.prefill_j is None or self.decode_j is None:
            return None
        return self.prefill_j + self.decode_j

    @property
    def low_j(self) -> float | None:
        """The lower end of the interval, never below 0."""
        joules = self.joules
        return None if joules is None else max(0.0, joules - (self.half_width_j or 0.0))

    @property
    def high_j(self) -> float | None:
        joules = self.joules
        return None if joules is None else joules + (self.half_width_j or 0.0)
