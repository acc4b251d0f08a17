"""Sealed: what reaches outside is removed from every screen, and comes back after."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from indoors.ui.models.table_model import Column
from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import ShieldState
from tests.helpers.windows import WAIT_MS, Desk, desk

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def made(qtbot: QtBot, profile: Path, source: ThemeSource) -> Iterator[Desk]:
    with desk(qtbot, profile, source) as found:
        yield found


def test_keys_rail_and_shield_lead_to_privacy(made: Desk, qtbot: QtBot) -> None:
    window = made.window
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_6, CTRL)
    assert window.pages.currentWidget() is window.pages.privacy
    window.show_chat()
    QTest.mouseClick(window.top.shield, Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.pages.privacy
    window.pages.privacy.show_check()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.privacy.currentWidget() is window.pages.privacy.first


def test_downloads_and_tests_are_removed(made: Desk, qtbot: QtBot) -> None:
    window, models = made.window, made.indoors.models
    models.start()
    window.show_models()
    page = window.pages.models
    qtbot.waitUntil(lambda: page.table_model.rowCount() > 0, timeout=WAIT_MS)
    row = next(n for n, each in enumerate(page.table_model.rows) if each.is_away)
    cell = page.table.visualRect(page.table_model.index(row, Column.ACTION))
    at = cell.center()
    at.setX(cell.right() - 40)
    offered = page.table._is_on_button(at)
    assert offered or not models.is_online
    made.indoors.privacy.set_sealed(sealed=True)
    assert not page.table._is_on_button(at)
    assert not page.notices._sealed.isHidden()
    assert window.settings_page.network.rows[-1].isHidden()
    page.row_menu.fill(page.table_model.rows[row])
    said = [action.text() for action in page.row_menu.menu.actions()]
    assert not [each for each in said if each.startswith("Get")]
    page.row_menu.menu.clear()
    made.indoors.privacy.set_sealed(sealed=False)
    assert page.table._is_on_button(at) == offered
    assert not window.settings_page.network.rows[-1].isHidden()


def test_the_shield_never_says_more_than_is_known(made: Desk) -> None:
    shield = made.window.top.shield
    assert shield.state is ShieldState.NOT_ENFORCED
    made.indoors.privacy.set_sealed(sealed=True)
    assert shield.state is ShieldState.NOT_ENFORCED
    assert "Sealed" in shield.text()
    made.indoors.privacy.set_sealed(sealed=False)
