"""The settings' card for the processor's energy: what it says, orders, and sees come true."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from indoors.bridge.meter_access import MeterAccessBridge
from indoors.services.meters.access import MeterAccess
from indoors.ui.meter_access_card import MeterAccessCard
from indoors.ui.text import meter_access as text
from indoors.ui.theme import ThemeSource


class Desk:
    def __init__(self, qtbot: QtBot, state: MeterAccess) -> None:
        self.state = state
        self.orders: list[bool] = []
        self.bridge = MeterAccessBridge(self.orders.append, look=lambda: self.state, look_ms=10)
        self.card = MeterAccessCard(self.bridge)
        qtbot.addWidget(self.card)
        if state is not MeterAccess.ABSENT:
            self.card.show()


def test_granting_and_taking_back(qtbot: QtBot, source: ThemeSource) -> None:
    desk = Desk(qtbot, MeterAccess.ASKABLE)
    assert desk.card.allow.isVisible()
    assert not desk.card.undo.isVisible()
    assert "PLATYPUS" in desk.card._body.text()
    QTest.mouseClick(desk.card.allow, Qt.MouseButton.LeftButton)
    assert desk.orders == [True]
    assert not desk.card.allow.isEnabled()
    assert desk.card._body.text() == text.WAITING
    with qtbot.waitSignal(desk.bridge.changed):
        desk.state = MeterAccess.GRANTED
    assert not desk.bridge.is_waiting
    assert desk.card.undo.isVisible()
    QTest.mouseClick(desk.card.undo, Qt.MouseButton.LeftButton)
    assert desk.orders == [True, False]
    with qtbot.waitSignal(desk.bridge.changed):
        desk.state = MeterAccess.ASKABLE
    assert desk.card.allow.isEnabled()


def test_a_refused_password_changes_nothing(
    qtbot: QtBot, source: ThemeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indoors.bridge.meter_access.LOOKS", 2)
    desk = Desk(qtbot, MeterAccess.ASKABLE)
    desk.card.allow.click()
    with qtbot.waitSignal(desk.bridge.changed):
        pass
    assert desk.card.allow.isEnabled()
    assert desk.card._body.text() == text.BODY[MeterAccess.ASKABLE]


@pytest.mark.parametrize("state", MeterAccess)
def test_every_state_has_words(qtbot: QtBot, source: ThemeSource, state: MeterAccess) -> None:
    desk = Desk(qtbot, state)
    assert desk.card.isVisible() is (state is not MeterAccess.ABSENT)
    assert desk.card._body.text() == text.BODY[state]


def test_without_a_launcher_nothing_is_offered(qtbot: QtBot, source: ThemeSource) -> None:
    card = MeterAccessCard(MeterAccessBridge(None, look=lambda: MeterAccess.ASKABLE))
    qtbot.addWidget(card)
    card.show()
    assert not card.allow.isVisible()
