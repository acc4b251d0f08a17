"""Dialogs inside the window: a scrim and a card in its middle."""

from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from indoors.ui.theme.current import current_theme
from indoors.ui.widgets.accessible import announce
from indoors.ui.widgets.button import Button, Kind
from indoors.ui.widgets.card import Card
from indoors.ui.widgets.label import Label

Answer = Literal["accept", "reject", "none"]
_FROM_WINDOW = 48
_PADDING = 24
_HEADER_TOP = 20
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ScrimDialog(QWidget):
    """Covers ``window``; put the content into ``body`` and call ``open``.

    It holds the focus and gives it back. Esc rejects; a click on the scrim does nothing, since
    text may be half written. Enter in a field presses the default button. ``accepted`` or
    ``rejected`` comes once, then it is deleted.

    Args:
        window: the window to cover.
        title: also its accessible name.
        subtitle: one line below the title.
        width: 440 for small ones; never wider than the window less 48.
    """

    accepted = Signal()
    rejected = Signal()

    def __init__(
        self, window: QWidget, title: str, *, subtitle: str = "", width: int | None = None
    ) -> None:
        super().__init__(window)
        self._window = window
        self._width = width or current_theme().size("dialog.small")
        self._before: QWidget | None = None
        self._default: Button | None = None
        self.setAccessibleName(title)
        self.setAccessibleDescription(subtitle)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._card = Card(border="border.strong", radius="dialog", parent=self)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(_PADDING, _HEADER_TOP, _PADDING, 16)
        column.setSpacing(0)
        column.addWidget(Label(title, role="title", wrap=True))
        if subtitle:
            column.addWidget(Label(subtitle, ink="text.secondary", wrap=True))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 12, 0, 20)
        self.body.setSpacing(12)
        column.addLayout(self.body, 1)
        self._footer = QHBoxLayout()
        self._footer.setSpacing(8)
        self._footer.addStretch(1)
        column.addLayout(self._footer)
        self.hide()
        window.installEventFilter(self)

    def add_button(
        self, text: str, *, kind: Kind = "secondary", answer: Answer = "none", default: bool = False
    ) -> Button:
        """Add to the footer, from left to right; the default one belongs at the right end."""
        button = Button(text, kind=kind, parent=self._card)
        if answer != "none":
            button.clicked.connect(self.accept if answer == "accept" else self.reject)
        if default:
            self._default = button
        self._footer.addWidget(button)
        return button

    def open(self) -> None:
        """Show it over the window. Returns at once."""
        self._before = QApplication.focusWidget()
        self._arrange()
        self.show()
        self.raise_()
        announce(self)
        first = self._default or next(iter(self._stops()), None)
        if first is not None:
            # This reason shows the ring, however the dialog was opened.
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def accept(self) -> None:
        self._close(accepted=True)

    def reject(self) -> None:
        self._close(accepted=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif event.key() in _ENTER and self._default is not None:
            self._default.click()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the window's shortcuts wait until the dialog is gone
            return True
        return super().event(event)

    def mousePressEvent(self, event: object) -> None:
        """Nothing reaches what lies below the scrim."""

    def wheelEvent(self, event: object) -> None:
        """As above."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        stops = self._stops()
        if stops:
            focused = QApplication.focusWidget()
            at = stops.index(focused) if focused in stops else -1
            step = 1 if forward else -1
            reason = Qt.FocusReason.TabFocusReason if forward else _BACKTAB
            stops[(at + step) % len(stops)].setFocus(reason)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().color("scrim"))
        painter.end()

    def _arrange(self) -> None:
        self.setGeometry(self._window.rect())
        layout = self._card.layout()
        if layout is None:
            return
        width = min(self._width, self.width() - _FROM_WINDOW)
        wanted = layout.totalHeightForWidth(width)
        if wanted < 0:
            wanted = layout.totalSizeHint().height()
        height = min(wanted, self.height() - _FROM_WINDOW)
        x, y = (self.width() - width) // 2, (self.height() - height) // 2
        self._card.setGeometry(x, y, width, height)

    def _stops(self) -> list[QWidget]:
        """What Tab visits, in reading order."""
        tab = Qt.FocusPolicy.TabFocus
        found = []
        widget = self._card.nextInFocusChain()
        while widget is not None and widget is not self._card:
            takes_tab = (widget.focusPolicy() & tab) == tab
            inside = self._card.isAncestorOf(widget)
            if inside and takes_tab and widget.isEnabled() and widget.isVisibleTo(self):
                found.append(widget)
            widget = widget.nextInFocusChain()
        return found

    def _close(self, *, accepted: bool) -> None:
        if self.isHidden():
            return
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        (self.accepted if accepted else self.rejected).emit()
        self.deleteLater()


_BACKTAB = Qt.FocusReason.BacktabFocusReason
