"""The transcript as a whole: rows come and go, the view keeps its place."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from indoors.bridge.messages import MessagesModel
from indoors.bridge.progress import Progress
from indoors.core.chat import Message, MessageState
from indoors.ui.chat.blocks.code_colors import TOKENS
from indoors.ui.chat.blocks.code_view import CodeView
from indoors.ui.chat.transcript import TranscriptView
from indoors.ui.chat.transcript_answer import AnswerView
from indoors.ui.chat.transcript_sliding import MOST_LIVE
from indoors.ui.theme import ThemeSource
from tests.ui.chat_samples import LETTER, answer, conversation, question

Open = Callable[[list[Message]], TranscriptView]


@pytest.fixture
def model(qapp: QApplication) -> MessagesModel:
    return MessagesModel()


@pytest.fixture
def open_view(model: MessagesModel, source: ThemeSource) -> Iterator[Open]:
    views: list[TranscriptView] = []

    def make(messages: list[Message]) -> TranscriptView:
        view = TranscriptView(model, source, source.icons)
        view.resize(668, 600)
        views.append(view)
        view.show()
        model.reset_to(messages)
        settle()
        return view

    yield make
    # Gone at once, with all its timers: one that is left to the garbage collector may be
    # deleted in the middle of its own work.
    for view in views:
        view.close()
        view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle() -> None:
    for _ in range(80):
        QApplication.processEvents()


def shown_at(view: TranscriptView, row: int) -> int:
    """Return the height in the viewport at which a row begins."""
    return view.live[row].mapTo(view.viewport(), QPoint(0, 0)).y()


def live_answer(text: str = "") -> Message:
    return answer(0, text, state=MessageState.WRITING, report=None)


# ---- sliding --------------------------------------------------------------------------------


def test_a_long_conversation_opens_at_its_end_with_few_widgets(open_view: Open) -> None:
    view = open_view(conversation(2_000))
    assert view.is_at_end
    assert 1999 in view.live
    assert 1 <= len(view.live) <= MOST_LIVE
    bottom = shown_at(view, 1999) + view.live[1999].height()
    assert view.viewport().height() - 40 <= bottom <= view.viewport().height()


def test_every_row_can_be_scrolled_to_and_few_exist_at_a_time(open_view: Open) -> None:
    view = open_view(conversation(200))
    bar = view.verticalScrollBar()
    seen: set[int] = set()
    for _ in range(3_000):
        seen.update(view.visible_rows())
        assert len(view.live) <= MOST_LIVE
        if bar.value() == 0:
            break
        bar.setValue(bar.value() - 300)
        QApplication.processEvents()
    assert seen == set(range(200))
    assert shown_at(view, 0) == 14


def test_scrolling_moves_text_by_what_was_scrolled(open_view: Open) -> None:
    view = open_view(conversation(300))
    bar = view.verticalScrollBar()
    for _ in range(60):
        row = view.visible_rows()[0]
        before = shown_at(view, row)
        bar.setValue(bar.value() - 37)
        assert shown_at(view, row) == before + 37


def test_a_far_jump_shows_a_filled_view(open_view: Open) -> None:
    view = open_view(conversation(1_000))
    bar = view.verticalScrollBar()
    for share in (2, 3, 7, 5):
        bar.setValue(bar.maximum() // share)
        rows = view.visible_rows()
        assert all(row in view.live and row in view._fitted for row in rows)
        assert shown_at(view, rows[0]) <= 14
        last = view.live[rows[-1]]
        assert shown_at(view, rows[-1]) + last.height() + 12 >= view.viewport().height()


def test_measuring_rows_above_does_not_move_the_text(open_view: Open) -> None:
    view = open_view(conversation(400))
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    row = view.visible_rows()[1]
    before = shown_at(view, row)
    settle()  # rows above and below are made in idle time
    assert shown_at(view, row) == before


def test_a_narrower_window_keeps_the_first_row_in_view(open_view: Open) -> None:
    view = open_view(conversation(200))
    view.go_to(100)
    view.resize(420, 600)
    settle()
    assert view.visible_rows()[0] == 100
    assert view.live[101].width() == 420 - 64


def test_the_column_is_at_most_720_wide(open_view: Open) -> None:
    view = open_view(conversation(4))
    view.resize(1_400, 600)
    assert {v.width() for v in view.live.values()} == {720}
    assert {v.x() for v in view.live.values()} == {(1_400 - 720) // 2}


# ---- streaming ------------------------------------------------------------------------------


def test_the_end_stays_in_view_while_an_answer_grows(open_view: Open, model: MessagesModel) -> None:
    view = open_view([*conversation(20), question(0), live_answer()])
    for start in range(0, len(LETTER), 40):
        model.append_text("a0", LETTER[start : start + 40])
        assert view.is_at_end
    row = model.rowCount() - 1
    bottom = shown_at(view, row) + view.live[row].height()
    assert bottom <= view.viewport().height()


def test_who_reads_further_up_is_not_pulled_down(
    open_view: Open, model: MessagesModel, qtbot: QtBot
) -> None:
    view = open_view([*conversation(20), question(0), live_answer("Start")])
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() - 900)
    row = view.visible_rows()[0]
    before = shown_at(view, row)
    assert not view._jump.isVisible()
    model.append_text("a0", LETTER)
    assert shown_at(view, row) == before
    assert view._jump.isVisible()
    QTest.mouseClick(view._jump, Qt.MouseButton.LeftButton)
    assert view.is_at_end
    assert not view._jump.isVisible()


def test_text_for_a_row_without_widget_is_there_when_it_is_made(
    open_view: Open, model: MessagesModel
) -> None:
    view = open_view([*conversation(400), question(0), live_answer("Start")])
    for row in (300, 200, 100, 0):
        view.go_to(row)
        settle()
    assert 401 not in view.live
    model.append_text("a0", " and end")
    view.go_to_end()
    shown = view.live[401]
    assert isinstance(shown, AnswerView)
    assert shown.column.texts()[0].toPlainText() == "Start and end"


def test_sending_builds_only_what_is_new(open_view: Open, model: MessagesModel) -> None:
    path = conversation(20)
    view = open_view(path)
    before = dict(view.live)
    model.reset_to([*path, question(0), live_answer()])
    assert view.is_at_end
    assert all(view.live[row] is widget for row, widget in before.items() if row in view.live)
    assert {20, 21} <= set(view.live)


# ---- places ---------------------------------------------------------------------------------


def test_each_conversation_keeps_its_place(open_view: Open, model: MessagesModel) -> None:
    one, two = conversation(100, "one"), conversation(60, "two")
    view = open_view(one)
    view.go_to(40, 25)
    model.reset_to(two)
    settle()
    assert view.is_at_end
    model.reset_to(one)
    settle()
    assert view.position == (40, 25)
    model.reset_to(two)
    assert view.is_at_end


def test_another_branch_leaves_the_place_where_it_splits(
    open_view: Open, model: MessagesModel
) -> None:
    path = conversation(60)
    view = open_view(path)
    view.go_to(30)
    model.reset_to([*path[:31], answer(99, "Other branch")])
    assert view.visible_rows()[0] <= 30
    assert 31 in view.live


def test_an_empty_conversation_is_empty(open_view: Open, model: MessagesModel) -> None:
    view = open_view(conversation(10))
    model.reset_to([])
    settle()
    assert not view.live
    assert view.verticalScrollBar().maximum() == 0
    model.append(question(0))
    model.append(live_answer("Hi"))
    assert {0, 1} <= set(view.live)
    model.truncate(1)
    assert set(view.live) == {0}


# ---- keyboard, theme ------------------------------------------------------------------------


def test_keys_move_between_messages(open_view: Open, qtbot: QtBot) -> None:
    view = open_view(conversation(40))
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view._focus_row(39, Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view.live[39], Qt.Key.Key_Up)
    assert view._current == 38
    assert view.live[38].is_current
    assert not view.live[39].is_current
    QTest.keyClick(view.live[38], Qt.Key.Key_Home)
    assert view._current == 0
    assert shown_at(view, 0) == 14
    QTest.keyClick(view.live[0], Qt.Key.Key_PageDown)
    assert view._current > 0
    QTest.keyClick(view.live[view._current], Qt.Key.Key_End)
    assert view.is_at_end


def test_a_theme_change_draws_all_anew(open_view: Open, source: ThemeSource) -> None:
    view = open_view(conversation(20))
    rows, before = set(view.visible_rows()), view.grab().toImage()
    source.set_mode("dark")
    settle()
    assert set(view.visible_rows()) == rows
    after = view.grab().toImage()
    assert before.pixelColor(5, 5) != after.pixelColor(5, 5)
    assert after.pixelColor(5, 5) == source.current.color("bg.surface")


def test_code_is_coloured_anew_in_another_theme(open_view: Open, source: ThemeSource) -> None:
    text = "```python\nx = 'a text'\n```"
    view = open_view([question(0), answer(0, text)])
    (code,) = view.live[1].findChildren(CodeView)
    code.flush()
    source.set_mode("dark")
    settle()
    (code,) = view.live[1].findChildren(CodeView)
    code.flush()
    spans = code.text.document().begin().layout().formats()
    colours = {span.start: span.format.foreground().color() for span in spans}
    assert colours[4] == source.current.color(TOKENS["string"])


def test_progress_reaches_its_answer_only(open_view: Open) -> None:
    view = open_view([question(0), live_answer(), question(1)])
    view.set_progress(Progress(message_id="a0", phase="reading", fraction=0.4, seconds_left=4))
    shown = view.live[1]
    assert isinstance(shown, AnswerView)
    assert shown.state._line is not None
    assert shown.state._line.label.text() == "Reading 40 %, 4 s left"
    view.set_progress(None)
    assert shown.state._line.isHidden()
