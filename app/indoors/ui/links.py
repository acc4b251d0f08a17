"""Links in answers: shown whole and asked about before anything is opened."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from indoors.core.hidden_text import revealed
from indoors.ui.text import window as text
from indoors.ui.theme import mono
from indoors.ui.widgets import ScrimDialog

SCHEMES: Final = frozenset({"http", "https", "mailto"})
_WIDTH = 520
_LINES = 3


def may_be_opened(url: str) -> bool:
    """Tell whether this is a web or mail address. Files, programs and all else are refused."""
    parsed = QUrl(url, QUrl.ParsingMode.StrictMode)
    if not parsed.isValid() or parsed.scheme().lower() not in SCHEMES:
        return False
    return bool(parsed.host()) if parsed.scheme().lower() != "mailto" else bool(parsed.path())


class LinkDialog(ScrimDialog):
    """Shows the whole address. ``open_url`` is called only after the user has said so."""

    def __init__(self, window: QWidget, url: str, open_url: Callable[[QUrl], object]) -> None:
        allowed = may_be_opened(url)
        title = text.LINK_TITLE if allowed else text.LINK_REFUSED_TITLE
        body = text.LINK_BODY if allowed else text.LINK_REFUSED_BODY
        super().__init__(window, title, subtitle=body, width=_WIDTH)
        self.address = _address(url)
        self.body.addWidget(self.address)
        copy = self.add_button(text.LINK_COPY, kind="ghost")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(url))
        if allowed:
            self.add_button(text.LINK_OPEN, kind="outside", answer="accept")
            self.accepted.connect(lambda: open_url(QUrl(url, QUrl.ParsingMode.StrictMode)))
        closing = text.LINK_CANCEL if allowed else text.CLOSE
        self.add_button(closing, kind="primary", answer="reject", default=True)


def _address(url: str) -> QPlainTextEdit:
    """The address as it is, every character of it even if unseen, wrapped and selectable."""
    field = QPlainTextEdit(revealed(url))
    field.setReadOnly(True)
    field.setFont(mono("small"))
    field.setAccessibleName(text.LINK_ADDRESS)
    field.setTabChangesFocus(True)
    field.setWordWrapMode(field.wordWrapMode().WrapAnywhere)
    field.setFixedHeight(_LINES * field.fontMetrics().lineSpacing() + 22)
    return field
