"""Short notices at the bottom right: finished background work, and undo."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from indoors.ui.theme.current import current_theme
from indoors.ui.widgets.accessible import announce
from indoors.ui.widgets.button import Button
from indoors.ui.widgets.card import Card
from indoors.ui.widgets.icon_view import IconView
from indoors.ui.widgets.label import Label

TOAST_MS = 6000
_ICON = 18
_SIDE = 13
_TOP = 8
_TEXT_TOP = 3


@dataclass(frozen=True, slots=True)
class Notice:
    """What a toast says. ``positive`` colours its icon green."""

    title: str
    body: str = ""
    icon: str = "check-circle-fill"
    positive: bool = True
    action: str | None = None


class Toast(Card):
    """Goes after six seconds, but not while the mouse or the focus is on it.

    ``triggered`` when its action was chosen, ``closed`` whenever it goes.
    """

    triggered = Signal()
    closed = Signal()

    def __init__(self, notice: Notice, parent: QWidget, *, stays_ms: int = TOAST_MS) -> None:
        super().__init__(border="border.strong", parent=parent)
        self._hovered = False
        self._timer = QTimer(self, singleShot=True, interval=stays_ms)
        self._timer.timeout.connect(self.dismiss)
        self.setAccessibleName(f"{notice.title}. {notice.body}".strip())
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, _TOP, _SIDE, _TOP)
        row.setSpacing(10)
        ink = "indoor.base" if notice.positive else "text.tertiary"
        row.addLayout(_first_line(IconView(notice.icon, ink=ink, size=_ICON), _TEXT_TOP + 1))
        row.addLayout(_words(notice), 1)
        if notice.action is not None:
            row.addLayout(_first_line(self._action(notice.action), 0))
            row.setContentsMargins(_SIDE, _TOP, 2, _TOP)
        self.setFixedWidth(current_theme().size("toast.width"))
        self.setFixedHeight(row.heightForWidth(self.width()))

    @property
    def is_counting(self) -> bool:
        """Whether it is on its way out."""
        return self._timer.isActive()

    def start(self) -> None:
        """Show it, tell screen readers, and start counting."""
        self.show()
        self.raise_()
        announce(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._recount)
        self._recount()

    def dismiss(self) -> None:
        """Take it away now."""
        self._timer.stop()
        self.hide()
        self.closed.emit()
        self.deleteLater()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self._recount()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self._recount()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _recount(self) -> None:
        focused = QApplication.focusWidget()
        held = self._hovered or (focused is not None and self.isAncestorOf(focused))
        if held or self.isHidden():
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _action(self, label: str) -> Button:
        button = Button(label, kind="accent", size="small")
        button.clicked.connect(self._trigger)
        return button

    def _trigger(self) -> None:
        self.triggered.emit()
        self.dismiss()


def _words(notice: Notice) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, _TEXT_TOP, 0, _TEXT_TOP)
    column.setSpacing(0)
    column.addWidget(Label(notice.title, weight=600, wrap=True))
    if notice.body:
        column.addWidget(Label(notice.body, role="small", ink="text.secondary", wrap=True))
    return column


def _first_line(widget: QWidget, top: int) -> QVBoxLayout:
    """Keeps ``widget`` beside the first line when the text grows."""
    column = QVBoxLayout()
    column.setContentsMargins(0, top, 0, 0)
    column.addWidget(widget)
    column.addStretch(1)
    return column
