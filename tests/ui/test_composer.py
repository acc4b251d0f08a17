from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt, QUrl
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from indoors.core.chat import Draft
from indoors.ui.chat.composer import Composer
from indoors.ui.text import chat as words
from indoors.ui.theme import ThemeSource
from tests.ui.chat_samples import attachment


@pytest.fixture
def composer(source: ThemeSource, qtbot: QtBot) -> Iterator[Composer]:
    host = QWidget()
    made = Composer(host)
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(1)
    column.addWidget(made)
    host.resize(668, 600)
    qtbot.addWidget(host)
    host.show()
    yield made
    host.close()


def test_enter_sends_and_keeps_the_text_until_told(composer: Composer, qtbot: QtBot) -> None:
    QTest.keyClicks(composer.edit, "Hello")
    with qtbot.waitSignal(composer.send) as told:
        QTest.keyClick(composer.edit, Qt.Key.Key_Return)
    assert told.args == ["Hello", []]
    assert composer.text == "Hello"
    composer.clear()
    assert composer.text == ""


def test_shift_enter_starts_a_line(composer: Composer, qtbot: QtBot) -> None:
    QTest.keyClicks(composer.edit, "one")
    QTest.keyClick(composer.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(composer.edit, "two")
    with qtbot.waitSignal(composer.send) as told:
        QTest.keyClick(composer.edit, Qt.Key.Key_Return)
    assert told.args == ["one\ntwo", []]


def test_nothing_cannot_be_sent(composer: Composer) -> None:
    sent: list[object] = []
    composer.send.connect(lambda *args: sent.append(args))
    QTest.keyClicks(composer.edit, "  ")
    QTest.keyClick(composer.edit, Qt.Key.Key_Return)
    assert not sent
    assert not composer.box.send.isEnabled()
    assert composer.box.send.toolTip() == words.NOTHING_TO_SEND


def test_a_file_alone_can_be_sent(composer: Composer, qtbot: QtBot) -> None:
    composer.add_attachment(attachment())
    composer.add_attachment(attachment())
    assert composer.attachments == [attachment()]
    with qtbot.waitSignal(composer.send) as told:
        composer.box.send.click()
    assert told.args == ["", [attachment()]]


def test_a_file_can_be_taken_out(composer: Composer, qtbot: QtBot) -> None:
    composer.set_draft(Draft(conversation_id="", text="", attachments=(attachment(),)))
    with qtbot.waitSignal(composer.draft_changed) as told:
        QTest.keyClick(composer.box._chips[0], Qt.Key.Key_Delete)
    assert told.args == ["", []]
    assert not composer.box.send.isEnabled()


def test_busy_offers_stop(composer: Composer, qtbot: QtBot) -> None:
    sent: list[object] = []
    composer.send.connect(lambda *args: sent.append(args))
    QTest.keyClicks(composer.edit, "next")
    composer.set_busy(True)
    assert composer.box.stop.isVisible()
    assert not composer.box.send.isVisible()
    QTest.keyClick(composer.edit, Qt.Key.Key_Return)
    assert not sent
    with qtbot.waitSignal(composer.stop):
        QTest.keyClick(composer.edit, Qt.Key.Key_Escape)
    with qtbot.waitSignal(composer.stop):
        composer.box.stop.click()
    composer.set_busy(False)
    assert composer.box.send.isVisible()
    assert composer.text == "next"


def test_it_grows_to_eight_lines(composer: Composer) -> None:
    line = composer.edit.fontMetrics().lineSpacing()
    heights = []
    for count in (1, 2, 8, 9, 200):
        composer.edit.setPlainText("\n".join(["x"] * count))
        heights.append(composer.sizeHint().height())
    assert heights[1] - heights[0] == line
    assert heights[2] - heights[0] == 7 * line
    assert heights[2] == heights[3] == heights[4]


def test_wrapped_lines_count(composer: Composer) -> None:
    before = composer.sizeHint().height()
    composer.edit.setPlainText("word " * 40)
    assert composer.sizeHint().height() > before


def test_a_huge_paste_comes_in_as_plain_text(composer: Composer) -> None:
    mime = QMimeData()
    mime.setHtml("<b>bold</b>")
    mime.setText("line of pasted text\n" * 20_000)
    composer.edit.insertFromMimeData(mime)
    assert len(composer.text) == 400_000
    composer.clear()
    mime = QMimeData()
    mime.setText("x" * 300_000)
    composer.edit.insertFromMimeData(mime)
    assert composer.sizeHint().height() < 400


def test_dropped_files_are_told_not_pasted(composer: Composer, qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/tmp/a.txt"), QUrl("https://example.org/b.txt")])
    with qtbot.waitSignal(composer.files_dropped) as told:
        composer.edit.insertFromMimeData(mime)
    assert told.args == [["/tmp/a.txt"]]
    assert composer.text == ""


def test_the_draft_is_told_when_typing_rests(composer: Composer, qtbot: QtBot) -> None:
    told: list[tuple[str, list[object]]] = []
    composer.draft_changed.connect(lambda text, files: told.append((text, files)))
    QTest.keyClicks(composer.edit, "Hello there")
    assert not told
    qtbot.waitUntil(lambda: bool(told))
    assert told == [("Hello there", [])]
    QTest.keyClicks(composer.edit, "!")
    composer.flush_draft()
    assert told[-1] == ("Hello there!", [])


def test_a_loaded_draft_is_not_told_back(composer: Composer, qtbot: QtBot) -> None:
    told: list[object] = []
    composer.draft_changed.connect(lambda *args: told.append(args))
    composer.set_draft(Draft(conversation_id="c", text="Old", attachments=(attachment(),)))
    assert (composer.text, composer.attachments) == ("Old", [attachment()])
    qtbot.wait(600)
    composer.flush_draft()
    assert not told


def test_the_promise_is_there(composer: Composer) -> None:
    assert words.STAYS == "Stays on this computer"
    before = composer.grab().toImage()
    assert not before.isNull()
    names = {
        composer.box.attach.accessibleName(), composer.box.send.accessibleName(),
        composer.box.stop.accessibleName(), composer.edit.accessibleName(),
    }  # fmt: skip
    assert names == {words.ATTACH, words.SEND, words.STOP, words.QUESTION}


def test_the_window_keeps_its_shortcuts(composer: Composer) -> None:
    for key, taken in ((Qt.Key.Key_K, False), (Qt.Key.Key_C, True)):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
        event.ignore()
        composer.edit.event(event)
        assert event.isAccepted() == taken
