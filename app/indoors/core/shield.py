"""What the shield says. It never says more than is known."""

from dataclasses import dataclass
from typing import Literal

State = Literal["indoors", "some_left", "sealed", "not_enforced", "fault"]


@dataclass(frozen=True, slots=True)
class Protection:
    """What is known. ``counted``: the ledger could be read, so that a count is a count."""

    enforced: bool = False  # by the operating system, on every program that runs
    looser: bool = False  # not all of it, as the user made an exception, and for nothing else
    sealed: bool = False
    fault: bool = False  # the ledger is broken, or what protects has ended
    counted: bool = False
    content_today: int = 0  # bytes of the user's that left since midnight
    requests_today: tuple[tuple[str, int], ...] = ()  # (purpose, bytes) without content


def shield_state(known: Protection) -> State:
    """Return the state that says the most that is true, the worst first."""
    if known.fault:
        return "fault"
    if not known.enforced:
        return "not_enforced"
    if known.sealed:
        return "sealed"
    return "some_left" if known.content_today else "indoors"
