"""Energy and money from the meter to the screen: the real engine, and a counter that counts."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from indoors.core.chat import Message, Parameters
from indoors.core.energy.answer import Grade
from indoors.protocol.engine import Sampling
from indoors.services.energy import EnergySession
from indoors.services.meters.finding import MeterSources
from indoors.ui.chat.details_dialog import DetailsDialog
from indoors.ui.text import chat as chat_text
from indoors.ui.text import details, energy, live
from indoors.ui.text.numbers import DASH
from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import Elided, Label
from tests.helpers.power import counting
from tests.helpers.windows import Desk, desk

WAIT_MS = 90_000


@pytest.fixture
def busy() -> dict[str, bool]:
    return {"now": False}


@pytest.fixture
def metered(
    qtbot: QtBot,
    profile: Path,
    tmp_path: Path,
    source: ThemeSource,
    busy: dict[str, bool],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    with counting(tmp_path / "root", lambda: busy["now"]) as root:
        monkeypatch.setattr(
            "indoors.main.EnergySession", partial(EnergySession, MeterSources(root))
        )
        with desk(qtbot, profile, source) as made:
            made.indoors.history.start()
            yield made


def ask(made: Desk, qtbot: QtBot, busy: dict[str, bool], tokens: int = 60) -> Message:
    sampling = Sampling(temperature=0, max_tokens=tokens)
    made.settings.update("chat", parameters=Parameters(sampling=sampling))
    busy["now"] = True
    with qtbot.waitSignal(made.indoors.history.kept, timeout=WAIT_MS):
        made.chat.send("Write about the sea.", [])
    busy["now"] = False
    made.settle(qtbot)
    return made.chat.messages.message(made.chat.messages.rowCount() - 1)


def wait_until_idle_is_known(made: Desk, qtbot: QtBot) -> None:
    board = made.indoors.history._follower.session._accounting.board
    qtbot.waitUntil(
        lambda: any(reader.bare.level() is not None for reader in board.readers), timeout=WAIT_MS
    )


def cells(made: Desk, row: str) -> list[str]:
    made.window.page.live.refresh()
    return [cell.text() for cell in made.window.page.live.totals._cells[row]]


def test_an_answer_shows_what_it_took_and_saved(
    metered: Desk, qtbot: QtBot, busy: dict[str, bool]
) -> None:
    made = metered
    made.indoors.money.set_electricity("DEU", "EUR", Decimal("0.40"))
    wait_until_idle_is_known(made, qtbot)
    answer = ask(made, qtbot, busy)
    assert answer.energy is not None
    assert answer.energy.joules is not None
    assert answer.energy.joules > 0
    assert answer.energy.grade is not Grade.NONE
    assert answer.saving is not None
    assert answer.saving.currency == "EUR"
    assert answer.saving.amount == answer.saving.price - (answer.saving.electricity or 0)
    assert answer.hosted is not None

    parts = dict(chat_text.metrics(answer))
    assert parts["energy"] == energy.figure(answer.energy)
    assert parts["saved"].startswith(("saved €", "cost €"))
    assert "watt-hours" in chat_text.metrics_spoken(answer)
    assert "processor" in chat_text.metric_tip("energy", answer)

    shown = cells(made, live.ENERGY)
    assert shown[0] == shown[1] == shown[2] != DASH
    assert cells(made, live.CO2)[0].startswith("~")
    assert "€" in cells(made, live.SAVED)[2]
    assert "€0.40/kWh" in made.window.page.live.totals.basis.text()

    made.window.page.commands.show_details()
    dialog = made.window.findChild(DetailsDialog)
    assert dialog is not None
    said = " ".join(each.text for each in dialog.findChildren(Elided))
    assert " J" in said
    names = " ".join(label.text() for label in dialog.findChildren(Label))
    for part in ("Reading took", "Writing took", "A token took", "CO₂", "GPT-5.2 would have cost"):
        assert part in names
    copied = details.as_json(answer)
    QApplication.clipboard().setText(copied)
    assert '"decode_j"' in copied
    assert answer.text not in copied


def test_another_comparator_counts_again(
    metered: Desk, qtbot: QtBot, busy: dict[str, bool]
) -> None:
    made = metered
    made.indoors.money.set_electricity("", "USD", Decimal("0.30"))
    wait_until_idle_is_known(made, qtbot)
    ask(made, qtbot, busy, tokens=30)

    def saved() -> Decimal | None:
        return made.indoors.history.totals.ever.money.amount

    qtbot.waitUntil(lambda: saved() is not None, timeout=WAIT_MS)
    before = saved()
    made.indoors.money.set_comparator("groq/llama-3.1-8b-instant")
    qtbot.waitUntil(lambda: saved() not in (None, before), timeout=WAIT_MS)
    after = saved()
    assert before is not None
    assert after is not None
    assert after < before


def test_without_a_meter_there_are_dashes_with_their_reason(
    qtbot: QtBot,
    profile: Path,
    source: ThemeSource,
    busy: dict[str, bool],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nothing: Callable[[], EnergySession] = partial(EnergySession, MeterSources(tmp_path / "none"))
    monkeypatch.setattr("indoors.main.EnergySession", nothing)
    with desk(qtbot, profile, source) as made:
        made.indoors.history.start()
        answer = ask(made, qtbot, busy, tokens=8)
        assert answer.energy is not None
        assert answer.energy.joules is None
        assert "energy" not in dict(chat_text.metrics(answer))
        assert cells(made, live.ENERGY) == [DASH] * 3
        panel = made.window.page.live
        assert panel.power.accessibleName() == f"Power, {DASH}, {live.NOT_AVAILABLE}"
        assert "no energy meter" in panel.power.toolTip()
        assert "no energy meter" in details.method(answer.energy, answer.saving)
