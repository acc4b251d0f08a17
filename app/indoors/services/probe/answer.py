"""What a source of facts says when it has none."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NotHere:
    """The facts are not to be had; ``reason`` is for the details, not a sentence for the user."""

    reason: str
