"""F3: the engine ends in the middle of an answer. The window stays, and so does the text."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from indoors.core.chat import MessageState, Role
from indoors.services.engine_state import EngineState
from tests.helpers.windows import Desk, theme_for_tests

SIGNALS = (signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV)
"""The first is also how the system ends what takes too much memory."""

LIMIT_MS = 60_000
FORGOTTEN_S = 310.0
"""Two crashes within five minutes make the window ask: between kills the clock is set on."""


@dataclass
class Outcome:
    kills: int = 0
    without_text: int = 0  # nothing was kept of what had been written
    not_marked: int = 0
    no_next_answer: int = 0
    engine_again_s: list[float] = field(default_factory=list)


def run(profile: Path, kills: int) -> Outcome:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    desk = Desk(profile, theme_for_tests(app))
    desk.window.show()
    desk.chat.start()
    outcome = Outcome()
    clock, moved = time.monotonic, [0.0]
    time.monotonic = lambda: clock() + moved[0]
    try:
        for number in range(kills):
            _one(desk, SIGNALS[number % len(SIGNALS)], outcome, clock)
            moved[0] += FORGOTTEN_S
    finally:
        time.monotonic = clock
        desk.close()
    return outcome


def _one(desk: Desk, number: signal.Signals, outcome: Outcome, clock: Callable[[], float]) -> None:
    desk.chat.new_chat()
    desk.chat.send("Write a long story about the sea.", [])
    _until(lambda: len(_answer(desk)[0]) > 40)
    assert desk.engine.hello is not None
    killed = desk.engine.hello.pid
    began = clock()
    os.kill(killed, number)
    _until(lambda: desk.engine.hello is not None and desk.engine.hello.pid != killed)
    _until(lambda: desk.engine.state is EngineState.READY)
    outcome.engine_again_s.append(round(clock() - began, 2))
    outcome.kills += 1
    _until(lambda: not desk.chat.busy)
    text, state = _answer(desk)
    outcome.without_text += len(text) <= 40
    outcome.not_marked += state in (MessageState.DONE, MessageState.WRITING)
    desk.chat.new_chat()
    desk.chat.send("Name a colour.", [])
    _until(lambda: _answer(desk)[1] is MessageState.WRITING)
    desk.chat.stop()
    _until(lambda: not desk.chat.busy)
    outcome.no_next_answer += _answer(desk)[1] not in (MessageState.DONE, MessageState.STOPPED)


def _answer(desk: Desk) -> tuple[str, MessageState | None]:
    rows = desk.chat.messages
    for row in range(rows.rowCount() - 1, -1, -1):
        message = rows.message(row)
        if message.role is Role.ASSISTANT:
            return message.text, message.state
    return "", None


def _until(done: Callable[[], bool]) -> None:
    loop = QEventLoop()
    look, guard = QTimer(interval=5), QTimer(singleShot=True, interval=LIMIT_MS)
    look.timeout.connect(lambda: loop.quit() if done() else None)
    guard.timeout.connect(loop.quit)
    look.start()
    guard.start()
    loop.exec()
    assert guard.isActive(), "did not come within a minute"
