"""Pygments' lexers, imported when the first code block needs one.

Pygments and a lexer take up to a tenth of a second to import: too long for the GUI thread
while an answer is being written. So that happens in a thread, which touches nothing of Qt.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, Signal

if TYPE_CHECKING:
    from pygments.lexer import Lexer


class LexerShelf(QObject):
    """Keeps the lexers in use, by language as written after the fence."""

    arrived = Signal(str)  # language
    _found = Signal(str, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lexers: dict[str, Lexer | None] = {}
        self._asked: set[str] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._found.connect(self._keep)

    def get(self, language: str) -> "Lexer | None":
        """Return the lexer if it is here. Otherwise fetch it; ``arrived`` says when.

        ``None`` also stands for a language nobody knows; then nothing arrives.
        """
        language = language.lower()
        if language in self._lexers:
            return self._lexers[language]
        if language and language not in self._asked:
            self._asked.add(language)
            self._pool.start(lambda: self._found.emit(language, _load(language)))
        return None

    def wait(self) -> None:
        """Wait for what is being fetched. For tests and at the end."""
        self._pool.waitForDone()
        QCoreApplication.sendPostedEvents(self)

    def _keep(self, language: str, lexer: Any) -> None:
        self._lexers[language] = lexer
        if lexer is not None:
            self.arrived.emit(language)


def _load(language: str) -> "Lexer | None":
    from pygments.lexers import get_lexer_by_name  # here, for the reason given above
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None
