"""A card's download through the real network program, from a hub on the loopback."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from indoors.services.network import NetworkRules
from indoors.services.starter import starter_model
from indoors.ui.text import welcome as text
from indoors.ui.text import welcome_cards as card_text
from indoors.ui.theme import ThemeSource
from indoors.ui.welcome.card_state import FootState
from indoors.ui.welcome.model_card import ModelCard
from indoors.ui.widgets import Button
from tests.helpers.hub import LoopbackHub, Trouble, running_hub
from tests.ui.welcome.desk import OFFICE_PC, WelcomeDesk

WAIT_MS = 60_000


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    model = starter_model()
    assert model is not None
    with running_hub() as server:
        server.put(model.read_bytes())
        yield server


@pytest.fixture
def opened(
    hub: LoopbackHub, qtbot: QtBot, profile: Path, source: ThemeSource
) -> Iterator[Callable[[], WelcomeDesk]]:
    """Opens the first run; called again, it is the next start of the program."""
    rules = NetworkRules(endpoint=hub.url, more_hosts=(hub.cdn,), proxy="none")
    made: list[WelcomeDesk] = []

    def opens() -> WelcomeDesk:
        for earlier in made:
            earlier.close()
        made[:] = [WelcomeDesk(profile, rules=rules)]
        desk = made[0]
        desk.start(qtbot)
        desk.page.resize(1280, 800)
        desk.page.show()
        qtbot.waitActive(desk.page)
        desk.found(OFFICE_PC)
        desk.settle(qtbot)
        return desk

    yield opens
    for left in made:
        left.close()


def with_file_of(hub: LoopbackHub, desk: WelcomeDesk) -> ModelCard:
    """Let the recommended card offer the hub's file: the catalogue's own are gigabytes."""
    card = desk.page.cards.recommended
    assert card is not None
    assert card.suggestion is not None
    there = next(iter(hub.files.values()))
    candidate = card.suggestion.candidate
    file = msgspec.structs.replace(
        candidate.file,
        repository=there.repo,
        name=there.name,
        size=there.size,
        sha256=there.sha256,
        revision=there.commit,
    )
    mark = card.scale.mark
    assert mark is not None
    suggestion = replace(card.suggestion, candidate=replace(candidate, file=file))
    card.show_suggestion(suggestion, int(mark.most))
    return card


def wait_for(qtbot: QtBot, card: ModelCard, state: FootState) -> None:
    qtbot.waitUntil(lambda: card.foot.state is state, timeout=WAIT_MS)


def test_enter_downloads_verifies_and_offers_to_chat(
    opened: Callable[[], WelcomeDesk], hub: LoopbackHub, qtbot: QtBot
) -> None:
    desk = opened()
    card = with_file_of(hub, desk)
    QTest.keyClick(card.foot.download_first, Qt.Key.Key_Return)
    wait_for(qtbot, card, FootState.VERIFIED)
    desk.settle(qtbot)
    there = next(iter(hub.files.values()))

    assert card.foot.strong.text() == card_text.VERIFIED
    assert card.foot.digest.text() == card_text.short_hash(there.sha256)
    assert card.foot.start.hasFocus()
    assert card.candidate is not None
    assert desk.page.title.text() == text.is_ready(card.candidate.entry.name)
    with qtbot.waitSignal(desk.page.start_chatting) as started:
        QTest.keyClick(card.foot.start, Qt.Key.Key_Return)
    assert started.args is not None
    assert Path(started.args[0]).stat().st_size == there.size


def test_pause_resume_and_cancel(
    opened: Callable[[], WelcomeDesk], hub: LoopbackHub, qtbot: QtBot
) -> None:
    hub.bytes_per_second = 4_000_000
    desk = opened()
    card = with_file_of(hub, desk)
    card.foot.download_first.click()
    wait_for(qtbot, card, FootState.RUNNING)
    card.foot.pause.click()
    wait_for(qtbot, card, FootState.PAUSED)
    assert card.foot.resume.isVisible()
    card.foot.resume.click()
    wait_for(qtbot, card, FootState.RUNNING)
    card.foot.cancel.click()

    assert card.foot.state is FootState.IDLE
    qtbot.waitUntil(lambda: not desk.models.downloads.statuses(), timeout=WAIT_MS)
    assert card.foot.state is FootState.IDLE
    assert desk.page.title.text() in (text.RUNS, text.RUNS_WELL)


def test_a_damaged_file_is_told_and_tried_again(
    opened: Callable[[], WelcomeDesk], hub: LoopbackHub, qtbot: QtBot
) -> None:
    hub.troubles.append(Trouble(flip_at=1_000_000))
    desk = opened()
    card = with_file_of(hub, desk)
    card.foot.download_first.click()
    wait_for(qtbot, card, FootState.FAILED)
    retry = next(b for b in card.foot.findChildren(Button) if b.text() == card_text.RETRY)
    retry.click()
    wait_for(qtbot, card, FootState.VERIFIED)

    assert card.foot.start.isVisible()


def test_a_download_goes_on_after_a_restart(
    opened: Callable[[], WelcomeDesk], hub: LoopbackHub, qtbot: QtBot
) -> None:
    hub.bytes_per_second = 8_000_000
    first = opened()
    card = with_file_of(hub, first)
    card.foot.download_first.click()
    wait_for(qtbot, card, FootState.RUNNING)
    hub.bytes_per_second = None
    again = opened()
    card = with_file_of(hub, again)
    again.page.offers.show()
    wait_for(qtbot, card, FootState.VERIFIED)

    assert card.foot.start.isVisible()
