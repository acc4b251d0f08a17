"""The window in place of the window: what keeps the profile closed, and what opens it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.store.backup import Copy
from indoors.ui.copies_list import CopiesList
from indoors.ui.start.panels import PhrasePanel, SetupPanel
from indoors.ui.text import safekeeping as safekeeping_text
from indoors.ui.text import start as text
from indoors.ui.text import window as window_text
from indoors.ui.text.errors import action_label, describe
from indoors.ui.widgets import Button, ErrorBlock, Label

_WIDTH = 560
_MOST_COPIES = 7
LOCKED = {
    *(Fault.KEYRING_LOCKED, Fault.KEYRING_ABSENT, Fault.KEYRING_FAILED),
    *(Fault.KEY_LOST, Fault.KEY_WRONG, Fault.PHRASE_NEEDED),
}


class StartWindow(QWidget):
    """Says what is the matter and takes what the user does about it; decides nothing."""

    retry_asked = Signal()
    phrase_given = Signal(str)
    phrase_chosen = Signal(str)
    session_chosen = Signal()
    restore_asked = Signal(object)  # Copy

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(window_text.APP)
        self.setFixedWidth(_WIDTH)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(20, 20, 20, 20)
        self._content = QWidget()
        self._outer.addWidget(self._content)
        self.phrase: PhrasePanel | None = None
        self.setup: SetupPanel | None = None
        self.retry: Button | None = None
        self.copies: CopiesList | None = None

    def show_waiting(self) -> None:
        """The keyring is being asked, or a phrase is tried."""
        column = self._fresh()
        column.addWidget(Label(text.OPENING, role="title", wrap=True))
        column.addWidget(Label(text.KEYRING_ASKS, ink="text.secondary", wrap=True))
        self._fit()

    def show_error(self, error: AppError, copies: Sequence[Copy] = ()) -> None:
        """Say what keeps the profile closed, and offer what helps: for one, these backups."""
        column = self._fresh()
        locked = error.fault in LOCKED
        if locked and error.facts.get("new"):
            self._offer_setup(column, from_before=bool(error.facts.get("plain")))
        elif locked and error.facts.get("phrase"):
            column.addWidget(Label(text.LOCKED, role="title"))
            column.addWidget(Label(text.locked(error.fault), ink="text.secondary", wrap=True))
            self._ask_phrase(column)
        else:
            words = describe(error)
            column.addWidget(ErrorBlock(words.title, words.body, details=words.details))
            if error.fault is Fault.PHRASE_WRONG:
                self._ask_phrase(column)
        if copies:
            self._offer_copies(column, copies)
        if not self.setup and error.fault not in (Fault.PHRASE_WRONG, Fault.PHRASE_NEEDED):
            self.retry = Button(action_label("retry"))
            self.retry.clicked.connect(self.retry_asked)
            column.addWidget(self.retry, 0, Qt.AlignmentFlag.AlignRight)
        self._fit()

    def _offer_setup(self, column: QVBoxLayout, *, from_before: bool) -> None:
        self.setup = SetupPanel(from_before=from_before)
        self.setup.chosen.connect(self.phrase_chosen)
        self.setup.session_chosen.connect(self.session_chosen)
        self.setup.retry.clicked.connect(self.retry_asked)
        column.addWidget(self.setup)
        self.setup.setFocus()

    def _ask_phrase(self, column: QVBoxLayout) -> None:
        self.phrase = PhrasePanel()
        self.phrase.given.connect(self.phrase_given)
        column.addWidget(self.phrase)
        self.phrase.setFocus()

    def _offer_copies(self, column: QVBoxLayout, copies: Sequence[Copy]) -> None:
        column.addWidget(Label(safekeeping_text.RESTORE_SUBTITLE, ink="text.secondary", wrap=True))
        self.copies = CopiesList(copies[:_MOST_COPIES])
        self.copies.chosen.connect(self.restore_asked)
        column.addWidget(self.copies)

    def _fresh(self) -> QVBoxLayout:
        """Begin the content anew."""
        self.phrase = self.setup = self.retry = self.copies = None
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self._outer.replaceWidget(self._content, content)
        self._content.deleteLater()
        self._content = content
        return column

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # details were opened, for one
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """As high as the words need at this width: Qt's own adjusting guesses too low."""
        layout = self._outer
        wanted = layout.totalHeightForWidth(_WIDTH)  # -1: nothing in it breaks its lines
        self.setFixedHeight(wanted if wanted > 0 else layout.totalSizeHint().height())
