"""The chat screen: conversations, transcript and composer, live panel."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from indoors.bridge.chat import ChatBridge
from indoors.bridge.engine import EngineBridge
from indoors.bridge.live import LiveModel
from indoors.bridge.settings import SettingsBridge
from indoors.core.chat import Conversation, Draft
from indoors.protocol.faults import Fault
from indoors.services.engine_state import EngineState
from indoors.ui.chat.centre import ChatCentre
from indoors.ui.chat.commands import ChatCommands, error_of
from indoors.ui.chat.conversation_list import ConversationList
from indoors.ui.chat.live_panel import LivePanel
from indoors.ui.file_dialogs import choose_attachments
from indoors.ui.panes import Panes
from indoors.ui.theme import ThemeSource

LIVE_OVER, LIST_OVER = 1120, 940
"""Window widths below which the side panes lie over the transcript."""


class ChatPage(QWidget):
    """Connects the panes with the chat; what an error's button means is up to the window."""

    place_changed = Signal(str)  # title of the open conversation
    panes_changed = Signal()
    action_requested = Signal(str, object)  # key of ui/text/errors, AppError
    files_given = Signal(list)  # paths dropped, pasted or chosen

    def __init__(
        self,
        chat: ChatBridge,
        engine: EngineBridge,
        live: LiveModel,
        settings: SettingsBridge,
        theme: ThemeSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._chat = chat
        self._engine = engine
        self.list = ConversationList(chat.conversations)
        self.centre = ChatCentre(chat.messages, theme)
        self.live = LivePanel(live)
        self.panes = Panes(self.list, self.centre, self.live, self)
        self.commands = ChatCommands(chat, settings, live, self)
        self.composer = self.centre.composer
        self.transcript = self.centre.transcript
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)
        self._connect_list()
        self._connect_transcript()
        self._connect_composer()
        self._connect_chat()
        self._show_model()

    # ---- wiring ---------------------------------------------------------------------------

    def _connect_list(self) -> None:
        wanted = self.list
        wanted.open_requested.connect(self.open)
        wanted.new_chat_requested.connect(self.new_chat)
        wanted.rename_requested.connect(self._chat.rename)
        wanted.pin_requested.connect(self._chat.pin)
        wanted.delete_requested.connect(self._chat.delete)
        wanted.erase_requested.connect(self.commands.ask_erase)
        wanted.export_requested.connect(self.commands.export)
        wanted.search_changed.connect(self._chat.search)
        self.live.collapse_requested.connect(self.toggle_live)
        self.live.totals.change_requested.connect(self.commands.change_basis)
        self.panes.changed.connect(self.panes_changed)

    def _connect_transcript(self) -> None:
        events = self.transcript
        events.copy_requested.connect(self.commands.copy)
        events.regenerate_requested.connect(self._chat.answer_again)
        events.retry_requested.connect(self._chat.answer_again)
        events.edit_requested.connect(self._chat.edit_question)
        events.branch_requested.connect(self._chat.show_branch)
        events.continue_requested.connect(self._chat.continue_answer)
        events.details_requested.connect(self.commands.show_details)
        events.link_activated.connect(self.commands.ask_link)
        events.error_action_requested.connect(self._act_on_message)
        events.files_dropped.connect(self.files_given)

    def _connect_composer(self) -> None:
        composer = self.composer
        composer.send.connect(self._chat.send)
        composer.stop.connect(self._chat.stop)
        composer.draft_changed.connect(self._chat.save_draft)
        composer.files_dropped.connect(self.files_given)
        composer.picture_given.connect(self._chat.attaching.refuse_picture)
        composer.attach_requested.connect(self.attach)
        self.centre.first.example_chosen.connect(self._use_example)

    def _connect_chat(self) -> None:
        chat, engine = self._chat, self._engine
        chat.opened.connect(self._show_opened)
        chat.conversation_changed.connect(self._show_place)
        chat.busy_changed.connect(lambda _: self._follow_busy())
        chat.progress_changed.connect(self.transcript.set_progress)
        chat.draft_loaded.connect(self.composer.set_draft)
        chat.attaching.attached.connect(self.composer.add_attachment)
        chat.error.connect(self.centre.show_error)
        engine.error.connect(self.centre.show_error)
        engine.state_changed.connect(self._follow_engine)
        engine.models_changed.connect(self._show_model)
        for area in (self.centre.notices, self.centre.beside):
            area.action_requested.connect(self.action_requested)

    # ---- what the user does ---------------------------------------------------------------

    def open(self, conversation_id: str) -> None:
        """Show a conversation; one that is open already stays as it is."""
        self.composer.flush_draft()
        lay_over = self.panes.left.over
        if not (self._chat.current and self._chat.current.id == conversation_id):
            self._chat.open(conversation_id)
        if lay_over:
            self.panes.close_over()
            self.composer.focus()

    def new_chat(self) -> None:
        """Begin a chat with an empty transcript."""
        self.composer.flush_draft()
        self._chat.new_chat()
        self.panes.close_over()
        self.composer.focus()

    def attach(self) -> None:
        """Ask for files to attach."""
        choose_attachments(self.window(), self.files_given.emit)

    def start_search(self) -> None:
        """Show the list, if need be, and go to its search."""
        self.panes.show_pane(self.panes.left, shown=True)
        self.list.start_search()

    def toggle_list(self) -> None:
        self._toggle(self.panes.left.shown, left=True)

    def toggle_live(self) -> None:
        self._toggle(self.panes.right.shown, left=False)

    def _toggle(self, shown: bool, *, left: bool) -> None:
        side = self.panes.left if left else self.panes.right
        focused = QApplication.focusWidget()
        if shown and focused is not None and side.widget.isAncestorOf(focused):
            self.composer.focus()
        self.panes.show_pane(side, shown=not shown)

    def fit(self, window_width: int) -> None:
        """Let the side panes lie over the transcript where the window is narrow."""
        self.panes.set_over(left=window_width < LIST_OVER, right=window_width < LIVE_OVER)

    def panes_in_order(self) -> list[QWidget]:
        """What F6 goes through, as far as it is shown."""
        stops = [self.list.view, self.transcript, self.composer.edit, self.live.pause]
        return [widget for widget in stops if widget.isVisible()]

    # ---- what has happened ----------------------------------------------------------------

    def _follow_busy(self) -> None:
        busy = self._chat.busy
        self.composer.set_busy(busy, elsewhere=busy and not self._chat.writes_here)

    def _show_opened(self, conversation: Conversation | None) -> None:
        self._follow_busy()
        self.list.set_open(conversation)
        self.centre.beside.clear()
        self._show_place(conversation)

    def _show_place(self, conversation: Conversation | None) -> None:
        self.place_changed.emit(conversation.title if conversation else "")
        self.list.set_open(conversation)

    def _follow_engine(self, state: EngineState) -> None:
        """An engine that runs again has answered what the notice was about."""
        error = self.centre.notices.error
        answered = error is not None and error.fault is not Fault.GRAPHICS_REFUSED
        if state is EngineState.READY and answered:
            self.centre.notices.clear()

    def _show_model(self) -> None:
        chosen = self._engine.chosen()
        self.centre.first.set_starter(chosen is not None and chosen.is_starter)

    def _use_example(self, question: str) -> None:
        here = self._chat.current.id if self._chat.current else ""
        attachments = tuple(self.composer.attachments)
        self.composer.set_draft(Draft(conversation_id=here, text=question, attachments=attachments))
        self._chat.save_draft(question, self.composer.attachments)
        self.composer.focus()

    def _act_on_message(self, message_id: str, action: str) -> None:
        if action == "retry":
            self._chat.answer_again(message_id)
            return
        message = self._chat.messages.message(self._chat.messages.row_of(message_id))
        error = error_of(message)
        if error is not None:
            self.action_requested.emit(action, error)

    def focus_composer(self) -> None:
        self.composer.edit.setFocus(Qt.FocusReason.OtherFocusReason)
