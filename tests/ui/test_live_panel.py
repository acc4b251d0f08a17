"""The live panel: measured figures, dashes with their reason, rest while hidden."""

import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from indoors.bridge.live import LiveModel
from indoors.bridge.progress import Progress
from indoors.core.chat import Message, MessageState, Role
from indoors.core.energy.answer import Grade
from indoors.protocol.engine import Memory
from indoors.services.energy import EnergySession, Power
from indoors.ui.chat.live_panel import LivePanel
from indoors.ui.text import live as text
from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import Label
from tests.helpers.windows import report

GIB = 1024**3
ANSWER = Message(
    id="m",
    conversation_id="c",
    parent_id=None,
    role=Role.ASSISTANT,
    text="Yes.",
    state=MessageState.DONE,
    created_ms=0,
    report=report(),
)


@pytest.fixture
def live(qtbot: QtBot) -> LiveModel:
    return LiveModel()


@pytest.fixture
def panel(qtbot: QtBot, live: LiveModel, source: ThemeSource) -> LivePanel:
    made = LivePanel(live)
    live.setParent(made)
    qtbot.addWidget(made)
    made.resize(291, 748)
    made.show()
    return made


def runs(live: LiveModel) -> bool:
    return live.running


def words(panel: LivePanel) -> list[str]:
    return [label.text() for label in panel.findChildren(Label) if label.isVisible()]


def test_before_the_first_answer_there_are_dashes_and_reasons(panel: LivePanel) -> None:
    for part in (panel.speed, panel.ttft, panel.prompt):
        assert text.DASH in part.accessibleName()
        assert text.NO_ANSWER_YET in part.accessibleName()
    assert text.NO_MODEL_MEMORY in words(panel)
    assert "0" not in panel.speed.accessibleName()


def test_what_is_not_measured_is_never_a_number(panel: LivePanel, live: LiveModel) -> None:
    live.take_answer(ANSWER)
    live.take_answers(3, 40)
    panel.refresh()

    assert panel.power.accessibleName() == f"Power, {text.DASH}, {text.NOT_AVAILABLE}"
    for name in (text.ENERGY, text.CO2, text.SAVED):
        assert [cell.text() for cell in panel.totals._cells[name]] == [text.DASH] * 3
    assert [cell.text() for cell in panel.totals._cells[text.ANSWERS]] == ["1", "3", "40"]


def test_an_answer_fills_the_figures(panel: LivePanel, live: LiveModel) -> None:
    live.take_answer(ANSWER)
    panel.refresh()

    assert panel.speed.accessibleName() == "Speed, last answer, 37.4 tok/s, Measured, peak 37.4"
    assert panel.ttft.accessibleName().startswith("Time to first token, 140 ms, Measured")
    assert panel.prompt.accessibleName() == "Prompt tokens, 1,204, of which 980 reused"


def test_memory_is_shown_by_part(panel: LivePanel, live: LiveModel) -> None:
    live.take_memory(Memory(model=5 * GIB, context=GIB, compute=0, resident=7 * GIB, peak=None))
    live.update()

    assert panel.memory.bar.isVisible()
    assert "Model 5.0, Context 1.0, Other 1.0" in panel.memory.bar.accessibleDescription()
    assert panel.memory.bar.accessibleName().startswith("Main memory, 7.0 of ")


def test_the_badge_says_what_happens(panel: LivePanel, live: LiveModel) -> None:
    assert panel.badge.text == "Idle"
    live.take_progress(Progress(message_id="m", phase="reading"))
    assert panel.badge.text == "Reading"
    live.take_progress(Progress(message_id="m", phase="writing"))
    assert panel.badge.text == "Writing"


def test_pause_holds_the_picture(panel: LivePanel, live: LiveModel) -> None:
    panel.pause.click()
    assert not runs(live)
    assert panel.badge.text == text.PAUSED
    assert panel.pause.accessibleName() == text.RESUME
    panel.pause.click()
    assert runs(live)
    assert panel.badge.text == "Idle"


def test_hidden_it_rests(panel: LivePanel, live: LiveModel) -> None:
    assert runs(live)
    panel.hide()
    assert not runs(live)


@pytest.mark.parametrize("width", [200, 291, 420])
def test_it_needs_no_scrolling_sideways(panel: LivePanel, live: LiveModel, width: int) -> None:
    live.take_answer(ANSWER)
    panel.refresh()
    panel.resize(width, 700)

    assert panel.minimumSizeHint().width() <= 291


def test_a_long_name_of_meters_widens_nothing(
    qtbot: QtBot, source: ThemeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = EnergySession()
    taken = Power(
        watts=24.3,
        grade=Grade.MEASURED,
        sources=("nvml:0000:01:00.0", "rapl:package-0", "rapl:package-0-dram"),
    )
    monkeypatch.setattr(session, "power", lambda: taken)
    live = LiveModel(energy=session)
    panel = LivePanel(live)
    live.setParent(panel)
    qtbot.addWidget(panel)
    panel.resize(291, 748)
    panel.show()
    live.update()
    content = panel.findChildren(QScrollArea)[0].widget()
    assert content is not None
    assert panel.power.accessibleName().startswith("Power, 24 W, Measured: ")
    assert content.minimumSizeHint().width() <= 291 - 12
    assert content.width() <= 291
    panel.hide()
    session.close()
