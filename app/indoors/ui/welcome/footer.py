"""The ways on without a download: the starter model, a file from a disk, or neither."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from indoors.ui.text import welcome as text
from indoors.ui.widgets import Button, IconView, Label

_GAP = 12
_WORDS = 140
"""Room that the words beside the first button keep before all goes into two lines."""


class FlushButton(Button):
    """Begins nearly where the text above it begins."""

    def _side_padding(self) -> int:
        return 4


class WelcomeFooter(QWidget):
    """``start_requested`` is the offer at the left, whichever model it names."""

    start_requested = Signal()
    import_requested = Signal()
    skip_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start = FlushButton(text.START_STARTER, kind="accent", icon="lightning")
        self.start_first = Button("", kind="primary")
        self.start_body = at_middle(Label(text.STARTER_BODY, ink="text.secondary", wrap=True))
        self.asked_icon = IconView("info", ink="text.secondary")
        self.asked = at_middle(Label("", role="small", ink="text.secondary", wrap=True))
        self.hint = Label(text.NO_INTERNET, ink="text.tertiary")
        self.import_plain = Button(text.IMPORT, icon="file-arrow-up")
        self.import_first = Button(text.IMPORT, kind="primary", icon="file-arrow-up")
        self.skip = Button(text.SKIP, kind="ghost")
        self.skip.setToolTip(text.SKIP_TIP)
        self._lay_out()
        for start in (self.start, self.start_first):
            start.clicked.connect(self.start_requested)
        self.import_plain.clicked.connect(self.import_requested)
        self.import_first.clicked.connect(self.import_requested)
        self.skip.clicked.connect(self.skip_requested)
        self.set_import_first(first=False)
        self.show_asked("")

    def _lay_out(self) -> None:
        offer = QHBoxLayout()
        offer.setSpacing(4)
        offer.addWidget(self.start)
        offer.addWidget(self.start_first)
        offer.addWidget(self.start_body, 1)
        said = QHBoxLayout()
        said.setSpacing(8)
        said.addWidget(self.asked_icon)
        said.addWidget(self.asked, 1)
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addLayout(offer)
        left.addLayout(said)
        right = QHBoxLayout()
        right.setSpacing(_GAP)
        right.addStretch(1)
        for widget in (self.hint, self.import_plain, self.import_first, self.skip):
            right.addWidget(widget)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        self._row.addLayout(left, 1)
        self._row.addLayout(right)

    @property
    def import_button(self) -> Button:
        """The one that is shown."""
        return self.import_plain if self.import_first.isHidden() else self.import_first

    @property
    def start_button(self) -> Button:
        """The one that is shown, if one is."""
        return self.start if self.start_first.isHidden() else self.start_first

    def show_start(self, label: str, body: str, *, first: bool = False) -> None:
        """Offer to start with a model; an empty label offers nothing. ``first``: the main way."""
        for start, wanted in ((self.start, not first), (self.start_first, first)):
            start.setVisible(bool(label) and wanted)
            start.set_text(label)
        self.start_body.setVisible(bool(body))
        self.start_body.set_text(body)

    def show_asked(self, words: str) -> None:
        """Say what a download asks for, or what is being read."""
        for widget in (self.asked_icon, self.asked):
            widget.setVisible(bool(words))
        self.asked.set_text(words)

    def set_import_first(self, *, first: bool) -> None:
        """Make importing the main way on, where downloads are not possible."""
        self.import_first.setVisible(first)
        self.import_plain.setVisible(not first)
        self.hint.setVisible(not first)

    def minimumSizeHint(self) -> QSize:
        """As narrow as one of its halves: in one line is a choice, not a need."""
        halves = ((self.start_button,), self._at_right())
        return QSize(max(map(_width, halves)), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        needed = _width((self.start_button, *self._at_right())) + _WORDS
        self._row.setDirection(across if event.size().width() >= needed else down)

    def _at_right(self) -> tuple[QWidget, ...]:
        return (self.hint, self.import_button, self.skip)


def _width(widgets: Iterable[QWidget]) -> int:
    """Return what they take side by side, whether they are shown now or not."""
    return sum(widget.sizeHint().width() + _GAP for widget in widgets)


def at_middle(label: Label) -> Label:
    """Put the label's lines in the middle of its height."""
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return label
