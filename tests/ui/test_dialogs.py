"""Dialogs of a conversation: parameters, details of an answer, keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from indoors.core.chat import Parameters
from indoors.protocol.engine import Sampling
from indoors.ui.actions import COMMANDS
from indoors.ui.chat.details_dialog import DetailsDialog
from indoors.ui.chat.parameters_dialog import ParametersDialog
from indoors.ui.shortcuts_dialog import ShortcutsDialog
from indoors.ui.text import details
from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import Button, Elided, KeyHint, Provenance
from tests.helpers.windows import report
from tests.ui.chat_samples import answer

SHOWN = Parameters(system_prompt="Be brief.", sampling=Sampling(temperature=0.1))


@pytest.fixture
def window(qtbot: QtBot, source: ThemeSource) -> QWidget:
    made = QWidget()
    made.resize(1000, 700)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_parameters_come_only_with_apply(window: QWidget, qtbot: QtBot) -> None:
    given: list[Parameters] = []
    for key, expected in ((Qt.Key.Key_Escape, 0), (Qt.Key.Key_Return, 1)):
        dialog = ParametersDialog(window, SHOWN, Parameters())
        dialog.applied.connect(given.append)
        dialog.open()
        dialog.form.numbers["temperature"].setValue(0.9)
        QTest.keyClick(dialog.apply_button, key)
        assert len(given) == expected

    assert given[0].sampling.temperature == 0.9
    assert given[0].system_prompt == "Be brief."


def test_reset_shows_the_defaults_and_applies_nothing_yet(window: QWidget, qtbot: QtBot) -> None:
    defaults = Parameters(system_prompt="House style.")
    dialog = ParametersDialog(window, SHOWN, defaults)
    dialog.open()
    with qtbot.assertNotEmitted(dialog.applied):
        QTest.mouseClick(dialog.reset_button, Qt.MouseButton.LeftButton)

    assert dialog.form.value() == defaults
    assert dialog.isVisible()


def test_a_wrong_seed_cannot_be_applied(window: QWidget) -> None:
    dialog = ParametersDialog(window, SHOWN, Parameters())
    dialog.open()
    dialog.form.seed.setText("9999999999")

    assert not dialog.apply_button.isEnabled()
    assert dialog.apply_button.toolTip()


@pytest.mark.parametrize("size", [(640, 400), (1280, 800)])
def test_the_buttons_can_be_reached_in_every_window(
    window: QWidget, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window.resize(*size)
    dialog = ParametersDialog(window, SHOWN, Parameters())
    dialog.open()
    button = dialog.apply_button
    corner = button.mapTo(window, button.rect().bottomRight())

    assert window.rect().contains(corner)


def test_details_name_every_figure_of_the_report(window: QWidget, qtbot: QtBot) -> None:
    made = report()
    dialog = DetailsDialog(window, answer(0, report=made))
    dialog.open()
    said = " ".join(e.text for e in dialog.findChildren(Elided))

    for part in ("37.4 tok/s", "140 ms", "1,204", "980", "212", "812 ms", "131 ms", "5.6 s"):
        assert part in said
    for part in ("421337", "2,048 tokens", "-0.410", "-3.200", "0.920 nats", "The model ended"):
        assert part in said
    measured = dialog.findChildren(Provenance)
    assert len(measured) == len(details.figures(made)) + 1  # and the energy, not available


def test_no_field_of_the_report_is_left_out() -> None:
    plain = details.as_text(report())
    for field in report().__struct_fields__:
        changed = details.as_text(report(**{field: _another(getattr(report(), field))}))
        assert changed != plain, field


def _another(value: object) -> object:
    if value == "end":
        return "length"
    return value * 3 + 1000 if isinstance(value, int | float) else "another"


def test_what_is_not_known_is_a_dash() -> None:
    lines = details.as_text(report(tokens_per_second=None, peak_memory=None, load_ms=None))

    assert "Speed: \N{EN DASH}" in lines
    assert "Most memory in use: \N{EN DASH}" in lines
    assert "Loading the model: Was loaded already" in lines


def test_an_answer_without_figures_says_so(window: QWidget) -> None:
    dialog = DetailsDialog(window, answer(0, report=None))
    dialog.open()

    assert details.NO_REPORT in dialog.accessibleDescription()
    assert not dialog.findChildren(Provenance)


def test_details_can_be_copied(window: QWidget, qtbot: QtBot) -> None:
    dialog = DetailsDialog(window, answer(0, report=report()))
    dialog.open()
    copy = next(b for b in dialog.findChildren(Button) if b.text() == details.COPY)
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)

    assert "Time to first token: 140 ms" in QApplication.clipboard().text()


def test_all_keys_are_listed(window: QWidget) -> None:
    dialog = ShortcutsDialog(window, COMMANDS)
    dialog.open()
    listed = {hint.keys for hint in dialog.findChildren(KeyHint)}

    assert {command.hint for command in COMMANDS if command.keys} <= listed
    assert {"Enter", "Esc", "Ctrl K", "Ctrl Shift M", "Shift F6"} <= listed
