"""The command palette."""

from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from indoors.ui.palette import Palette
from indoors.ui.palette_rows import PaletteEntry
from indoors.ui.theme import ThemeSource


class Room(QWidget):
    """A window with something to come back to, and what was run."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(900, 600)
        self.run: list[str] = []
        self.field = QLineEdit(self)
        names = ("New chat", "Search conversations", "Supplier contract", "Summarize a file")
        self.entries = [
            PaletteEntry(name, "cube", "Ctrl N", partial(self.run.append, name)) for name in names
        ]
        self.palette_overlay = Palette(lambda: self.entries, self)


@pytest.fixture
def room(qtbot: QtBot, source: ThemeSource) -> Room:
    made = Room()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.field.setFocus()
    made.palette_overlay.open()
    return made


def shown(room: Room) -> list[str]:
    model = room.palette_overlay.view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_it_opens_over_the_window_ready_to_type(room: Room) -> None:
    box = room.palette_overlay.field.parentWidget()
    assert box is not None

    assert room.palette_overlay.field.hasFocus()
    assert (box.width(), box.y()) == (600, 75)
    assert len(shown(room)) == 4


def test_typing_narrows_and_enter_runs(room: Room, qtbot: QtBot) -> None:
    QTest.keyClicks(room.palette_overlay.field, "su")
    assert shown(room) == ["Supplier contract", "Summarize a file"]
    QTest.keyClick(room.palette_overlay.field, Qt.Key.Key_Down)
    QTest.keyClick(room.palette_overlay.field, Qt.Key.Key_Return)

    assert room.run == ["Summarize a file"]
    assert not room.palette_overlay.isVisible()
    assert room.field.hasFocus()


def test_up_from_the_first_is_the_last(room: Room, qtbot: QtBot) -> None:
    QTest.keyClick(room.palette_overlay.field, Qt.Key.Key_Up)
    QTest.keyClick(room.palette_overlay.field, Qt.Key.Key_Return)

    assert room.run == ["Summarize a file"]


def test_escape_runs_nothing_and_gives_the_focus_back(room: Room, qtbot: QtBot) -> None:
    QTest.keyClick(room.palette_overlay.field, Qt.Key.Key_Escape)

    assert not room.run
    assert not room.palette_overlay.isVisible()
    assert room.field.hasFocus()


def test_enter_with_no_match_runs_nothing(room: Room, qtbot: QtBot) -> None:
    QTest.keyClicks(room.palette_overlay.field, "zzz")
    assert shown(room) == []
    QTest.keyClick(room.palette_overlay.field, Qt.Key.Key_Return)

    assert not room.run
    assert room.palette_overlay.isVisible()


def test_a_click_runs_a_row_and_one_beside_closes(room: Room, qtbot: QtBot) -> None:
    view = room.palette_overlay.view
    at = view.visualRect(view.model().index(1, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert room.run == ["Search conversations"]

    room.palette_overlay.open()
    QTest.mouseClick(room.palette_overlay, Qt.MouseButton.LeftButton, pos=QPoint(5, 590))
    assert not room.palette_overlay.isVisible()


def test_tab_stays_in_the_field(room: Room, qtbot: QtBot) -> None:
    QTest.keyClick(room.palette_overlay.field, Qt.Key.Key_Tab)

    assert room.palette_overlay.field.hasFocus()


@pytest.mark.parametrize("size", [(640, 400), (320, 240), (1920, 1200)])
def test_it_fits_every_window(room: Room, size: tuple[int, int]) -> None:
    room.resize(*size)
    box = room.palette_overlay.field.parentWidget()
    assert box is not None

    assert room.rect().contains(box.geometry())


def test_screen_readers_hear_the_hint(room: Room) -> None:
    index = room.palette_overlay.view.model().index(0, 0)

    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "New chat, Ctrl N"
