"""How an answer stands, below its text: on its way, cut short or failed."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from indoors.bridge.progress import Progress
from indoors.core.chat import Message, MessageState
from indoors.protocol.faults import Fault
from indoors.ui.chat.transcript_status import StatusLine
from indoors.ui.text import chat as words
from indoors.ui.text.errors import ErrorWords, action_label, describe_fault
from indoors.ui.widgets import ErrorBlock

_MOST_ACTIONS = 2


class StateView(QWidget):
    """Is 0 high when an answer is simply complete."""

    resized = Signal()
    continue_requested = Signal()
    action_requested = Signal(str)  # key of an action in ui/text/errors

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._line: StatusLine | None = None
        self._error: ErrorBlock | None = None
        self._shown: object = None

    def show_state(self, message: Message, progress: Progress | None, *, is_last: bool) -> None:
        """Show what there is to say; ``progress`` only while the answer is written."""
        shown = (message.state, message.report, message.fault, progress, is_last)
        if shown == self._shown:
            return
        self._shown = shown
        before = self.fit(self.width())
        self._clear()
        if message.state is MessageState.FAILED:
            self._show_error(failure(message))
        elif message.state is MessageState.WRITING:
            if progress is not None and progress.phase != "writing":
                self._status().show_progress(progress)
        else:
            self._show_end(message, is_last=is_last)
        if self.fit(self.width()) != before:
            self.resized.emit()

    def _show_end(self, message: Message, *, is_last: bool) -> None:
        sentence = words.ended_early(message)
        if message.state is MessageState.INTERRUPTED:
            sentence = words.interrupted(_reason(message))
        if sentence is not None:
            self._status().show_sentence(sentence, can_continue=is_last)

    def _clear(self) -> None:
        if self._line is not None:
            self._line.hide()
        if self._error is not None:
            self._error.hide()
            self._error.deleteLater()
            self._error = None

    def _status(self) -> StatusLine:
        if self._line is None:
            self._line = StatusLine(self)
            self._line.continue_requested.connect(self.continue_requested)
        self._line.show()
        return self._line

    def _show_error(self, error: ErrorWords) -> None:
        keys = error.actions[:_MOST_ACTIONS] or ("retry",)
        labels = {action_label(key): key for key in keys}
        block = ErrorBlock(error.title, error.body, list(labels), error.details, self)
        block.triggered.connect(lambda label: self.action_requested.emit(labels[label]))
        block.installEventFilter(self)
        block.show()
        self._error = block

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._error and event.type() == QEvent.Type.LayoutRequest:
            self.resized.emit()  # its details were opened
        return False

    # ---- size ---------------------------------------------------------------------------

    @property
    def buttons(self) -> list[QWidget]:
        """Return what can be pressed now."""
        if self._line is not None and not self._line.isHidden():
            return [] if self._line.button.isHidden() else [self._line.button]
        return []

    def fit(self, width: int) -> int:
        """Return the height at this width."""
        if self._error is not None:
            return max(self._error.heightForWidth(width), self._error.minimumSizeHint().height())
        if self._line is not None and not self._line.isHidden():
            return self._line.fit(width)
        return 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def place(self) -> None:
        for part in (self._error, self._line):
            if part is not None:
                part.setGeometry(self.rect())
        if self._line is not None and not self._line.isHidden():
            self._line.place()


def failure(message: Message) -> ErrorWords:
    """Return the words for an answer that failed, also for a fault from a newer version."""
    if message.fault in list(Fault):
        return describe_fault(Fault(message.fault), message.facts)
    return ErrorWords(title=words.FAILED, safe=words.QUESTION_SAFE, todo="")


def _reason(message: Message) -> str | None:
    """Return why the answer broke off, if it was not that the app closed."""
    return failure(message).title if message.fault is not None else None
