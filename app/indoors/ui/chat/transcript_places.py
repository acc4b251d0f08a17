"""Remembers for each conversation where its reader was."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A message and how many pixels of it were above the view."""

    message_id: str
    offset: int


class Places:
    """Forgets with the window: a conversation opened anew shows its end."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}

    def keep(self, conversation_id: str, place: Place | None) -> None:
        """Note where a conversation was left; ``None`` is its end."""
        if place is None:
            self._places.pop(conversation_id, None)
        else:
            self._places[conversation_id] = place

    def of(self, conversation_id: str) -> Place | None:
        return self._places.get(conversation_id)
