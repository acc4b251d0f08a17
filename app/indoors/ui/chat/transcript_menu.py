"""The menus of messages: what hover offers, and more."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from indoors.ui.chat.blocks.code_view import CodeView
from indoors.ui.chat.blocks.table_view import TableView
from indoors.ui.chat.blocks.text_view import TextView
from indoors.ui.chat.transcript_message import MessageView
from indoors.ui.text import chat as words
from indoors.ui.theme import current_icons

Entry = tuple[str, str, str, Callable[[], object]]
"""Icon, words, keys and what it does."""


def make_menu(view: MessageView, at: QPoint, entries: list[Entry]) -> QMenu:
    """Make a message's menu: first what is under the pointer, then what it is about."""
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    here = _entries_at(view, at)
    for number, entry in enumerate([*here, *entries]):
        if here and number == len(here):
            menu.addSeparator()
        icon, text, keys, run = entry
        action = menu.addAction(current_icons().icon(icon), f"{text}\t{keys}" if keys else text)
        action.triggered.connect(lambda _=False, run=run: run())
    return menu


def _entries_at(view: MessageView, at: QPoint) -> list[Entry]:
    entries: list[Entry] = []
    for text in view.texts():
        selected = text.selected_text()
        if selected:
            entries.append(("copy", words.COPY_SELECTION, "Ctrl+C", _copier(selected)))
            break
    under = view.childAt(view.mapFromGlobal(at))
    link = _link_at(under, at)
    if link:
        open_link = words.OPEN_LINK
        entries.append(
            ("arrow-square-out", open_link, "", lambda: view.events.link_activated.emit(link))
        )
        entries.append(("copy", words.COPY_LINK, "", _copier(link)))
    block = _block_of(under)
    if isinstance(block, CodeView):
        entries.append(("copy", words.copy_code(block.language), "", block.copy_all))
    elif isinstance(block, TableView):
        entries.append(("copy", words.COPY_TABLE, "", block.copy_all))
    return entries


def _link_at(under: QWidget | None, at: QPoint) -> str:
    text = under.parent() if under is not None else None
    if not isinstance(text, TextView) or under is None:
        return ""
    return text.anchorAt(under.mapFromGlobal(at))


def _block_of(widget: QWidget | None) -> QWidget | None:
    while widget is not None and not isinstance(widget, CodeView | TableView | MessageView):
        widget = widget.parentWidget()
    return widget


def _copier(text: str) -> Callable[[], None]:
    return lambda: QGuiApplication.clipboard().setText(text)
