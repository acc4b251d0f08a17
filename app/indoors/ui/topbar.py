"""The bar across the top: where the user is, which model answers, and the shield."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from indoors.ui.area import Area
from indoors.ui.text import window as text
from indoors.ui.theme import current_theme
from indoors.ui.widgets import (
    Button,
    Elided,
    IconButton,
    IconView,
    Label,
    ModelPicker,
    Shield,
)

PICKER_COMPACT = 940
SHIELD_COMPACT = 760
_CRUMB = 80
"""Room that the conversation's title keeps before the shield gives way."""


class TopBar(Area):
    """Shows and asks; what happens is up to the window."""

    list_requested = Signal()
    palette_requested = Signal()
    live_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg.window", line=Qt.Edge.BottomEdge, parent=parent)
        self._window_width = 0
        self.list_button = IconButton("list", text.SHOW_LIST, side=32)
        self.list_button.hide()
        self.title = Label(text.CHAT, role="heading")
        self._caret = IconView("caret-right", ink="text.tertiary", size=12)
        self.crumb = Elided("", ink="text.secondary")
        self.picker = ModelPicker()
        self.shield = Shield()
        self.palette_button = Button(text.PALETTE_KEY, size="small")
        self.palette_button.setAccessibleName(text.PALETTE)
        self.palette_button.setToolTip(text.PALETTE)
        self.live_button = IconButton("pulse", text.LIVE_PANEL, side=32)
        self.live_button.setCheckable(True)
        self._lay_out()
        self.list_button.clicked.connect(self.list_requested)
        self.palette_button.clicked.connect(self.palette_requested)
        self.live_button.clicked.connect(self.live_requested)
        self.show_place(text.CHAT, "")

    def _lay_out(self) -> None:
        self.setFixedHeight(current_theme().height("topbar.height"))
        row = self._row = QHBoxLayout(self)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.list_button)
        place.addWidget(self.title)
        place.addWidget(self._caret)
        place.addWidget(self.crumb, 1)
        row.addLayout(place, 1)
        for widget in (self.picker, self.shield, self.palette_button, self.live_button):
            row.addWidget(widget)

    def show_place(self, title: str, crumb: str) -> None:
        """Say where the user is; an empty crumb is left out."""
        self.title.set_text(title)
        self.crumb.set_text(crumb)
        self._caret.setVisible(bool(crumb))
        self.live_button.setVisible(title == text.CHAT)

    def fit(self, window_width: int, *, list_is_over: bool) -> None:
        """Leave out what has no room in a window of this width."""
        self._window_width = window_width
        self.list_button.setVisible(list_is_over and self.title.text() == text.CHAT)
        self.picker.set_compact(window_width < PICKER_COMPACT)
        narrow = window_width < SHIELD_COMPACT
        self._row.setContentsMargins(12 if narrow else 20, 0, 12, 0)
        self._row.setSpacing(8 if narrow else 12)
        self._fit_shield()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_shield()

    def _fit_shield(self) -> None:
        self.shield.set_compact(False)
        shown = (
            self.list_button,
            self.title,
            self.picker,
            self.shield,
            self.palette_button,
            self.live_button,
        )
        needed = sum(w.sizeHint().width() + 12 for w in shown if not w.isHidden()) + 20 + _CRUMB
        narrow = 0 < self._window_width < SHIELD_COMPACT
        self.shield.set_compact(narrow or needed > self.width())
