"""From the bytes of tokens to text that may be shown."""

import codecs
from collections.abc import Sequence


class CharacterDecoder:
    """Joins bytes to characters; a part of a character waits for the rest."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def feed(self, piece: bytes) -> str:
        return self._decoder.decode(piece)

    def finish(self) -> str:
        """Return U+FFFD if the model ended inside a character."""
        return self._decoder.decode(b"", final=True)

    @property
    def complete(self) -> bool:
        """Whether all bytes so far have become characters."""
        return not self._decoder.getstate()[0]


class StopFilter:
    """Lets text through up to the first stop text, of which no beginning is ever shown."""

    def __init__(self, stop_texts: Sequence[str]) -> None:
        self._stops = [text for text in stop_texts if text]
        self._held = ""
        self.stopped = False

    def feed(self, text: str) -> str:
        """Return the text that is certain now; sets ``stopped`` at a stop text."""
        if not self._stops:
            return text
        text = self._held + text
        found = [(at + len(stop), at) for stop in self._stops if (at := text.find(stop)) >= 0]
        if found:
            _end, start = min(found)  # the one that was complete first, however text is split
            self.stopped = True
            self._held = ""
            return text[:start]
        certain = len(text) - self._longest_beginning(text)
        self._held = text[certain:]
        return text[:certain]

    def finish(self) -> str:
        """Return what was held back: no stop text came of it."""
        rest, self._held = self._held, ""
        return rest

    def _longest_beginning(self, text: str) -> int:
        """Length of the longest end of the text with which a stop text begins."""
        longest = min(len(text), max(map(len, self._stops)) - 1)
        for length in range(longest, 0, -1):
            if any(stop.startswith(text[-length:]) for stop in self._stops):
                return length
        return 0
