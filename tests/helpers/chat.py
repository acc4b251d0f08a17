"""The chat as the window has it, without the window: real store, real engine, real model."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from indoors.bridge.answer import LiveAnswer
from indoors.bridge.chat import ChatBridge
from indoors.bridge.engine import EngineBridge
from indoors.bridge.settings import SettingsBridge
from indoors.bridge.tasks import StoreTasks
from indoors.core.chat import Message, MessageState, Parameters
from indoors.core.settings import ChatDefaults, Settings
from indoors.protocol.engine import Sampling
from indoors.services.journal import AnswerJournal
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from tests.helpers.keys import KEY

if TYPE_CHECKING:
    from indoors.core.errors import AppError

WAIT_MS = 60_000


class Chat(QObject):
    """Everything between the widgets and the disk, and what was told to the user."""

    def __init__(self, qtbot: QtBot, profile: Path, max_tokens: int = 24) -> None:
        super().__init__()
        self._qtbot = qtbot
        paths = Paths.of(profile)
        with open_profile(paths, KEY) as store:
            settings, _ = store.settings.load()
        if settings == Settings():
            sampling = Sampling(temperature=0, max_tokens=max_tokens)
            defaults = ChatDefaults(parameters=Parameters(sampling=sampling))
            settings = Settings(chat=defaults)
        self.tasks = StoreTasks(lambda: open_profile(paths, KEY), self)
        self.settings = SettingsBridge(settings, self.tasks, self)
        journal = AnswerJournal(self.tasks.run)
        self.engine = EngineBridge(self.settings, journal, self)
        self.answer = LiveAnswer(self.engine, journal, self.tasks, self)
        self.bridge = ChatBridge(self.answer, self.tasks, self.settings, self)
        self.errors: list[AppError] = []
        self.bridge.error.connect(self.errors.append)
        self.engine.error.connect(self.errors.append)

    def start(self) -> None:
        with self._qtbot.waitSignal(self.bridge.draft_loaded, timeout=WAIT_MS):
            self.bridge.start()

    def path(self) -> list[Message]:
        model = self.bridge.messages
        return [model.message(row) for row in range(model.rowCount())]

    def last(self) -> Message:
        return self.path()[-1]

    def until(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=WAIT_MS)

    def finish(self, intent: Callable[[], None]) -> Message:
        """Do something that leads to an answer, and wait for its end."""
        with self._qtbot.waitSignal(self.bridge.answer_finished, timeout=WAIT_MS) as signal:
            intent()
        assert signal.args is not None
        message = signal.args[0]
        assert isinstance(message, Message)
        return message

    def ask(self, text: str) -> Message:
        return self.finish(lambda: self.bridge.send(text, []))

    def wait_for_words(self) -> None:
        """Wait until some of the answer can be read."""
        self.until(
            lambda: (
                bool(self.path())
                and self.last().state is MessageState.WRITING
                and len(self.last().text) > 10
            )
        )

    def settle(self) -> None:
        """Wait until everything asked of the store is done and shown."""
        with self._qtbot.waitCallback(timeout=WAIT_MS) as called:
            self.tasks.run(lambda _: None, called)

    def close(self) -> None:
        self.answer.close()
        self.engine.close()
        self.tasks.close()


@contextmanager
def chat(qtbot: QtBot, profile: Path, max_tokens: int = 24) -> Iterator[Chat]:
    under_test = Chat(qtbot, profile, max_tokens)
    try:
        under_test.start()
        yield under_test
    finally:
        under_test.close()
        under_test.deleteLater()
