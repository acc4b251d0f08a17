"""Pygments' lexers, imported when the first code block needs one.

Pygments and a lexer take up to a tenth of a second to import: too long for the GUI thread
while an answer is being written. So that happens in a thread, which touches nothing of Qt.
"""

from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_LOOK_MS = 20


class LexerShelf(QObject):
    """Keeps the lexers in use, by language as written after the fence."""

    arrived = Signal(str)  # language

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lexers: dict[str, Lexer | None] = {}
        self._awaited: set[str] = set()
        self._found: SimpleQueue[tuple[str, Lexer | None]] = SimpleQueue()
        self._threads: list[Thread] = []
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._collect)

    def get(self, language: str) -> "Lexer | None":
        """Return the lexer if it is here. Otherwise fetch it; ``arrived`` says when.

        ``None`` also stands for a language nobody knows; then nothing arrives.
        """
        language = language.lower()
        if language in self._lexers:
            return self._lexers[language]
        if language and language not in self._awaited:
            self._awaited.add(language)
            found = self._found  # the thread holds on to the queue, not to this object
            thread = Thread(target=lambda: found.put((language, _load(language))), daemon=True)
            thread.start()
            self._threads.append(thread)
            self._look.start()
        return None

    def wait(self) -> None:
        """Wait for what is being fetched. For tests and pictures."""
        for thread in self._threads:
            thread.join()
        self._collect()

    def _collect(self) -> None:
        while not self._found.empty():
            language, lexer = self._found.get()
            self._lexers[language] = lexer
            self._awaited.discard(language)
            if lexer is not None:
                self.arrived.emit(language)
        if not self._awaited:
            self._threads.clear()
            self._look.stop()


def _load(language: str) -> "Lexer | None":
    from pygments.lexers import get_lexer_by_name  # here, for the reason given above
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None
