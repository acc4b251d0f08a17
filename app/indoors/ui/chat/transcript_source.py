"""Makes the widgets of a transcript's rows and guesses the heights of those not made yet."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from indoors.bridge.messages import MessagesModel
from indoors.core.chat import Message, Role
from indoors.ui.chat.blocks.surroundings import Surroundings
from indoors.ui.chat.transcript_answer import AnswerView
from indoors.ui.chat.transcript_events import TranscriptEvents
from indoors.ui.chat.transcript_message import MessageView
from indoors.ui.chat.transcript_question import QuestionView
from indoors.ui.theme import Theme

if TYPE_CHECKING:
    from indoors.bridge.progress import Progress

MOST_SPARE: Final = 12
TOP: Final = 14
ABOVE_QUESTION: Final = 12
ABOVE_ANSWER: Final = 10
_LINE: Final = 22
_CHARACTERS_IN_LINE: Final = 75
_CHROME: Final = 44


class MessageRows(QObject):
    """The rows of one model."""

    def __init__(
        self, model: MessagesModel, theme: Theme, events: TranscriptEvents, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._events = events
        self.surroundings = Surroundings(theme, self)
        self._spare: list[MessageView] = []
        self.progress: Progress | None = None

    def make_row(self, row: int, parent: QWidget) -> MessageView:
        message = self._model.message(row)
        kind = QuestionView if message.role is Role.USER else AnswerView
        view = next((spare for spare in self._spare if type(spare) is kind), None)
        if view is None:
            view = kind(message, self.surroundings, self._events, parent)
        else:
            self._spare.remove(view)
            view.take(message)
        view.set_last(row == self._model.rowCount() - 1)
        if self.progress is not None and self.progress.message_id == message.id:
            view.show_progress(self.progress)
        return view

    def give_back(self, view: MessageView) -> None:
        """Take a widget whose row is out of sight, to use it again."""
        view.hide()
        if len(self._spare) < MOST_SPARE and not view.is_editing:
            self._spare.append(view)
        else:
            view.deleteLater()

    def set_theme(self, theme: Theme) -> None:
        """Make rows in another theme from now on."""
        self.surroundings.set_theme(theme)

    def forget_spare(self) -> None:
        """Give up the widgets kept for reuse: they were made in another theme."""
        for view in self._spare:
            view.deleteLater()
        self._spare = []

    def gap_above(self, row: int) -> int:
        if row == 0:
            return TOP
        asked = self._model.message(row).role is Role.USER
        return ABOVE_QUESTION if asked else ABOVE_ANSWER

    def estimate(self, message: Message) -> int:
        """Guess the height of a message, with the gap above it."""
        lines = len(message.text) // _CHARACTERS_IN_LINE + message.text.count("\n") // 2 + 1
        return lines * _LINE + _CHROME
