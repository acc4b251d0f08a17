"""The lower end of a card: the download button, the progress, the tick or the error."""

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from indoors.ui.text import errors
from indoors.ui.text import welcome as page_text
from indoors.ui.text import welcome_cards as text
from indoors.ui.theme import mono
from indoors.ui.welcome.card_state import Foot, FootState, TimeLeft
from indoors.ui.welcome.full_button import FullButton
from indoors.ui.widgets import Button, Elided, ErrorBlock, IconView, Label, ProgressBar
from indoors.ui.widgets.accessible import announce

_WITH_BAR = frozenset({FootState.CHECKING, FootState.RUNNING, FootState.WAITING, FootState.PAUSED})
_WITH_CONTROLS = frozenset({FootState.PAUSED, FootState.FAILED})
_WITH_LINE = frozenset({FootState.PAUSED, FootState.VERIFIED, FootState.OFFLINE})
_ACTIVITIES = {
    FootState.QUEUED: text.QUEUED,
    FootState.CONNECTING: text.CONNECTING,
    FootState.CHECKING: text.CHECKING,
    FootState.WAITING: text.WAITING,
    FootState.PAUSED: text.PAUSED,
}


_LEAD_ON = ("token", "network")
"""Actions of an error that lead to where it can be put right."""

_RING = Qt.FocusReason.ShortcutFocusReason
"""Shows the ring: the focus moves by itself here."""


