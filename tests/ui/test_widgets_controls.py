"""Widgets that are pressed, switched or typed into."""

from typing import get_args

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import (
    Button,
    Chip,
    IconButton,
    KeyHint,
    Menu,
    NavRail,
    SearchField,
    Segmented,
    Toggle,
    readable_keys,
)
from indoors.ui.widgets.button import Kind
from tests.ui.seeing import picture, said_name

DECORATION = {"IconView", "Mark", "Card", "Sheet"}
GIB = 1024**3


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_keys_press_a_button(source: ThemeSource, qtbot: QtBot, key: Qt.Key) -> None:
    button = Button("Download")
    qtbot.addWidget(button)
    button.show()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, key)


def test_a_busy_button_keeps_its_width(source: ThemeSource, qtbot: QtBot) -> None:
    button = Button("Check for updates now")
    qtbot.addWidget(button)
    width = button.sizeHint().width()
    button.set_busy("Checking…")
    assert button.sizeHint().width() == width
    assert said_name(button) == "Checking…"
    button.set_busy(None)
    assert button.text() == "Check for updates now"


def test_hover_pressed_and_disabled_look_different(source: ThemeSource, qtbot: QtBot) -> None:
    for kind in get_args(Kind):
        button = Button("Go on", kind=kind)
        qtbot.addWidget(button)
        button.move(300, 300)  # away from the mouse
        button.show()
        looks = [picture(button)]
        button.show_hover(on=True)
        looks.append(picture(button))
        button.show_hover(on=False)
        assert picture(button) == looks[0]
        button.setEnabled(False)
        looks.append(picture(button))
        assert all(a != b for i, a in enumerate(looks) for b in looks[:i]), kind


def test_an_icon_button_says_the_action(source: ThemeSource, qtbot: QtBot) -> None:
    button = IconButton("copy", "Copy answer")
    qtbot.addWidget(button)
    assert said_name(button) == button.toolTip() == "Copy answer"


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_a_chip_is_removed_by_key(source: ThemeSource, qtbot: QtBot, key: Qt.Key) -> None:
    chip = Chip("Contract.pdf", removable=True)
    qtbot.addWidget(chip)
    with qtbot.waitSignal(chip.removed):
        QTest.keyClick(chip, key)


def test_the_cross_removes_and_the_label_clicks(source: ThemeSource, qtbot: QtBot) -> None:
    chip = Chip("Contract.pdf", removable=True)
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    cross = QPoint(chip.width() - 12, 12)
    with qtbot.assertNotEmitted(chip.clicked), qtbot.waitSignal(chip.removed):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=cross)
    with qtbot.assertNotEmitted(chip.removed), qtbot.waitSignal(chip.clicked):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(20, 12))


def test_a_long_file_name_does_not_widen_its_chip(source: ThemeSource, qtbot: QtBot) -> None:
    chip = Chip("a-very-long-name " * 20, removable=True, max_width=200)
    qtbot.addWidget(chip)
    assert chip.sizeHint().width() == 200


def test_a_search_field_is_emptied_by_escape_then_passes_it_on(
    source: ThemeSource, qtbot: QtBot
) -> None:
    field = SearchField("Search", keys="Ctrl F")
    qtbot.addWidget(field)
    field.show()
    hint = field.findChild(KeyHint)
    assert hint is not None
    assert hint.isVisible()
    QTest.keyClicks(field, "notice")
    assert not hint.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert hint.isVisible()


def test_a_toggle_acts_at_once_by_mouse_and_key(source: ThemeSource, qtbot: QtBot) -> None:
    toggle = Toggle("Keep drafts")
    qtbot.addWidget(toggle)
    toggle.show()
    off = picture(toggle)
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton, pos=QPoint(30, 10))
    assert toggle.isChecked()
    assert picture(toggle) != off
    QTest.keyClick(toggle, Qt.Key.Key_Space)
    assert not toggle.isChecked()
    assert picture(toggle) == off


def test_segments_are_chosen_by_click_and_arrows(source: ThemeSource, qtbot: QtBot) -> None:
    row = Segmented("Theme", [("system", "System"), ("light", "Light"), ("dark", "Dark")])
    qtbot.addWidget(row)
    row.show()
    assert row.current == "system"
    with qtbot.waitSignal(row.chosen) as caught:
        QTest.keyClick(row, Qt.Key.Key_Left)
    assert caught.args == ["dark"]
    with qtbot.assertNotEmitted(row.chosen):
        row.set_current("light")
    assert row.current == "light"


def test_the_rail_moves_by_arrow_and_marks_work(source: ThemeSource, qtbot: QtBot) -> None:
    rail = NavRail()
    qtbot.addWidget(rail)
    chat = rail.add("chat", "chat-circle-text", "Chat")
    settings = rail.add("settings", "gear-six", "Settings", at_bottom=True)
    rail.resize(72, 600)
    rail.show()
    rail.activateWindow()
    assert chat.geometry().getRect() == (4, 60, 64, 52)
    assert settings.geometry().bottom() == 589
    qtbot.waitUntil(rail.isActiveWindow)
    chat.setFocus()
    QTest.keyClick(chat, Qt.Key.Key_Down)
    assert settings.hasFocus()
    with qtbot.waitSignal(rail.chosen) as caught:
        QTest.keyClick(settings, Qt.Key.Key_Return)
    assert caught.args == ["settings"]
    rail.set_working("chat", working=True)
    assert said_name(chat) == "Chat, working in the background"
    rail.set_icons_only(True)
    assert rail.width() == 48
    assert chat.toolTip() == "Chat"


def test_shortcuts_are_written_as_designed(source: ThemeSource, qtbot: QtBot) -> None:
    assert readable_keys(QKeySequence("Ctrl+Shift+C")) == "Ctrl Shift C"
    assert readable_keys(QKeySequence("Ctrl++")) == "Ctrl +"
    assert readable_keys(QKeySequence()) == ""


def test_a_menu_row_triggers(source: ThemeSource, qtbot: QtBot) -> None:
    menu = Menu("Answer")
    qtbot.addWidget(menu)
    action = menu.add("Copy answer", icon="copy", keys="Ctrl+Shift+C")
    menu.addSeparator()
    menu.add("Delete").setEnabled(False)
    menu.setWindowFlags(Qt.WindowType.Widget)  # offscreen, a popup cannot grab the keyboard
    menu.resize(menu.sizeHint())
    menu.show()
    assert not picture(menu).isNull()
    with qtbot.waitSignal(action.triggered):
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
