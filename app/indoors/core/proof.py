"""What came of trying to get out: attempts made by each program under its own restrictions."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attempt:
    """``error``: what refused it. ``by_design``: this program may do that."""

    program: str
    name: str
    passed: bool
    error: str = ""
    by_design: bool = False

    @property
    def refused(self) -> bool:
        return self.passed and not self.by_design


@dataclass(frozen=True, slots=True)
class Proof:
    """All attempts of one run, and anything besides them that was not as it should be."""

    at_ms: int
    seconds: float
    attempts: tuple[Attempt, ...]
    problems: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        tried = any(attempt.refused for attempt in self.attempts)
        return tried and not self.problems and all(attempt.passed for attempt in self.attempts)

    def of(self, program: str) -> tuple[Attempt, ...]:
        """Return what one program was not allowed to do, and tried."""
        return tuple(a for a in self.attempts if a.program == program and not a.by_design)

    @property
    def programs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(attempt.program for attempt in self.attempts))


def refused(attempts: Iterable[Attempt]) -> int:
    """Return how many were refused."""
    return sum(attempt.refused for attempt in attempts)
