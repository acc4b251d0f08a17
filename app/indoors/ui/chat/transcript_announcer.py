"""Reads streaming answers out to screen readers, a sentence at a time."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from indoors.core.sentences import SentenceFeed


class Announcer:
    """Speaks for one widget. Does nothing while no screen reader listens."""

    def __init__(self, speaker: QWidget) -> None:
        self._speaker = speaker
        self._feed = SentenceFeed()

    def append(self, delta: str) -> None:
        self._say(self._feed.append(delta))

    def finish(self) -> None:
        """Say what is left of the answer."""
        self._say(self._feed.finish())

    def _say(self, text: str) -> None:
        if text and QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self._speaker, text)
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
            QAccessible.updateAccessibility(event)
