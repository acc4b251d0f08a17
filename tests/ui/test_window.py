"""The window: pages, keys, narrow sizes, what it remembers."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from indoors.ui.text import window as text
from indoors.ui.theme import ThemeSource, has_keyboard_focus
from indoors.ui.widgets import ScrimDialog
from tests.helpers.keys import KEY
from tests.helpers.windows import WAIT_MS, Desk, conversation, desk

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NOW = datetime(2026, 11, 18, 14, 32).astimezone()


@pytest.fixture
def opened(profile: Path) -> str:
    return conversation(profile, "Notice periods", NOW, ("When?", "In **March**.", "Why?", "So."))


@pytest.fixture
def made(qtbot: QtBot, profile: Path, opened: str, source: ThemeSource) -> Iterator[Desk]:
    with desk(qtbot, profile, source) as found:
        yield found


def press(qtbot: QtBot, made: Desk, key: Qt.Key, modifiers: Qt.KeyboardModifier = CTRL) -> None:
    QTest.keyClick(focused(made), key, modifiers)


def focused(made: Desk) -> QWidget:
    return QApplication.focusWidget() or made.window


def runs(made: Desk) -> bool:
    return made.live.running


def dialogs(made: Desk) -> list[ScrimDialog]:
    return [d for d in made.window.findChildren(ScrimDialog) if d.isVisible()]


# ---- pages and keys ---------------------------------------------------------------------


def test_it_starts_with_a_chat_ready_to_type(made: Desk, qtbot: QtBot) -> None:
    assert made.window.pages.currentWidget() is made.window.page
    assert made.window.page.composer.edit.hasFocus()
    assert made.window.page.centre.stack.currentWidget() is made.window.page.centre.first


def test_opening_a_conversation_names_it(made: Desk, qtbot: QtBot, opened: str) -> None:
    made.open(qtbot, opened)

    assert made.window.top.crumb.text == "Notice periods"
    assert made.window.windowTitle().startswith("Notice periods")
    assert made.window.page.centre.stack.currentWidget() is made.window.page.transcript
    assert made.window.page.list.delegate.open_id == opened


def test_ctrl_n_begins_a_new_chat(made: Desk, qtbot: QtBot, opened: str) -> None:
    made.open(qtbot, opened)
    with qtbot.waitSignal(made.chat.opened, timeout=WAIT_MS) as signal:
        press(qtbot, made, Qt.Key.Key_N)

    assert signal.args == [None]
    assert made.window.top.crumb.text == ""
    assert made.window.windowTitle() == text.APP
    assert made.window.page.composer.edit.hasFocus()


def test_ctrl_comma_and_ctrl_1_change_the_page(made: Desk, qtbot: QtBot) -> None:
    press(qtbot, made, Qt.Key.Key_Comma)
    assert made.window.pages.currentWidget() is made.window.settings_page
    assert made.window.top.title.text() == text.SETTINGS
    assert not made.window.top.live_button.isVisible()

    press(qtbot, made, Qt.Key.Key_1)
    assert made.window.pages.currentWidget() is made.window.page
    assert made.window.top.live_button.isVisible()


def test_ctrl_f_goes_to_the_search_from_anywhere(made: Desk, qtbot: QtBot) -> None:
    made.window.show_settings()
    press(qtbot, made, Qt.Key.Key_F)

    assert made.window.pages.currentWidget() is made.window.page
    assert made.window.page.list.search.hasFocus()


def test_ctrl_l_opens_and_closes_the_live_panel(made: Desk, qtbot: QtBot) -> None:
    assert made.window.page.live.isVisible()
    assert runs(made)
    press(qtbot, made, Qt.Key.Key_L)
    assert not made.window.page.live.isVisible()
    assert not made.window.top.live_button.isChecked()
    assert not runs(made)
    press(qtbot, made, Qt.Key.Key_L)
    assert made.window.page.live.isVisible()
    assert made.window.top.live_button.isChecked()


def test_copy_answer_takes_the_newest_as_it_was_written(
    made: Desk, qtbot: QtBot, opened: str
) -> None:
    made.open(qtbot, opened)
    press(qtbot, made, Qt.Key.Key_C, CTRL | SHIFT)
    assert QApplication.clipboard().text() == "So."

    made.window.page.commands.copy(f"{opened}-1")
    assert QApplication.clipboard().text() == "In **March**."


def test_f6_goes_round_the_panes_and_back(made: Desk, qtbot: QtBot, opened: str) -> None:
    made.open(qtbot, opened)
    made.window.page.focus_composer()
    start = made.window.focusWidget()
    seen = [start]
    for _ in range(6):
        press(qtbot, made, Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier)
        seen.append(made.window.focusWidget())
        assert has_keyboard_focus(focused(made))

    assert len(set(seen[:6])) == 6
    assert seen[6] is start
    press(qtbot, made, Qt.Key.Key_F6, SHIFT)
    assert made.window.focusWidget() is seen[5]


def test_f1_lists_the_keys(made: Desk, qtbot: QtBot) -> None:
    press(qtbot, made, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    (dialog,) = dialogs(made)
    QTest.keyClick(focused(made), Qt.Key.Key_Escape)

    assert dialog.accessibleName() == text.SHORTCUTS
    assert not dialog.isVisible()


def test_keys_do_nothing_below_a_dialog(made: Desk, qtbot: QtBot) -> None:
    made.window.page.commands.edit_parameters()
    press(qtbot, made, Qt.Key.Key_Comma)

    assert made.window.pages.currentWidget() is made.window.page


def test_commands_without_a_conversation_are_off(made: Desk, qtbot: QtBot, opened: str) -> None:
    actions = made.window.actions_by_name
    for name in ("rename", "delete", "export_markdown", "copy_answer", "answer_again", "unload"):
        assert not actions[name].isEnabled()

    made.open(qtbot, opened)
    for name in ("rename", "delete", "export_markdown", "copy_answer", "answer_again"):
        assert actions[name].isEnabled()


# ---- narrow -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "list_over", "live_over", "icons"),
    [
        (1280, False, False, False),
        (1119, False, True, False),
        (939, True, True, False),
        (759, True, True, True),
        (640, True, True, True),
    ],
)
def test_narrow_windows_give_way(
    made: Desk, qtbot: QtBot, width: int, list_over: bool, live_over: bool, icons: bool
) -> None:
    made.window.resize(width, 700)
    window = made.window

    assert window.width() == width
    assert window.page.panes.left.over is list_over
    assert window.page.panes.right.over is live_over
    assert window.page.list.isVisible() is not list_over
    assert window.page.live.isVisible() is not live_over
    assert window.top.list_button.isVisible() is list_over
    assert (window.rail.width() < 60) is icons


@pytest.mark.parametrize("size", [(640, 400), (760, 480), (900, 700), (940, 600), (1280, 800)])
def test_nothing_is_cut_off(made: Desk, qtbot: QtBot, opened: str, size: tuple[int, int]) -> None:
    made.open(qtbot, opened)
    made.window.resize(*size)
    QApplication.processEvents()
    top = made.window.top

    assert made.window.size().toTuple() == size
    for widget in (top.picker, top.shield, top.palette_button, top.live_button):
        assert widget.width() >= widget.sizeHint().width()
        assert top.rect().contains(widget.geometry())
    assert top.title.width() >= top.title.sizeHint().width()
    composer = made.window.page.composer
    assert composer.height() >= composer.sizeHint().height()
    assert made.window.page.transcript.height() > 100


def test_an_open_pane_over_the_chat_closes_with_escape(made: Desk, qtbot: QtBot) -> None:
    made.window.resize(800, 600)
    press(qtbot, made, Qt.Key.Key_F)
    assert made.window.page.list.isVisible()
    QTest.keyClick(focused(made), Qt.Key.Key_Escape)

    assert not made.window.page.list.isVisible()
    assert made.window.page.composer.edit.hasFocus()


def test_sizes_are_remembered(
    qtbot: QtBot, profile: Path, opened: str, source: ThemeSource
) -> None:
    with desk(qtbot, profile, source) as first:
        first.window.page.panes.set_widths(300, 310)
        first.window.page.toggle_list()
        first.window.resize(780, 650)  # the offscreen screen is 800 wide
    with open_profile(Paths.of(profile), KEY) as store:
        place = store.settings.load()[0].window

    assert (place.width, place.height) == (780, 650)
    assert (place.list_width, place.live_width) == (300, 310)
    assert not place.list_open
    assert place.live_panel_open

    second = Desk(profile, source)
    try:
        assert second.window.size().toTuple() == (780, 650)
        assert second.window.page.panes.left.width == 300
        assert not second.window.page.panes.left.wanted
    finally:
        second.close()


# ---- deleting, errors, files --------------------------------------------------------------


def test_a_deleted_conversation_comes_back_with_undo(made: Desk, qtbot: QtBot, opened: str) -> None:
    made.open(qtbot, opened)
    with qtbot.waitSignal(made.chat.deleted, timeout=WAIT_MS):
        made.window.actions_by_name["delete"].trigger()
    made.settle(qtbot)
    assert made.chat.conversations.row_of(opened) < 0
    (toast,) = made.window.toasts.toasts
    assert "Notice periods" in toast.accessibleName()

    toast.triggered.emit()
    made.settle(qtbot)
    made.settle(qtbot)

    assert made.chat.conversations.row_of(opened) >= 0
    assert made.chat.current is not None
    assert made.chat.current.id == opened
    assert not made.window.toasts.toasts


def test_an_engine_error_stays_until_it_is_dealt_with(made: Desk) -> None:
    notices = made.window.page.centre.notices
    made.engine.error.emit(AppError(Fault.ENGINE_CRASHED, outcome="killed by SIGSEGV"))

    assert notices.isVisible()
    assert notices.error is not None
    notices.clear()
    assert not notices.isVisible()


def test_a_file_error_stands_beside_the_composer(made: Desk) -> None:
    centre = made.window.page.centre
    made.chat.error.emit(AppError(Fault.FILE_NOT_TEXT, path="/tmp/photo.png"))

    assert centre.beside.isVisible()
    assert not centre.notices.isVisible()


def test_the_action_of_an_error_leads_somewhere(made: Desk) -> None:
    made.window.page.action_requested.emit("settings", AppError(Fault.PROMPT_TOO_LONG))

    assert made.window.pages.currentWidget() is made.window.settings_page


def test_a_file_dropped_anywhere_is_attached(made: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Clause 14.2 applies.")
    made.window.show_settings()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDropEvent(
        QPointF(50, 500),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(made.chat.attaching.attached, timeout=WAIT_MS):
        made.window.dropEvent(event)

    assert made.window.pages.currentWidget() is made.window.page
    assert [a.name for a in made.window.page.composer.attachments] == ["notes.txt"]


def test_an_example_fills_the_composer_and_is_kept_as_draft(
    made: Desk, qtbot: QtBot, profile: Path
) -> None:
    first = made.window.page.centre.first
    QTest.mouseClick(first.chips[1], Qt.MouseButton.LeftButton)
    made.settle(qtbot)

    assert made.window.page.composer.text == text.EXAMPLES[1][1]
    with open_profile(Paths.of(profile), KEY) as store:
        draft = store.drafts.get("")
    assert draft is not None
    assert draft.text == text.EXAMPLES[1][1]


def test_the_starter_model_is_introduced(made: Desk) -> None:
    assert made.engine.chosen() is not None
    assert made.window.page.centre.first.notice.isVisible()
    assert "very small starter model" in made.window.page.centre.first.notice.text()


def test_a_theme_chosen_in_the_palette_shows_at_once(made: Desk, source: ThemeSource) -> None:
    made.window.actions_by_name["theme_dark"].trigger()

    assert source.current.name == "dark"
    assert made.settings.current.appearance.theme == "dark"
