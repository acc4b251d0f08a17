"""What the chat screen can do: intents come in, the store and the engine do them."""

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from indoors.bridge.answer import LiveAnswer
from indoors.bridge.attaching import Attaching
from indoors.bridge.conversations import ConversationsModel
from indoors.bridge.drafts import DraftSaver
from indoors.bridge.messages import MessagesModel
from indoors.bridge.settings import SettingsBridge
from indoors.bridge.tasks import StoreTasks
from indoors.core.chat import Attachment, Conversation, Draft, Message, Parameters
from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services import answers, conversations
from indoors.services.answers import Begun, now_ms
from indoors.store.store import Store

NEW_CHAT = ""
"""The draft of the chat that is not saved yet is kept under this id."""


class ChatBridge(QObject):
    """The open conversation, the list of all, and the answer being written in one of them.

    Nothing here waits: each intent becomes a job for the store, and the models change when
    it is done, so what is shown is always what is saved.
    """

    opened = Signal(object)  # Conversation | None: a new chat that is not saved yet
    conversation_changed = Signal(object)  # Conversation
    busy_changed = Signal(bool)
    progress_changed = Signal(object)  # Progress | None, of an answer in the open conversation
    error = Signal(object)  # AppError
    draft_loaded = Signal(object)  # Draft
    deleted = Signal(str, str)  # id, title
    answer_finished = Signal(object)  # Message
    answers_counted = Signal(int, int)  # today, ever
    exported = Signal(str)  # path

    def __init__(
        self,
        answer: LiveAnswer,
        tasks: StoreTasks,
        settings: SettingsBridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._answer = answer
        self._tasks = tasks
        self._settings = settings
        self._drafts = DraftSaver(tasks, self)
        self._query = ""
        self._starting = False  # a question is on its way to the store
        self._new_parameters: Parameters | None = None
        self.messages = MessagesModel(self)
        self.conversations = ConversationsModel(self)
        self.attaching = Attaching(tasks, lambda: answer.model_name, self)
        self.current: Conversation | None = None
        answer.text_appended.connect(self._append)
        answer.progress_changed.connect(self.progress_changed)
        answer.finished.connect(self._take_answer)
        answer.save_failed.connect(self.error)
        tasks.failed.connect(self.error)
        self.attaching.error.connect(self.error)

    @property
    def busy(self) -> bool:
        return self._starting or self._answer.message is not None

    @property
    def writes_here(self) -> bool:
        """Whether the answer that is being written belongs to the open conversation."""
        live = self._answer.message
        return self._starting or (live is not None and live.conversation_id == self._current_id())

    @property
    def parameters(self) -> Parameters:
        """What the next answer in the open conversation is written with."""
        if self.current is not None:
            return self.current.parameters
        return self._new_parameters or self._settings.current.chat.parameters

    # ---- opening ------------------------------------------------------------------------

    def start(self) -> None:
        """Bring the store in order after the last run, then show where the user was."""
        self._tasks.run(lambda store: conversations.recover(store, now_ms()))
        self.refresh()
        last = self._settings.current.window.conversation_id
        if last:
            self.open(last)
        else:
            self.new_chat()

    def new_chat(self) -> None:
        self._new_parameters = None
        self._show(None, [])
        self._tasks.run(lambda store: store.drafts.get(NEW_CHAT), self._take_draft)

    def open(self, conversation_id: str) -> None:
        """Show this conversation at the branch it was left on."""

        def done(found: conversations.Opened | None) -> None:
            if found is None:
                self.new_chat()
                return
            self._show(found.conversation, found.path)
            self._take_draft(found.draft)

        self._tasks.run(lambda store: conversations.open_conversation(store, conversation_id), done)

    def _show(self, conversation: Conversation | None, path: list[Message]) -> None:
        live = self._answer.message
        path = [_live(m, live) for m in path]
        same = conversation is not None and conversation.id == self._current_id()
        self.current = conversation
        if conversation is not None and same:
            self._update_rows(path)
            self.conversation_changed.emit(conversation)
            return
        self.messages.reset_to(path)
        self._settings.update("window", conversation_id=conversation.id if conversation else "")
        self.opened.emit(conversation)

    def _update_rows(self, path: list[Message]) -> None:
        # Only what differs is laid out again: a long transcript must not stall at each question.
        rows = self.messages.rowCount()
        kept = 0
        while kept < min(rows, len(path)) and self.messages.message(kept) == path[kept]:
            kept += 1
        if kept < rows:
            self.messages.truncate(kept)
        for message in path[kept:]:
            self.messages.append(message)

    def _current_id(self) -> str:
        return self.current.id if self.current else NEW_CHAT

    def _take_draft(self, draft: Draft | None) -> None:
        here = self._current_id()
        if draft is None or draft.conversation_id == here:
            self.draft_loaded.emit(draft or Draft(conversation_id=here, text=""))

    # ---- asking -------------------------------------------------------------------------

    def send(self, text: str, attachments: list[Attachment]) -> None:
        """Ask in the open conversation. The composer is emptied once the question is saved."""
        if self.busy:  # what is typed stays, also in the store
            self.error.emit(AppError(Fault.BUSY))
            return
        here, parameters = self.current, self.parameters
        self._drafts.forget(self._current_id())
        self._begin(
            lambda store: answers.ask(store, here, text, attachments, parameters),
            lambda: self._take_draft(None),
        )

    def answer_again(self, message_id: str | None = None) -> None:
        """Ask for another answer beside this one, or beside the last."""
        target = message_id or self._last_id()
        if target is not None:
            self._begin(lambda store: answers.answer_again(store, target))

    def edit_question(self, message_id: str, text: str) -> None:
        self._begin(lambda store: answers.ask_edited(store, message_id, text))

    def continue_answer(self, message_id: str) -> None:
        self._begin(lambda store: answers.continue_answer(store, message_id))

    def stop(self) -> None:
        self._answer.stop()

    def _begin(
        self, work: Callable[[Store], Begun], accepted: Callable[[], None] | None = None
    ) -> None:
        if self.busy:
            self.error.emit(AppError(Fault.BUSY))
            return
        self._starting = True
        self.busy_changed.emit(True)

        def done(begun: Begun) -> None:
            if accepted is not None:
                accepted()
            self._show(begun.conversation, begun.path)
            self._starting = False
            self._answer.begin(begun)
            self.refresh()

        def failed(error: AppError) -> None:
            self._starting = False
            self.busy_changed.emit(False)
            self.error.emit(error)

        self._tasks.run(work, done, failed)

    def _append(self, message_id: str, delta: str) -> None:
        if self.messages.row_of(message_id) >= 0:  # it may be written in another conversation
            self.messages.append_text(message_id, delta)

    def _take_answer(self, message: Message) -> None:
        if self.messages.row_of(message.id) >= 0:
            self.messages.replace(message)
        self.busy_changed.emit(False)
        self.answer_finished.emit(message)
        self.refresh()

    def _last_id(self) -> str | None:
        rows = self.messages.rowCount()
        return self.messages.message(rows - 1).id if rows else None

    def show_branch(self, message_id: str, step: int) -> None:
        """Show the transcript that hangs below the next or previous sibling."""

        def done(conversation_id: str | None) -> None:
            if conversation_id is not None:
                self.open(conversation_id)

        self._tasks.run(lambda store: conversations.show_branch(store, message_id, step), done)

    # ---- what is typed ------------------------------------------------------------------

    def save_draft(self, text: str, attachments: list[Attachment]) -> None:
        self._drafts.save(
            Draft(conversation_id=self._current_id(), text=text, attachments=tuple(attachments))
        )

    def set_parameters(self, parameters: Parameters) -> None:
        """Set what the next answers are written with."""
        if self.current is None:
            self._new_parameters = parameters
            return
        conversation = replace(self.current, parameters=parameters)
        self._change(conversation, lambda s: s.chats.set_parameters(conversation.id, parameters))

    # ---- the list -----------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list again, filtered by the search if there is one."""
        query = self._query

        def done(found: conversations.Overview) -> None:
            self.answers_counted.emit(found.answers_today, found.answers_ever)
            if query == self._query:
                self.conversations.reset_to(found.conversations, now_ms(), found.hits)

        self._tasks.run(lambda store: conversations.overview(store, query), done)

    def search(self, text: str) -> None:
        self._query = text.strip()
        self.refresh()

    def rename(self, conversation_id: str, title: str) -> None:
        title = " ".join(title.split())
        if not title:
            return
        current = self.current
        if current is not None and current.id == conversation_id:
            self._change(
                replace(current, title=title), lambda s: s.chats.rename(conversation_id, title)
            )
        else:
            self._write(lambda store: store.chats.rename(conversation_id, title))

    def pin(self, conversation_id: str, pinned: bool) -> None:
        self._write(lambda store: store.chats.set_pinned(conversation_id, pinned))

    def delete(self, conversation_id: str) -> None:
        """Take it off the list. It can be brought back until the app ends."""
        self.let_go(conversation_id)

        def work(store: Store) -> str:
            found = store.chats.conversation(conversation_id)
            store.chats.delete(conversation_id, now_ms())
            return found.title if found else ""

        def done(title: str) -> None:
            if self._current_id() == conversation_id:
                self.new_chat()
            self.refresh()
            self.deleted.emit(conversation_id, title)

        self._tasks.run(work, done)

    def let_go(self, conversation_id: str) -> bool:
        """Stop what writes in it; False until that has ended."""
        live = self._answer.message
        if live is None or live.conversation_id != conversation_id:
            return True
        self._answer.stop()
        return False

    def undo_delete(self, conversation_id: str) -> None:
        self._write(lambda store: store.chats.undelete(conversation_id))
        self.open(conversation_id)

    def export(self, conversation_id: str, path: str, kind: conversations.ExportKind) -> None:
        self._tasks.run(
            lambda store: conversations.export(store, conversation_id, Path(path), kind),
            lambda written: self.exported.emit(str(written)),
        )

    def _change(self, conversation: Conversation, work: Callable[[Store], object]) -> None:
        self.current = conversation
        self.conversation_changed.emit(conversation)
        self._write(work)

    def _write(self, work: Callable[[Store], object]) -> None:
        self._tasks.run(work, lambda _: self.refresh())


def _live(message: Message, live: Message | None) -> Message:
    """Prefer the text on its way over the text last saved."""
    if live is None or live.id != message.id:
        return message
    return replace(live, branch=message.branch, branches=message.branches)
