"""The conversation list: rows, renaming, keys, search."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QObject, QPoint, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from indoors.bridge.conversations import ConversationsModel, Entry
from indoors.core.chat import Conversation, SearchHit
from indoors.ui.chat.conversation_delegate import ConversationDelegate, Index, row_height
from indoors.ui.chat.conversation_list import ConversationList
from indoors.ui.chat.excerpt import Run, plain, runs
from indoors.ui.text import conversations as text
from indoors.ui.theme import ThemeSource

NOW = int(datetime.now(UTC).timestamp() * 1000)
DAY = 86_400_000
ROWS = [
    Conversation(id="p", title="Style", created_ms=0, updated_ms=NOW - 50 * DAY, pinned=True),
    Conversation(id="a", title="Notice periods", created_ms=0, updated_ms=NOW),
    Conversation(id="b", title="Board minutes", created_ms=0, updated_ms=NOW - 3 * DAY),
]


@pytest.fixture
def shown(qtbot: QtBot, source: ThemeSource) -> ConversationList:
    model = ConversationsModel()
    made = ConversationList(model)
    model.setParent(made)
    qtbot.addWidget(made)
    made.resize(247, 600)
    made.show()
    model.reset_to(ROWS, NOW)
    return made


def model_of(shown: ConversationList) -> ConversationsModel:
    model = shown.view.model()
    assert isinstance(model, ConversationsModel)
    return model


def point_at(shown: ConversationList, conversation_id: str) -> QPoint:
    row = model_of(shown).row_of(conversation_id)
    return shown.view.visualRect(model_of(shown).index(row)).center()


def make_current(shown: ConversationList, conversation_id: str) -> None:
    shown.view.setFocus()
    shown.view.setCurrentIndex(model_of(shown).index(model_of(shown).row_of(conversation_id)))


def test_rows_are_48_high(shown: ConversationList) -> None:
    assert row_height() == 48
    index = model_of(shown).index(model_of(shown).row_of("a"))
    assert shown.view.visualRect(index).height() == 48


def test_screen_readers_hear_the_whole_row(shown: ConversationList) -> None:
    model = model_of(shown)
    heard = [
        str(model.index(row).data(Qt.ItemDataRole.AccessibleTextRole))
        for row in range(model.rowCount())
    ]

    assert heard[0] == "Pinned"
    assert heard[1].startswith("Style, ")
    assert heard[1].endswith(", pinned")
    assert heard[2] == "Today"
    assert heard[3].startswith("Notice periods, Today ")


def test_a_click_opens(shown: ConversationList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.open_requested) as opened:
        QTest.mouseClick(shown.view.viewport(), Qt.MouseButton.LeftButton, pos=point_at(shown, "b"))

    assert opened.args == ["b"]


def test_enter_opens_the_row_of_the_keyboard(shown: ConversationList, qtbot: QtBot) -> None:
    make_current(shown, "a")
    QTest.keyClick(shown.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(shown.open_requested) as opened:
        QTest.keyClick(shown.view, Qt.Key.Key_Return)

    assert opened.args == ["b"]


def test_delete_asks_for_the_row_of_the_keyboard(shown: ConversationList, qtbot: QtBot) -> None:
    make_current(shown, "b")
    with qtbot.waitSignal(shown.delete_requested) as deleted:
        QTest.keyClick(shown.view, Qt.Key.Key_Delete)

    assert deleted.args == ["b"]


def test_delete_in_the_search_deletes_letters_only(shown: ConversationList, qtbot: QtBot) -> None:
    make_current(shown, "b")
    shown.start_search()
    with qtbot.assertNotEmitted(shown.delete_requested):
        QTest.keyClick(shown.search, Qt.Key.Key_Delete)


def editor_in(shown: ConversationList) -> QLineEdit:
    editor = shown.view.viewport().findChild(QLineEdit)
    assert editor is not None
    return editor


def test_f2_renames_in_place(shown: ConversationList, qtbot: QtBot) -> None:
    make_current(shown, "a")
    QTest.keyClick(shown.view, Qt.Key.Key_F2)
    editor = editor_in(shown)
    assert editor.selectedText() == "Notice periods"
    editor.setText("  Ending   the contract ")
    with qtbot.waitSignal(shown.rename_requested) as renamed:
        QTest.keyClick(editor, Qt.Key.Key_Return)

    assert renamed.args == ["a", "Ending the contract"]


@pytest.mark.parametrize(("words", "key"), [("New", Qt.Key.Key_Escape), ("  ", Qt.Key.Key_Return)])
def test_escape_and_an_empty_title_rename_nothing(
    shown: ConversationList, qtbot: QtBot, words: str, key: Qt.Key
) -> None:
    shown.rename("a")
    editor_in(shown).setText(words)
    with qtbot.assertNotEmitted(shown.rename_requested):
        QTest.keyClick(editor_in(shown), key)


def test_the_editor_outlives_a_change_of_another_row(shown: ConversationList, qtbot: QtBot) -> None:
    shown.rename("a")
    editor = editor_in(shown)
    model_of(shown).reset_to(ROWS, NOW + 1)

    assert editor.isVisible()
    QTest.keyClick(editor, Qt.Key.Key_Escape)


def test_typing_searches_once_it_rests(shown: ConversationList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.search_changed) as searched:
        QTest.keyClicks(shown.search, "clause")

    assert searched.args == ["clause"]
    with qtbot.waitSignal(shown.search_changed) as searched:
        QTest.keyClick(shown.search, Qt.Key.Key_Escape)
    assert searched.args == [""]


def test_down_goes_from_the_search_to_the_rows(shown: ConversationList, qtbot: QtBot) -> None:
    shown.start_search()
    QTest.keyClick(shown.search, Qt.Key.Key_Down)

    assert shown.view.hasFocus()
    assert shown.view.current_id() == "p"


def test_nothing_found_and_nothing_there_say_so(shown: ConversationList) -> None:
    def said() -> str:
        page = shown._stack.currentWidget()
        assert page is not None
        return page.accessibleName()

    model_of(shown).reset_to(ROWS, NOW, [])
    assert text.NOTHING_FOUND in said()
    model_of(shown).reset_to([], NOW)
    assert text.EMPTY_TITLE in said()
    model_of(shown).reset_to(ROWS, NOW)
    assert shown._stack.currentWidget() is shown.view


def test_the_menu_offers_what_can_be_done(shown: ConversationList, qtbot: QtBot) -> None:
    menu = shown._menu
    menu.fill(ROWS[1])
    actions = {action.text(): action for action in menu.menu.actions() if action.text()}
    assert list(actions) == [
        text.RENAME, text.PIN, text.EXPORT_MARKDOWN, text.EXPORT_JSON, text.DELETE, text.ERASE,
    ]  # fmt: skip
    with qtbot.waitSignal(shown.pin_requested) as pinned:
        actions[text.PIN].trigger()
    assert pinned.args == ["a", True]
    with qtbot.waitSignal(shown.export_requested) as exported:
        actions[text.EXPORT_JSON].trigger()
    assert exported.args == ["a", "json"]

    menu.fill(ROWS[0])
    assert text.UNPIN in [action.text() for action in menu.menu.actions()]


class Counting(ConversationDelegate):
    """Notes which rows it is asked about."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(lambda _id, _title: None, parent)
        self.asked: list[int] = []
        self.painted: list[int] = []

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        self.asked.append(index.row())
        return super().sizeHint(option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.painted.append(index.row())
        super().paint(painter, option, index)


def test_thousands_of_rows_are_quick_to_lay_out(shown: ConversationList, qtbot: QtBot) -> None:
    """Counts what is asked, not the time: each row once for its height, few to be painted."""
    rows = [
        Conversation(id=str(n), title=f"T {n}", created_ms=0, updated_ms=NOW - n * DAY // 50)
        for n in range(3000)
    ]
    counting = Counting(shown)
    shown.view.setItemDelegate(counting)
    model_of(shown).reset_to(rows, NOW)
    shown.view.viewport().repaint()

    assert 0 < len(counting.asked) <= 2 * model_of(shown).rowCount() + 100
    assert 0 < len(set(counting.painted)) < 30


def test_a_hit_shows_its_excerpt(shown: ConversationList) -> None:
    hit = SearchHit(
        conversation_id="a", message_id="m", excerpt="… end. **\x02Clause\x03 14.2**\nx"
    )

    assert runs(hit.excerpt) == [Run("… end. ", False), Run("Clause", True), Run(" 14.2 x", False)]
    assert plain(hit.excerpt) == "… end. Clause 14.2 x"
    assert "Clause 14.2" in shown.delegate.tooltip(Entry(ROWS[1], hit))


@pytest.mark.parametrize("excerpt", ["", "\x02", "\x03", "\x02a", "a\x03b", "\x02a\x03\x02b\x03"])
def test_broken_marks_lose_no_text(excerpt: str) -> None:
    assert plain(excerpt) == excerpt.replace("\x02", "").replace("\x03", "")
