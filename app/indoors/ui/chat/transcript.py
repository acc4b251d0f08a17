"""The transcript: the messages of the open conversation."""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from indoors.bridge.messages import MessagesModel
from indoors.bridge.progress import Progress
from indoors.core.chat import Message, MessageState
from indoors.ui.chat.blocks.text_view import TextView
from indoors.ui.chat.composer_edit import local_files
from indoors.ui.chat.transcript_announcer import Announcer
from indoors.ui.chat.transcript_events import TranscriptEvents
from indoors.ui.chat.transcript_keys import target_row
from indoors.ui.chat.transcript_message import MessageView
from indoors.ui.chat.transcript_places import Place, Places
from indoors.ui.chat.transcript_sliding import SlidingColumn
from indoors.ui.chat.transcript_source import MessageRows
from indoors.ui.text import chat as words
from indoors.ui.theme import Icons, Theme, ThemeSource
from indoors.ui.widgets import IconButton

_JUMP: Final = 32
_JUMP_ABOVE: Final = 12


class TranscriptView(SlidingColumn):
    """Shows a MessagesModel. It decides nothing: what the user asks for becomes a signal."""

    copy_requested = Signal(str)
    regenerate_requested = Signal(str)
    edit_requested = Signal(str, str)
    branch_requested = Signal(str, int)
    continue_requested = Signal(str)
    retry_requested = Signal(str)
    error_action_requested = Signal(str, str)
    details_requested = Signal(str)
    link_activated = Signal(str)
    files_dropped = Signal(list)

    def __init__(
        self,
        model: MessagesModel,
        theme: ThemeSource,
        icons: Icons,  # noqa: ARG002 - they reach every widget through current_icons()
        parent: QWidget | None = None,
    ) -> None:
        self._events = TranscriptEvents()
        self._messages = MessageRows(model, theme.current, self._events, self._events)
        super().__init__(self._messages, parent)
        self._events.setParent(self)
        self._model = model
        self._ids: list[str] = []
        self._conversation = ""
        self._current = -1
        self._last = -1
        self._unseen = False
        self._selected: str = ""
        self._places = Places()
        self._announcer = Announcer(self)
        self.set_background(theme.current.color("bg.surface"))
        self.setAccessibleName(words.TRANSCRIPT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self._jump = IconButton(
            "arrow-down", words.NEWEST, side=_JUMP, kind="outlined", parent=self
        )
        self._jump.hide()
        self._jump.clicked.connect(self.go_to_end)
        theme.changed.connect(self._take_theme)
        self._connect_events()
        self._connect_model()
        self._take_reset()

    def _connect_events(self) -> None:
        events = self._events
        events.copy_requested.connect(self.copy_requested)
        events.regenerate_requested.connect(self.regenerate_requested)
        events.edit_requested.connect(self.edit_requested)
        events.branch_requested.connect(self.branch_requested)
        events.continue_requested.connect(self.continue_requested)
        events.retry_requested.connect(self.retry_requested)
        events.error_action_requested.connect(self.error_action_requested)
        events.details_requested.connect(self.details_requested)
        events.link_activated.connect(self.link_activated)
        events.resized.connect(self._take_resized)
        events.selection_began.connect(self._take_selection)

    def _connect_model(self) -> None:
        model = self._model
        model.modelAboutToBeReset.connect(self._remember_place)
        model.modelReset.connect(self._take_reset)
        model.rowsInserted.connect(self._take_inserted)
        model.rowsRemoved.connect(self._take_removed)
        model.dataChanged.connect(self._take_changed)
        model.text_appended.connect(self._take_text)

    # ---- what the owner sets ------------------------------------------------------------

    def set_progress(self, progress: Progress | None) -> None:
        """Show how far the live answer is; ``None`` when nothing is on its way."""
        before, self._messages.progress = self._messages.progress, progress
        for known in {p.message_id for p in (before, progress) if p is not None}:
            view = self.live.get(self._model.row_of(known))
            if view is not None:
                same = progress is not None and progress.message_id == known
                view.show_progress(progress if same else None)

    def _take_theme(self, theme: Theme) -> None:
        self._messages.set_theme(theme)
        self.set_background(theme.color("bg.surface"))
        self.rebuild()

    # ---- the model changes --------------------------------------------------------------

    def _remember_place(self) -> None:
        position = self.position
        if position is None or not self._ids:
            self._places.keep(self._conversation, None)
        else:
            row, offset = position
            self._places.keep(self._conversation, Place(self._ids[row], offset))

    def _take_reset(self) -> None:
        """Keep what both paths share: a sent question must not build everything anew."""
        path = [self._model.message(row) for row in range(self._model.rowCount())]
        before, self._ids = self._ids, [message.id for message in path]
        same = _shared(before, self._ids)
        self.forget_from(same)
        self.rows.extend(self._messages.estimate(message) for message in path[same:])
        for row, view in self.live.items():
            if view.message is not path[row] and view.message != path[row]:
                view.show_message(path[row])
                self.refit(row)
        self._mark_last()
        conversation = path[0].conversation_id if path else ""
        moved, self._conversation = conversation != self._conversation, conversation
        self._find_place(moved, path[-1] if len(path) > same else None)

    def _find_place(self, moved: bool, newest: Message | None) -> None:
        place = self._places.of(self._conversation) if moved else None
        if place is not None and place.message_id in self._ids:
            self.go_to(self._ids.index(place.message_id), place.offset)
        elif moved or (newest is not None and newest.state is MessageState.WRITING):
            self.go_to_end()
        else:
            self.sync()
        self._show_jump()

    def _take_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        path = [self._model.message(row) for row in range(first, last + 1)]
        if first != len(self._ids):
            self._take_reset()
            return
        self._ids += [message.id for message in path]
        self.rows.extend(self._messages.estimate(message) for message in path)
        self._conversation = path[0].conversation_id
        self._mark_last()
        self.sync()

    def _take_removed(self, _parent: QModelIndex, first: int, _last: int) -> None:
        del self._ids[first:]
        self.forget_from(first)
        self._mark_last()
        self.sync()

    def _take_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        for row in range(first.row(), last.row() + 1):
            view = self.live.get(row)
            if view is None:
                continue
            ended = view.message.state is MessageState.WRITING
            view.show_message(self._model.message(row))
            self.refit(row)
            if ended and view.message.state is not MessageState.WRITING:
                self._announcer.finish()

    def _take_text(self, message_id: str, delta: str) -> None:
        row = self._model.row_of(message_id)
        self._announcer.append(delta)
        self._unseen = not self.is_at_end
        view = self.live.get(row)
        if view is not None:
            view.append_text(self._model.message(row), delta)
            self.refit(row)
        self._show_jump()

    def _take_resized(self, view: MessageView) -> None:
        row = self._model.row_of(view.message.id)
        if self.live.get(row) is view:
            self.refit_soon(row)

    def _mark_last(self) -> None:
        last = len(self._ids) - 1
        for row in {self._last, last}:
            if row in self.live:
                self.live[row].set_last(row == last)
                self.refit(row)
        self._last = last

    # ---- jump to the newest -------------------------------------------------------------

    def sync(self) -> None:
        super().sync()
        if self._unseen and self.is_at_end:
            self._unseen = False
            self._show_jump()

    def _show_jump(self) -> None:
        self._jump.setVisible(self._unseen and not self.is_at_end)
        self._jump.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        top = self.height() - _JUMP - _JUMP_ABOVE
        self._jump.setGeometry((self.width() - _JUMP) // 2, top, _JUMP, _JUMP)

    # ---- keyboard -----------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the focus on to a message; going backwards, leave."""
        super().focusInEvent(event)
        seen = self.visible_rows()
        if not seen or event.reason() == Qt.FocusReason.ActiveWindowFocusReason:
            return
        row = self._current if self._current in seen else seen[-1]
        self._focus_row(row, event.reason())

    def _focus_row(self, row: int, reason: Qt.FocusReason) -> None:
        if self._current in self.live:
            self.live[self._current].set_current(current=False)
        self._current = row
        self.reveal(row)
        self.live[row].set_current(current=True)
        self.live[row].setFocus(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._ids or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        row = target_row(event.key(), self._focused_row(), self.visible_rows(), len(self._ids))
        if row is None:
            event.ignore()
            return
        self._focus_row(row, Qt.FocusReason.TabFocusReason)

    def _focused_row(self) -> int:
        focus = QApplication.focusWidget()
        if focus is None:
            return -1
        for row, view in self.live.items():
            if view is focus or view.isAncestorOf(focus):
                return row
        return self._current if self._current in self.visible_rows() else -1

    # ---- selection and files ------------------------------------------------------------

    def _take_selection(self, text: TextView) -> None:
        """Only one block at a time has a selection."""
        for view in self.live.values():
            for other in view.texts():
                if other is not text:
                    other.clear_selection()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = local_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)


def _shared(before: list[str], after: list[str]) -> int:
    """Return how many ids at the beginning are the same."""
    for number, (old, new) in enumerate(zip(before, after, strict=False)):
        if old != new:
            return number
    return min(len(before), len(after))
