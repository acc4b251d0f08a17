"""An answer: its blocks, how it stands, and the metrics line."""

from typing import Final

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from indoors.bridge.progress import Progress
from indoors.core.chat import Message, MessageState
from indoors.ui.chat.blocks.block_column import BlockColumn
from indoors.ui.chat.blocks.surroundings import Surroundings
from indoors.ui.chat.blocks.text_view import TextView
from indoors.ui.chat.metrics_line import MetricsLine
from indoors.ui.chat.transcript_events import TranscriptEvents
from indoors.ui.chat.transcript_menu import Entry, make_menu
from indoors.ui.chat.transcript_message import MessageView
from indoors.ui.chat.transcript_state import StateView
from indoors.ui.text import chat as words
from indoors.ui.widgets import Label

_GAP: Final = 8
_METRICS_GAP: Final = 5


class AnswerView(MessageView):
    """Plain text over the full column, without a box."""

    def __init__(
        self,
        message: Message,
        surroundings: Surroundings,
        events: TranscriptEvents,
        parent: QWidget,
    ) -> None:
        super().__init__(message, surroundings, events, parent)
        self._progress: Progress | None = None
        self._dropped: Label | None = None
        self.column = BlockColumn(surroundings, self)
        self.column.made.connect(self.watch)
        self.column.grown.connect(self.tell_resized)
        self.state = StateView(self)
        self.metrics = MetricsLine(self)
        self._connect()
        self.show_message(message)

    def _connect(self) -> None:
        events = self.events
        self.metrics.copy_requested.connect(lambda: events.copy_requested.emit(self.message.id))
        self.metrics.details_requested.connect(self._ask_details)
        self.metrics.stepped.connect(self._step)
        self.metrics.more_requested.connect(self.open_menu)
        self.state.resized.connect(self.tell_resized)
        self.state.continue_requested.connect(self._continue)
        self.state.action_requested.connect(self._act)

    @property
    def is_built(self) -> bool:
        return self.column.is_built

    def build(self) -> None:
        self.column.build()

    # ---- content ------------------------------------------------------------------------

    def show_message(self, message: Message) -> None:
        super().show_message(message)
        writing = message.state is MessageState.WRITING
        if not writing:
            self._progress = None
        self.column.show_text(message.text, complete=not writing)
        self._show_dropped(message.dropped_turns)
        self.metrics.show_message(message)
        self._show_state()

    def append_text(self, message: Message, delta: str) -> None:
        self.message = message
        self.column.append(delta)

    def show_progress(self, progress: Progress | None) -> None:
        self._progress = progress
        self._show_state()

    def set_last(self, last: bool) -> None:
        if last != self.is_last:
            super().set_last(last)
            self._show_state()

    def _show_state(self) -> None:
        writing = self.message.state is MessageState.WRITING
        progress = self._progress if writing else None
        self.state.show_state(self.message, progress, is_last=self.is_last)
        if writing:
            self.metrics.show_speed(progress.tokens_per_second if progress else None)
        on_its_way = writing and (progress is None or progress.phase == "writing")
        self.column.show_caret(on_its_way)

    def _show_dropped(self, turns: int) -> None:
        if turns and self._dropped is None:
            self._dropped = Label("", role="small", ink="text.tertiary", wrap=True, parent=self)
            self._dropped.show()
        if self._dropped is not None:
            self._dropped.set_text(words.dropped(turns))
            self._dropped.setVisible(turns > 0)

    # ---- size ---------------------------------------------------------------------------

    def fit(self, width: int) -> int:
        y = 0
        if self._dropped is not None and not self._dropped.isHidden():
            height = self._dropped.heightForWidth(width)
            self._dropped.setGeometry(0, 0, width, height)
            y = height + _GAP
        height = self.column.fit(width)
        self.column.setGeometry(0, y, width, height)
        y += height
        height = self.state.fit(width)
        if height:
            y += _GAP if y else 0
        self.state.setGeometry(0, y, width, height)
        self.state.place()
        y += height + _METRICS_GAP
        self.metrics.setGeometry(0, y, width, self.metrics.height())
        return y + self.metrics.height()

    def texts(self) -> list[TextView]:
        return self.column.texts()

    def controls(self) -> list[QWidget]:
        line = self.metrics
        arrows = [line.branches.older, line.branches.newer] if line.branches is not None else []
        return [*self.column.buttons(), *self.state.buttons, line, *arrows, line.copy, line.more]

    # ---- actions ------------------------------------------------------------------------

    def _ask_details(self) -> None:
        self.events.details_requested.emit(self.message.id)

    def _step(self, step: int) -> None:
        self.events.branch_requested.emit(self.message.id, step)

    def _continue(self) -> None:
        self.events.continue_requested.emit(self.message.id)

    def _act(self, action: str) -> None:
        if action == "retry":
            self.events.retry_requested.emit(self.message.id)
        else:
            self.events.error_action_requested.emit(self.message.id, action)

    def menu_at(self, at: QPoint) -> QMenu:
        message, events = self.message, self.events
        entries: list[Entry] = [
            (
                "copy", words.COPY_ANSWER, "Ctrl+Shift+C",
                lambda: events.copy_requested.emit(message.id),
            ),
        ]  # fmt: skip
        if message.state is not MessageState.WRITING:
            keys = "Ctrl+R" if self.is_last else ""
            again = ("arrow-clockwise", words.ANSWER_AGAIN, keys, self._again)
            entries += [again, ("gauge", words.DETAILS, "", self._ask_details)]
        if self.state.buttons:
            entries.append(("play", words.CONTINUE, "", self._continue))
        return make_menu(self, at, entries)

    def _again(self) -> None:
        self.events.regenerate_requested.emit(self.message.id)
