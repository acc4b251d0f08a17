"""Makes the widgets of a transcript's rows and guesses the heights of those not made yet."""

from typing import Final, TYPE_CHECKING

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
        self.progress: Progress | None = None

    def make_row(self, row: int, parent: QWidget) -> MessageView:
        message = self._model.message(row)
        kind = QuestionView if message.role is Role.USER else AnswerView
        view: MessageView = kind(message, self.surroundings, self._events, parent)
        view.set_last(row == self._model.rowCount() - 1)
        if self.progress is not None and self.progress.message_id == message.id:
            view.show_progress(self.progress)
        return view

    def gap_above(self, row: int) -> int:
        if row == 0:
            return TOP
        asked = self._model.message(row).role is Role.USER
        return ABOVE_QUESTION if asked else ABOVE_ANSWER

    def estimate(self, message: Message) -> int:
        """Guess the height of a message, with the gap above it."""
        lines = len(message.text) // _CHARACTERS_IN_LINE + message.text.count("\n") // 2 + 1
        return lines * _LINE + _CHROME
