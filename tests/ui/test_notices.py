"""Errors and notices in a page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.ui.file_dialogs import file_name
from indoors.ui.notices import NoticeArea
from indoors.ui.text import window as text
from indoors.ui.text.errors import action_label, describe
from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import Button, IconButton, Label

CRASH = AppError(Fault.ENGINE_CRASHED, outcome="killed by SIGSEGV")


@pytest.fixture
def area(qtbot: QtBot, source: ThemeSource) -> NoticeArea:
    made = NoticeArea()
    qtbot.addWidget(made)
    made.resize(640, 300)
    return made


def words(area: NoticeArea) -> str:
    return " ".join(label.text() for label in area.findChildren(Label) if label.isVisible())


def test_an_error_says_what_is_safe_and_hides_the_details(area: NoticeArea) -> None:
    area.show_error(CRASH)
    said = describe(CRASH)

    assert said.title in words(area)
    assert said.safe in words(area)
    assert "SIGSEGV" not in words(area)


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_can_be_shown(area: NoticeArea, fault: Fault) -> None:
    area.show_error(AppError(fault, path="/a/b", detail="x"))

    assert describe(AppError(fault, path="/a/b", detail="x")).title in words(area)


def test_an_action_is_told_with_its_error_and_clears(area: NoticeArea, qtbot: QtBot) -> None:
    area.show_error(CRASH)
    label = action_label("safer")
    button = next(b for b in area.findChildren(Button) if b.text() == label)
    with qtbot.waitSignal(area.action_requested) as asked:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert asked.args == ["safer", CRASH]
    assert not area.isVisible()


def test_the_cross_dismisses_and_is_in_the_corner(area: NoticeArea, qtbot: QtBot) -> None:
    area.show_error(CRASH)
    cross = next(b for b in area.findChildren(IconButton) if b.accessibleName() == text.DISMISS)
    parent = cross.parentWidget()
    assert parent is not None
    assert parent.rect().contains(cross.geometry())
    assert cross.geometry().right() > parent.width() - 12
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)

    assert area.error is None
    assert not area.isVisible()


def test_a_newer_error_takes_the_place(area: NoticeArea) -> None:
    area.show_error(CRASH)
    area.show_error(AppError(Fault.DISK_FULL))

    assert "disk is full" in words(area)
    assert "engine" not in words(area)
    area.show_text("A setting was replaced.")
    assert "disk" not in words(area)
    assert area.error is None


@pytest.mark.parametrize(
    ("title", "kind", "name"),
    [
        ("Notice periods", "markdown", "Notice periods.md"),
        ("a/b\\c: what?", "json", "a b c what.json"),
        ("../../etc/passwd", "markdown", "etc passwd.md"),
        ("...", "markdown", "Conversation.md"),
        ("x" * 300, "json", "x" * 80 + ".json"),
    ],
)
def test_a_title_becomes_a_file_name_every_system_takes(title: str, kind: str, name: str) -> None:
    assert file_name(title, kind) == name
