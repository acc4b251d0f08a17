"""The window while the real model writes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from indoors.core.chat import Message, MessageState, Parameters
from indoors.protocol.engine import Sampling
from indoors.protocol.faults import Fault
from indoors.ui.theme import ThemeSource
from tests.helpers.windows import Desk, desk

WAIT_MS = 90_000


@pytest.fixture
def made(qtbot: QtBot, profile: Path, source: ThemeSource) -> Iterator[Desk]:
    with desk(qtbot, profile, source) as found:
        yield found


def limit(made: Desk, tokens: int) -> None:
    sampling = Sampling(temperature=0, max_tokens=tokens)
    made.settings.update("chat", parameters=Parameters(sampling=sampling))


def ask(made: Desk, question: str) -> None:
    QTest.keyClicks(made.window.page.composer.edit, question)
    QTest.keyClick(made.window.page.composer.edit, Qt.Key.Key_Return)


def last(made: Desk) -> Message:
    messages = made.chat.messages
    return messages.message(messages.rowCount() - 1)


def test_a_question_is_answered_and_its_figures_are_shown(made: Desk, qtbot: QtBot) -> None:
    limit(made, 12)
    told: list[str] = []
    made.live.activity_changed.connect(told.append)
    with qtbot.waitSignal(made.chat.answer_finished, timeout=WAIT_MS):
        ask(made, "What is the capital of France?")
    made.settle(qtbot)
    panel = made.window.page.live
    panel.refresh()

    assert last(made).state is MessageState.DONE
    assert "loading" in told
    assert "writing" in told
    assert told[-1] == "idle"
    assert panel.speed.accessibleName().startswith("Speed, last answer")
    assert "Measured" in panel.ttft.accessibleName()
    assert panel.memory.bar.isVisible()
    assert made.window.top.picker.state.loaded
    assert made.window.top.crumb.text
    assert made.window.actions_by_name["unload"].isEnabled()
    assert made.window.page.centre.stack.currentWidget() is made.window.page.transcript
    assert made.window.page.composer.text == ""


def test_escape_stops_the_answer_from_anywhere_in_the_window(made: Desk, qtbot: QtBot) -> None:
    limit(made, 2000)
    ask(made, "Write a very long story about a lighthouse.")
    qtbot.waitUntil(
        lambda: made.chat.messages.rowCount() > 1 and len(last(made).text) > 20, timeout=WAIT_MS
    )
    made.window.page.list.view.setFocus()
    with qtbot.waitSignal(made.chat.answer_finished, timeout=WAIT_MS):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Escape)

    assert last(made).state is MessageState.STOPPED
    assert last(made).text


def test_another_conversation_waits_its_turn(made: Desk, qtbot: QtBot) -> None:
    limit(made, 2000)
    ask(made, "Write a very long story about a lighthouse.")
    qtbot.waitUntil(lambda: made.chat.messages.rowCount() > 1, timeout=WAIT_MS)
    first = made.chat.current
    assert first is not None
    composer = made.window.page.composer
    assert composer.box.stop.isVisible()
    with qtbot.waitSignal(made.chat.draft_loaded):
        made.window.page.new_chat()
    assert not composer.box.stop.isVisible()
    assert not composer.box.send.isEnabled()
    with qtbot.waitSignal(made.chat.error) as told:
        ask(made, "And another thing")
    assert told.args[0].fault is Fault.BUSY
    assert composer.text == "And another thing"
    with qtbot.waitSignal(made.chat.draft_loaded):
        made.window.page.open(first.id)
    assert composer.box.stop.isVisible()
    with qtbot.waitSignal(made.chat.answer_finished, timeout=WAIT_MS):
        composer.box.stop.click()
    with qtbot.waitSignal(made.chat.draft_loaded):
        made.window.page.new_chat()
    assert composer.text == "And another thing"
    assert composer.box.send.isEnabled()


def test_a_file_that_is_no_model_leaves_the_window_up_and_says_so(
    made: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    fake = tmp_path / "notes.gguf"
    fake.write_text("not a model")
    with qtbot.waitSignal(made.engine.error, timeout=WAIT_MS):
        made.engine.load(str(fake))

    notices = made.window.page.centre.notices
    assert notices.isVisible()
    assert notices.error is not None
    assert made.window.isVisible()
    assert not made.window.top.picker.state.loaded
