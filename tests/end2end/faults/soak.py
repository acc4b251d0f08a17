"""F18: many chats in one window. Memory must not creep, nor descriptors be left open.

Real answers of a few tokens by the built-in model, in the real window without a screen.
"""

from dataclasses import dataclass
from pathlib import Path

import psutil
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from indoors.core.chat import Parameters
from indoors.core.settings import ChatDefaults
from indoors.protocol.engine import Sampling
from tests.helpers.windows import Desk, theme_for_tests

TOKENS = 4
WARM = 0.3
"""Of all chats, before the first look: caches fill, and the list grows."""


@dataclass
class Outcome:
    chats: int
    memory_before: int  # bytes, resident, of the window alone
    memory_after: int
    files_before: int
    files_after: int

    @property
    def growth(self) -> float:
        return self.memory_after / self.memory_before - 1


def run(profile: Path, chats: int) -> Outcome:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    desk = Desk(profile, theme_for_tests(app))
    desk.settings.update(
        "chat",
        parameters=Parameters(sampling=Sampling(temperature=0, max_tokens=TOKENS)),
    )
    assert isinstance(desk.settings.current.chat, ChatDefaults)
    desk.window.show()
    desk.chat.start()
    me = psutil.Process()
    memory, files = 0, 0
    for number in range(chats):
        if number == int(chats * WARM):
            memory, files = me.memory_info().rss, me.num_fds()
        _one(desk, number)
    outcome = Outcome(chats, memory, me.memory_info().rss, files, me.num_fds())
    desk.close()
    return outcome


def _one(desk: Desk, number: int) -> None:
    loop = QEventLoop()
    desk.chat.answer_finished.connect(loop.quit)
    guard = QTimer(singleShot=True, interval=60_000)
    guard.timeout.connect(loop.quit)
    guard.start()
    desk.chat.new_chat()
    desk.chat.send(f"Question {number}: name a colour.", [])
    loop.exec()
    desk.chat.answer_finished.disconnect(loop.quit)
    assert guard.isActive(), "no answer within a minute"
