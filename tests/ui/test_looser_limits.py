"""A graphics driver that the sandbox keeps from working: told, and an exception by choice alone.

The engine is the real one under its real limits. Its driver is made up: one that opens a local
socket, as some do, and so fails until it may.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.isolation import Isolation
from indoors.services.programs import OwnPrograms
from indoors.ui.text import privacy as text
from indoors.ui.text.errors import action_label, describe
from indoors.ui.widgets import Button, ShieldState
from tests.helpers.engines import starter_model
from tests.helpers.isolation import enforcement
from tests.helpers.windows import WAIT_MS, Desk, theme_for_tests

ENGINE_WITH_A_DRIVER = """
import runpy
import indoors.sandbox
real = indoors.sandbox.begin

def begin(profile):
    begun = real(profile)
    import socket
    from indoors.engine import device_check
    from indoors.protocol.engine import Device
    known = device_check.devices()
    card = Device(name="GPU0", description="", kind="gpu", memory_total=1, memory_free=1)
    device_check.devices = lambda: (*known, card)
    device_check.works = opens_a_socket
    return begun

def opens_a_socket(index):
    import socket
    try:
        socket.socket(socket.AF_UNIX).close()
    except PermissionError:
        return False
    try:
        socket.socket(socket.AF_INET).close()
    except PermissionError:
        return True
    return False  # the exception is not for the internet

indoors.sandbox.begin = begin
runpy.run_module("indoors.engine", run_name="__main__")
"""


@pytest.fixture
def made(qtbot: QtBot, qapp: QApplication, profile: Path) -> Iterator[Desk]:
    programs = OwnPrograms([sys.executable, "-P", "-c", ENGINE_WITH_A_DRIVER])
    isolation = Isolation(own=enforcement("window"), programs=programs)
    desk = Desk(profile, theme_for_tests(qapp), isolation)
    desk.settings.update("window", welcomed=True)
    desk.window.show()
    desk.indoors.privacy.start()
    yield desk
    desk.close()


def load(made: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(made.engine.memory_changed, timeout=WAIT_MS):
        made.engine.load(str(starter_model()))


def refused(made: Desk) -> tuple[str, ...]:
    assert made.engine.loaded is not None
    return made.engine.loaded.refused_graphics


def button(made: Desk, label: str) -> Button:
    shown = made.window.findChildren(Button)
    return next(each for each in shown if each.text() == label and each.isVisible())


def test_an_exception_is_asked_for_shown_and_taken_back(made: Desk, qtbot: QtBot) -> None:
    errors: list[AppError] = []
    made.engine.error.connect(errors.append)
    load(made, qtbot)
    assert refused(made) == ("GPU0",)
    assert [error.fault for error in errors] == [Fault.GRAPHICS_REFUSED]
    assert not made.indoors.privacy.protection.looser
    shield = made.window.top.shield
    qtbot.waitUntil(lambda: shield.state is ShieldState.INDOORS, timeout=WAIT_MS)

    button(made, action_label("looser_limits")).click()
    with qtbot.waitSignal(made.engine.memory_changed, timeout=WAIT_MS):
        button(made, text.LOOSER_DO).click()
    assert refused(made) == ()
    qtbot.waitUntil(lambda: shield.state is ShieldState.NOT_ENFORCED, timeout=WAIT_MS)
    assert shield.text() == "Looser limits, as you chose"
    facts = made.indoors.privacy.facts
    assert facts is not None
    assert facts.gaps == (("engine", "drivers"),)
    told = {program.program: program for program in facts.programs}
    assert (told["engine"].network, told["engine"].no_exec) == ("local", True)

    made.window.show_settings()
    toggle = made.window.settings_page.fields["engine.looser_for_drivers"]
    assert toggle.is_wanted
    with qtbot.waitSignal(made.engine.memory_changed, timeout=WAIT_MS):
        made.settings.update("engine", looser_for_drivers=False)
    assert refused(made) == ("GPU0",)
    qtbot.waitUntil(lambda: shield.state is ShieldState.INDOORS, timeout=WAIT_MS)
    assert not toggle.is_wanted


def test_looser_limits_that_are_of_no_use_are_put_back() -> None:
    said = describe(AppError(Fault.GRAPHICS_REFUSED, device="GPU0", looser=1))
    assert said.actions == ("usual_limits",)
