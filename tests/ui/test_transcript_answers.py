"""How single messages stand: states, actions, editing, the metrics line."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from indoors.bridge.progress import Progress
from indoors.core.chat import Message, MessageState
from indoors.protocol.engine import StopReason
from indoors.protocol.faults import Fault
from indoors.ui.chat.blocks.surroundings import Surroundings
from indoors.ui.chat.metrics_line import parts_that_fit
from indoors.ui.chat.transcript_answer import AnswerView
from indoors.ui.chat.transcript_events import TranscriptEvents
from indoors.ui.chat.transcript_question import LONG, QuestionView
from indoors.ui.text import chat as words
from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import Button, ErrorBlock
from tests.ui.chat_samples import answer, attachment, question, report

AWAY = (60, 30)  # from the pointer, which is at 0, 0


class Bench(QWidget):
    """A place for single messages."""

    def __init__(self, source: ThemeSource) -> None:
        super().__init__()
        self.resize(700, 600)
        self.surroundings = Surroundings(source.current, self)
        self.events = TranscriptEvents(self)

    def answer(self, message: Message, *, last: bool = True) -> AnswerView:
        view = AnswerView(message, self.surroundings, self.events, self)
        view.set_last(last)
        view.setGeometry(*AWAY, 604, view.fit(604))
        view.show()
        return view

    def question(self, message: Message) -> QuestionView:
        view = QuestionView(message, self.surroundings, self.events, self)
        view.setGeometry(*AWAY, 604, view.fit(604))
        view.show()
        return view


@pytest.fixture
def bench(source: ThemeSource, qtbot: QtBot) -> Bench:
    made = Bench(source)
    qtbot.addWidget(made)
    made.show()
    return made


def said(view: AnswerView) -> str:
    line = view.state._line
    return line.label.text() if line is not None and not line.isHidden() else ""


def continue_button(view: AnswerView) -> Button | None:
    found = view.state.buttons
    return found[0] if found and isinstance(found[0], Button) else None


# ---- states ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "stop", "sentence"),
    [
        (MessageState.STOPPED, "cancelled", "Stopped by you"),
        (MessageState.INTERRUPTED, None, words.APP_CLOSED),
        (MessageState.DONE, "length", "The answer reached its length limit."),
        (MessageState.DONE, "context_full", words.CONTEXT_FULL),
    ],
)
def test_an_answer_that_was_cut_short_can_be_continued(
    bench: Bench, qtbot: QtBot, state: MessageState, stop: StopReason | None, sentence: str
) -> None:
    view = bench.answer(answer(0, "Half", state=state, report=report(stop) if stop else None))
    assert said(view) == sentence
    button = continue_button(view)
    assert button is not None
    with qtbot.waitSignal(bench.events.continue_requested) as told:
        button.click()
    assert told.args == ["a0"]


def test_only_the_newest_can_be_continued(bench: Bench) -> None:
    view = bench.answer(answer(0, "Half", state=MessageState.STOPPED), last=False)
    assert said(view) == "Stopped by you"
    assert continue_button(view) is None


def test_a_complete_answer_says_nothing(bench: Bench) -> None:
    assert said(bench.answer(answer(0))) == ""


def test_an_interruption_names_its_reason(bench: Bench) -> None:
    view = bench.answer(
        answer(0, "Half", state=MessageState.INTERRUPTED, fault=Fault.ENGINE_CRASHED.value)
    )
    assert said(view).startswith("Interrupted: the ")
    assert "app closed" not in said(view)


def test_a_failure_is_told_in_place(bench: Bench, qtbot: QtBot) -> None:
    view = bench.answer(
        answer(0, "", state=MessageState.FAILED, report=None, fault=Fault.OUT_OF_MEMORY.value)
    )
    block = view.findChild(ErrorBlock)
    assert isinstance(block, ErrorBlock)
    buttons = [b for b in block.findChildren(Button) if b.text() == "Use a smaller context"]
    with qtbot.waitSignal(bench.events.error_action_requested) as told:
        buttons[0].click()
    assert told.args == ["a0", "shorter_context"]


def test_a_failure_without_a_name_can_be_tried_again(bench: Bench, qtbot: QtBot) -> None:
    view = bench.answer(answer(0, "", state=MessageState.FAILED, report=None, fault="from_later"))
    block = view.findChild(ErrorBlock)
    assert isinstance(block, ErrorBlock)
    with qtbot.waitSignal(bench.events.retry_requested) as told:
        block.triggered.emit("Try again")
    assert told.args == ["a0"]


def test_reading_writing_stopping(bench: Bench) -> None:
    view = bench.answer(answer(0, "", state=MessageState.WRITING, report=None))

    def progress(**known: object) -> None:
        view.show_progress(Progress(message_id="a0", **known))  # type: ignore[arg-type]

    progress(phase="loading", fraction=0.25)
    assert said(view) == "Loading the model 25 %"
    progress(phase="reading", fraction=0.4, seconds_left=4.2)
    assert said(view) == "Reading 40 %, 4 s left"
    assert view.state._line is not None
    assert view.state._line.bar.height() == 6
    progress(phase="writing", tokens_per_second=38.4)
    assert said(view) == ""
    assert view.metrics._parts == [("speed", "38 tok/s")]
    progress(phase="stopping")
    assert said(view) == "Stopping…"


def test_the_caret_marks_the_end_while_writing(bench: Bench) -> None:
    view = bench.answer(answer(0, "Half", state=MessageState.WRITING, report=None))
    view.show_progress(Progress(message_id="a0", phase="writing"))
    assert view.texts()[-1]._caret
    view.show_message(answer(0, "Half"))
    assert not view.texts()[-1]._caret


def test_dropped_turns_are_told_above_the_answer(bench: Bench) -> None:
    view = bench.answer(answer(0, "Yes", dropped_turns=6))
    assert view._dropped is not None
    assert view._dropped.text() == words.dropped(6)
    assert words.dropped(6) == (
        "The 6 oldest messages no longer fit into the model's context and were not read."
    )
    assert view._dropped.y() < view.column.y()


# ---- metrics line ---------------------------------------------------------------------------


def test_the_metrics_line_says_what_is_known() -> None:
    assert [text for _, text in words.metrics(answer(0))] == [
        "Local", "SmolLM2 135M", "TTFT 140 ms", "38 tok/s",
    ]  # fmt: skip
    assert words.metrics(answer(0, report=None, model=None)) == [("local", "Local")]


def test_what_does_not_fit_is_left_out_in_order() -> None:
    parts = words.metrics(answer(0))
    widths = {text: 100 for _, text in parts}

    def names(room: int) -> list[str]:
        return [name for name, _ in parts_that_fit(parts, room, widths, 10)]

    assert names(500) == ["local", "model", "ttft", "speed"]
    assert names(400) == ["local", "ttft", "speed"]
    assert names(300) == ["local", "speed"]
    assert names(200) == ["local"]
    assert names(1) == ["local"]


def test_a_click_on_the_metrics_opens_the_details(bench: Bench, qtbot: QtBot) -> None:
    view = bench.answer(answer(0))
    view.grab()
    with qtbot.waitSignal(bench.events.details_requested) as told:
        QTest.mouseClick(view.metrics, Qt.MouseButton.LeftButton, pos=QPoint(60, 12))
    assert told.args == ["a0"]
    assert "38 tokens per second" in view.metrics.accessibleName()


def test_branches_can_be_switched(bench: Bench, qtbot: QtBot) -> None:
    view = bench.answer(answer(0, branch=1, branches=3))
    switch = view.metrics.branches
    assert switch is not None
    assert switch.accessibleName() == "Version 2 of 3"
    with qtbot.waitSignal(bench.events.branch_requested) as told:
        switch.older.click()
    assert told.args == ["a0", -1]
    view.show_message(answer(0, branch=2, branches=3))
    assert not switch.newer.isEnabled()
    view.show_message(answer(0))
    assert switch.isHidden()


# ---- questions ------------------------------------------------------------------------------


def test_a_question_is_a_bubble_at_the_right(bench: Bench) -> None:
    short, long = bench.question(question(0, "Yes?")), bench.question(question(1, "word " * 300))
    assert short._bubble.right() == 603
    assert short._bubble.width() < 100
    assert long._bubble.width() <= int(604 * 0.84)
    assert short.accessibleName() == "You: Yes?"


def test_a_question_is_no_markdown(bench: Bench) -> None:
    assert bench.question(question(0, "# a **b** <i>")).text.toPlainText() == "# a **b** <i>"


def test_a_question_shows_its_files(bench: Bench) -> None:
    view = bench.question(question(0, "See", attachments=(attachment(), attachment("b.txt"))))
    assert [chip.text() for chip in view._chips] == [
        "Supplier contract.txt, 18.4 KB", "b.txt, 18.4 KB",
    ]  # fmt: skip
    assert all(view._bubble.contains(chip.geometry()) for chip in view._chips)


def test_a_huge_question_is_cut_until_asked_for(bench: Bench) -> None:
    text = "line of text\n" * (LONG // 10)
    view = bench.question(question(0, text))
    assert len(view.text.toPlainText()) < len(text) / 2
    assert view._all is not None
    view._all.click()
    assert len(view.text.toPlainText()) == len(text)


def test_editing_asks_again(bench: Bench, qtbot: QtBot) -> None:
    view = bench.question(question(0, "Old"))
    view.begin_edit()
    assert view.is_editing
    assert view.editor is not None
    view.editor.edit.setPlainText("New")
    with qtbot.waitSignal(bench.events.edit_requested) as told:
        QTest.keyClick(view.editor.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["q0", "New"]
    assert not view.is_editing


def test_escape_leaves_the_question_as_it_was(bench: Bench) -> None:
    view = bench.question(question(0, "Old"))
    asked: list[object] = []
    bench.events.edit_requested.connect(lambda *args: asked.append(args))
    view.begin_edit()
    assert view.editor is not None
    view.editor.edit.setPlainText("New")
    QTest.keyClick(view.editor.edit, Qt.Key.Key_Escape)
    assert not view.is_editing
    assert view.text.toPlainText() == "Old"
    view.begin_edit()
    assert view.editor is not None
    QTest.keyClick(view.editor.edit, Qt.Key.Key_Return)  # nothing was changed
    assert not asked


def test_a_current_question_shows_its_actions(bench: Bench) -> None:
    view = bench.question(question(0, "Old"))
    assert not view._actions
    view.set_current(True)
    names = [button.accessibleName() for button in view._actions]
    assert names == ["Edit question", "Copy question"]
    assert all(b.focusPolicy() == Qt.FocusPolicy.TabFocus for b in view._actions)
    view.set_current(False)
    assert not any(b.isVisible() for b in view._actions)


# ---- menu -----------------------------------------------------------------------------------


def test_the_menu_offers_what_hover_shows(bench: Bench, qtbot: QtBot) -> None:
    view = bench.answer(answer(0))
    menu = view.menu_at(view.mapToGlobal(QPoint(1, 1)))
    actions = {action.text().split("\t")[0]: action for action in menu.actions()}
    assert {"Copy answer", "Answer again", "Details…"} <= set(actions)
    with qtbot.waitSignal(bench.events.regenerate_requested) as told:
        actions["Answer again"].trigger()
    assert told.args == ["a0"]


def test_the_menu_knows_the_selection_and_the_link_below_it(bench: Bench, qtbot: QtBot) -> None:
    view = bench.answer(answer(0, "[link](https://example.org/a%20b)"))
    text = view.texts()[0]
    text.selectAll()
    menu = view.menu_at(text.viewport().mapToGlobal(QPoint(8, text.height() // 2)))
    actions = {action.text().split("\t")[0]: action for action in menu.actions()}
    assert {"Copy selection", "Open link…", "Copy link"} <= set(actions)
    with qtbot.waitSignal(bench.events.link_activated) as told:
        actions["Open link…"].trigger()
    assert told.args == ["https://example.org/a%20b"]


# ---- used again -----------------------------------------------------------------------------


def test_a_widget_that_is_used_again_shows_only_the_new_message(bench: Bench) -> None:
    view = bench.answer(answer(0, "Half", state=MessageState.STOPPED, dropped_turns=2, branches=2))
    view.take(answer(2))
    view.resize(604, view.fit(604))
    fresh = bench.answer(answer(2))
    assert [t.toPlainText() for t in view.texts()] == [t.toPlainText() for t in fresh.texts()]
    assert view.fit(604) == fresh.fit(604)
    assert view.grab().toImage() == fresh.grab().toImage()


def test_a_question_that_is_used_again_shows_only_the_new_one(bench: Bench) -> None:
    view = bench.question(
        question(0, "word " * 3_000, attachments=(attachment(),), branch=1, branches=2)
    )
    view.take(question(1, "New"))
    view.resize(604, view.fit(604))
    fresh = bench.question(question(1, "New"))
    assert view.size() == fresh.size()
    assert view.grab().toImage() == fresh.grab().toImage()
