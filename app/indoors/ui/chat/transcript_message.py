"""What questions and answers in a transcript have in common."""

from typing import ClassVar

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from indoors.bridge.progress import Progress
from indoors.core.chat import Message
from indoors.ui.chat.blocks.surroundings import Surroundings
from indoors.ui.chat.blocks.text_view import TextView
from indoors.ui.chat.transcript_events import TranscriptEvents
from indoors.ui.text import chat as words
from indoors.ui.theme import set_ring


def whole(url: QUrl) -> str:
    """Return an address as it would be asked for: nothing in it is made prettier."""
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded) or url.toString()


class MessageView(QWidget):
    """One message. The transcript asks for its height with ``fit`` and places it."""

    RING_RADIUS: ClassVar[int] = 4

    def __init__(
        self,
        message: Message,
        surroundings: Surroundings,
        events: TranscriptEvents,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.message = message
        self.surroundings = surroundings
        self.events = events
        self.is_current = False
        self.is_last = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)  # growing paints what is new
        set_ring(self, radius=self.RING_RADIUS)

    def take(self, message: Message) -> None:
        """Show another message in this widget: that is cheaper than making a new one."""
        for text in self.texts():
            text.clear_selection()
        self.set_current(current=False)
        self.show_progress(None)
        self.show_message(message)

    @property
    def is_built(self) -> bool:
        """Whether all its parts are made."""
        return True

    def build(self) -> None:
        """Make the next part."""

    # ---- content ------------------------------------------------------------------------

    def show_message(self, message: Message) -> None:
        """Show a newer version of the message."""
        self.message = message
        self.setAccessibleName(words.spoken(message))

    def append_text(self, message: Message, delta: str) -> None:  # noqa: ARG002 - answers use it
        """Show a message that grew by ``delta``."""
        self.show_message(message)

    def show_progress(self, progress: Progress | None) -> None:
        """Show how far the answer is; questions have nothing to show."""

    def set_last(self, last: bool) -> None:
        """Say whether this is the newest message: only that one can be continued."""
        self.is_last = last

    def set_current(self, current: bool) -> None:
        """Say whether keys go here: then its buttons can be reached with Tab."""
        self.is_current = current
        policy = Qt.FocusPolicy.TabFocus if current else Qt.FocusPolicy.NoFocus
        for button in self.controls():
            button.setFocusPolicy(policy)

    @property
    def is_editing(self) -> bool:
        """Whether it holds something typed that must not go."""
        return False

    # ---- for the owner ------------------------------------------------------------------

    def fit(self, width: int) -> int:
        """Lay out for this width; return the height. Raises ``NotImplementedError`` here."""
        raise NotImplementedError

    def texts(self) -> list[TextView]:
        """Return what can be selected, from top to bottom."""
        return []

    def controls(self) -> list[QWidget]:
        """Return what can be pressed, in reading order."""
        return []

    def watch(self, text: TextView) -> TextView:
        """Pass on what happens in a text of this message."""
        text.anchorClicked.connect(lambda url: self.events.link_activated.emit(whole(url)))
        text.selection_began.connect(self.events.selection_began)
        return text

    def tell_resized(self) -> None:
        self.events.resized.emit(self)

    # ---- menu and keys ------------------------------------------------------------------

    def menu_at(self, at: QPoint) -> QMenu | None:  # noqa: ARG002 - questions and answers use it
        """Return the menu for a global position, if there is one."""
        return None

    def open_menu(self, at: QPoint) -> None:
        """Open the menu at a global position."""
        menu = self.menu_at(at)
        if menu is not None:
            menu.popup(at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.open_menu(self.mapToGlobal(QPoint(0, 0)) if by_key else event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # the transcript moves between messages