class CardFoot(QWidget):
    """Shows one ``Foot`` at a time; the signals say what the user wants."""

    download_requested = Signal()
    pause_requested = Signal()
    resume_requested = Signal()
    cancel_requested = Signal()
    import_requested = Signal()
    start_requested = Signal()
    action_requested = Signal(str, object)  # key of ui/text/errors, AppError

    def __init__(
        self, *, clock: Callable[[], float] = time.monotonic, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._time_left = TimeLeft()
        self._name = ""
        self._size: int | None = None
        self._recommended = False
        self._foot: Foot | None = None
        self._error: ErrorBlock | None = None
        self._leads_on = ""
        self.tick = IconView("check-circle-fill", ink="indoor.text")
        self.strong = Label("", role="small", weight=600)
        self.plain = Elided("", role="small", ink="text.secondary")
        self.rate = Label("", role="small", ink="text.secondary")
        self.left = Label("", role="small", ink="text.secondary")
        self.digest = Label("", role="micro", ink="text.tertiary")
        self.digest.setFont(mono("micro"))
        self.bar = ProgressBar(text.PROGRESS)
        self.pause = Button(text.PAUSE, icon="pause", size="small")
        self.resume = Button(text.RESUME, icon="play", size="small")
        self.cancel = Button(text.CANCEL, kind="ghost", size="small")
        self.download = FullButton("")
        self.download_first = FullButton("", kind="primary")
        self.start = FullButton(text.START_CHATTING, kind="primary")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.line = QWidget()
        line = QHBoxLayout(self.line)
        line.setContentsMargins(0, 0, 0, 8)
        line.setSpacing(8)
        line.addWidget(self.tick)
        line.addWidget(self.strong)
        line.addWidget(self.plain, 1)
        for label in (self.rate, self.left, self.digest):
            line.addWidget(label)
        self.controls = QWidget()
        controls = QHBoxLayout(self.controls)
        controls.setContentsMargins(0, 0, 0, 3)
        controls.setSpacing(6)
        controls.addWidget(self.bar, 1)
        controls.addStretch(0)
        controls.addSpacing(4)
        for button in (self.pause, self.resume, self.cancel):
            controls.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        shown = (self.line, self.controls, self.download, self.download_first, self.start)
        for widget in shown:
            self._column.addWidget(widget)
            widget.hide()

    def _connect(self) -> None:
        self.download.clicked.connect(self.download_requested)
        self.download_first.clicked.connect(self.download_requested)
        self.pause.clicked.connect(self.pause_requested)
        self.resume.clicked.connect(self.resume_requested)
        self.cancel.clicked.connect(self.cancel_requested)
        self.start.clicked.connect(self.start_requested)

    @property
    def state(self) -> FootState | None:
        return None if self._foot is None else self._foot.state

    @property
    def main_button(self) -> Button | None:
        """Where the keyboard goes; None if the foot offers nothing."""
        if self.state is FootState.FAILED and self._error is not None:
            return self._error.findChild(Button)
        buttons: tuple[Button, ...] = (
            self.start,
            self.download_first,
            self.download,
            self.pause,
            self.resume,
            self.cancel,
        )
        return next((b for b in buttons if b.isVisibleTo(self) and b.isEnabled()), None)

    def set_model(self, name: str, size: int | None, *, recommended: bool) -> None:
        """Say which model this is about; ``recommended`` makes its button the primary one."""
        self._name, self._size, self._recommended = name, size, recommended
        for button in (self.download, self.download_first):
            button.set_text(text.download(size))
            button.setAccessibleName(text.download_aloud(name, size))
        self.bar.setAccessibleName(name)
        for small, word in (
            (self.pause, text.PAUSE),
            (self.resume, text.RESUME),
            (self.cancel, text.CANCEL),
        ):
            small.setAccessibleName(f"{word}, {name}")
        self.start.setAccessibleName(page_text.start_with(name))

    def show_foot(self, foot: Foot) -> None:
        """Show this, keep the keyboard where it is, and say a change aloud."""
        changed = foot.state is not self.state
        focused = QApplication.focusWidget()
        had_focus = changed and focused is not None and self.isAncestorOf(focused)
        self._foot = foot
        if had_focus:
            self.setFocus()  # Qt would take it to whatever comes next once its button is hidden
        self._show_button(foot)
        self._show_controls(foot)
        self._show_line(foot)
        if changed or foot.state is not FootState.FAILED:
            self._show_error(foot)
        if not changed:
            return
        if had_focus and self.main_button is not None:
            self.main_button.setFocus(_RING)
        if self.isVisible():
            announce(self.strong)

    # ---- the parts ------------------------------------------------------------------------

    def _show_button(self, foot: Foot) -> None:
        offers = foot.state in (FootState.IDLE, FootState.OFFLINE)
        offline = foot.state is FootState.OFFLINE
        for button, wanted in (
            (self.download, not self._recommended),
            (self.download_first, self._recommended),
        ):
            button.setVisible(offers and wanted)
            button.setEnabled(not offline)
            button.setToolTip(text.NEEDS_CONNECTION_TIP if offline else "")
        self.start.setVisible(foot.state is FootState.VERIFIED)

    def _show_controls(self, foot: Foot) -> None:
        state = foot.state
        self.controls.setVisible(state in _WITH_CONTROLS or state.is_under_way)
        self.bar.setVisible(state in _WITH_BAR)
        self.pause.setVisible(state.is_under_way)
        self.resume.setVisible(state is FootState.PAUSED and not foot.is_sealed)
        if foot.fraction is not None:
            self.bar.set_fraction(foot.fraction)

    def _show_line(self, foot: Foot) -> None:
        state = foot.state
        verified = state is FootState.VERIFIED
        with_line = state.is_under_way or state in _WITH_LINE
        self.line.setVisible(with_line)
        self.tick.setVisible(verified or state is FootState.OFFLINE)
        running = state is FootState.RUNNING
        seconds = self._time_left.update(foot.seconds_left if running else None, self._clock())
        self.rate.set_text(text.rate(foot.speed) if running else "")
        self.left.set_text(text.left(seconds))
        self.digest.set_text(text.short_hash(foot.sha256) if verified and foot.sha256 else "")
        for label in (self.rate, self.left, self.digest):
            label.setVisible(bool(label.text()))
        self.digest.setToolTip(f"SHA-256 {foot.sha256}" if verified else "")
        self._show_words(foot)
        self.bar.setAccessibleName(text.progress_aloud(self._name, foot.fraction, seconds))

    def _show_words(self, foot: Foot) -> None:
        strong, plain, ink = "", "", "text.primary"
        if foot.state is FootState.VERIFIED:
            strong, ink = text.VERIFIED, "indoor.text"
            self.tick.set_icon("check-circle-fill", ink)
        elif foot.state is FootState.OFFLINE:
            strong, ink = text.NEEDS_CONNECTION, "text.secondary"
            self.tick.set_icon("wifi-slash", ink)
        elif foot.state is FootState.RUNNING:
            strong = text.percent_done(foot.fraction)
            plain = text.amount(foot.done, foot.total)
        elif foot.state in _ACTIVITIES:
            strong = _ACTIVITIES[foot.state]
            plain = text.amount(foot.done, foot.total) if foot.done else ""
        self.strong.set_text(strong)
        self.strong.set_ink(ink)
        self.plain.set_text(plain)

    def _show_error(self, foot: Foot) -> None:
        if self._error is not None:
            self._column.removeWidget(self._error)
            self._error.hide()
            self._error.deleteLater()
            self._error = None
        told = foot.state in (FootState.FAILED, FootState.PAUSED) and foot.error is not None
        if not told or foot.error is None:
            return
        words = errors.describe(foot.error)
        actions = (text.RETRY, text.IMPORT) if foot.state is FootState.FAILED else ()
        self._leads_on = next((each for each in words.actions if each in _LEAD_ON), "")
        if self._leads_on:
            actions = (errors.action_label(self._leads_on), text.RETRY)
        self._error = ErrorBlock(words.title, words.body, actions, words.details)
        self._error.triggered.connect(self._act)
        self._column.insertWidget(0, self._error)

    def _act(self, label: str) -> None:
        if label == text.RETRY:
            self.resume_requested.emit()
        elif self._leads_on and self._foot is not None:
            self.action_requested.emit(self._leads_on, self._foot.error)
        else:
            self.import_requested.emit()
