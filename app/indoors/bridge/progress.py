"""How far the current answer is."""

from dataclasses import dataclass
from typing import Literal

Phase = Literal["loading", "reading", "writing", "stopping"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """State of the live answer; ``None`` where it is not known (yet)."""

    message_id: str
    phase: Phase
    fraction: float | None = None  # of loading or reading, 0 to 1
    seconds_left: float | None = None
    tokens_per_second: float | None = None
