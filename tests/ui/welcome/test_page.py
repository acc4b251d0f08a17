"""The first run as the user meets it: the check, the cards, and the ways on."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from indoors.core.errors import AppError
from indoors.core.recommend import Role
from indoors.protocol.faults import Fault
from indoors.services.download_status import DownloadPhase
from indoors.services.probe import NotHere
from indoors.services.starter import starter_model
from indoors.ui.text import welcome as text
from indoors.ui.text import welcome_cards as card_text
from indoors.ui.theme import ThemeSource
from indoors.ui.welcome.card_state import FootState
from indoors.ui.welcome.model_card import ModelCard
from indoors.ui.widgets import Button, ErrorBlock, ShieldState
from tests.ui.seeing import said_name
from tests.ui.welcome.desk import CARD_OF_OFFICE_PC, OFFICE_PC, WelcomeDesk, hello

WAIT_MS = 30_000


@pytest.fixture
def desk(qtbot: QtBot, profile: Path, source: ThemeSource) -> Iterator[WelcomeDesk]:
    made = WelcomeDesk(profile)
    try:
        made.start(qtbot)
        made.page.resize(1280, 800)
        made.page.show()
        qtbot.waitActive(made.page)
        QApplication.processEvents()  # the rest of becoming active: it settles who has the focus
        yield made
    finally:
        made.close()


@pytest.fixture
def checked(desk: WelcomeDesk, qtbot: QtBot) -> WelcomeDesk:
    """The office computer, checked, with its three cards."""
    desk.engine.hello = hello(CARD_OF_OFFICE_PC)
    desk.found(OFFICE_PC)
    desk.settle(qtbot)
    assert len(desk.page.cards.filled) == 3
    return desk


def recommended(desk: WelcomeDesk) -> ModelCard:
    card = desk.page.cards.recommended
    assert card is not None
    return card


def click(button: QWidget | None) -> None:
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def press_tab() -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Tab)


def in_error(card: ModelCard, label: str) -> Button:
    return next(b for b in card.foot.findChildren(Button) if b.text() == label)


# ---- the check ------------------------------------------------------------------------------


def test_the_starter_works_before_the_check_is_done(desk: WelcomeDesk, qtbot: QtBot) -> None:
    assert desk.page.title.text() == text.CHECKING
    assert not desk.page.cards.filled
    with qtbot.waitSignal(desk.page.start_chatting) as started:
        click(desk.page.footer.start)

    assert started.args == [str(starter_model())]


def test_facts_appear_one_by_one(desk: WelcomeDesk) -> None:
    cells = desk.page.strip.cells
    desk.survey.facts["processor"] = OFFICE_PC.processor
    desk.survey.fact.emit("processor", OFFICE_PC.processor)

    assert cells["processor"].value.text == "AMD Ryzen 7 7700"
    assert cells["memory"].value.text == text.FACT_WAITS
    assert said_name(cells["processor"]) == "Processor: AMD Ryzen 7 7700, 8 cores, AVX-512"


def test_what_was_not_measured_is_a_dash_with_its_reason_on_focus(desk: WelcomeDesk) -> None:
    cell = desk.page.strip.cells["memory_speed"]
    desk.survey.facts["memory_speed"] = NotHere("too little free memory to measure")
    desk.survey.fact.emit("memory_speed", NotHere("too little free memory to measure"))

    assert cell.value.text == "–"
    assert not cell.measured.isVisible()
    assert "too little free memory" in cell.toolTip()
    assert cell.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_this_computer_is_checked_and_gets_cards(desk: WelcomeDesk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.survey.finished, timeout=WAIT_MS):
        desk.survey.start()
    qtbot.waitUntil(lambda: bool(desk.page.cards.filled), timeout=WAIT_MS)
    desk.settle(qtbot)

    assert "Nothing was sent anywhere" in desk.page.body.text()
    assert desk.page.strip.cells["memory_speed"].measured.isVisible()
    assert recommended(desk).foot.state is FootState.IDLE


def test_a_wide_range_is_explained(desk: WelcomeDesk, qtbot: QtBot) -> None:
    desk.found(replace(OFFICE_PC, memory_speed=None))
    desk.settle(qtbot)

    assert "wide range" in desk.page.section_body.text()


# ---- the cards --------------------------------------------------------------------------------


def test_the_recommended_download_has_the_focus_and_the_border(checked: WelcomeDesk) -> None:
    card = recommended(checked)

    assert card.role is Role.BALANCED
    assert card.foot.download_first.hasFocus()
    assert checked.page.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    assert card.badge.isVisible()
    assert [c.badge.isVisible() for c in checked.page.cards.filled].count(True) == 1


def test_cards_say_what_they_rest_on(checked: WelcomeDesk) -> None:
    card = recommended(checked)
    assert card.candidate is not None

    assert card.foot.download_first.text() == card_text.download(card.candidate.file.size)
    assert said_name(card.foot.download_first).endswith(card.candidate.entry.name)
    assert "predicted, between" in said_name(card.scale)
    assert card_text.fit_word(card.candidate.fit) in said_name(card.zones)
    assert card.reason.text().endswith(".")
    assert card.source.accessibleName() == "Predicted"


def test_all_cards_share_one_scale(checked: WelcomeDesk) -> None:
    marks = [card.scale.mark for card in checked.page.cards.filled]

    assert len({mark.most for mark in marks if mark}) == 1
    assert all(mark and mark.high <= mark.most for mark in marks)


def test_tab_goes_through_the_cards_in_reading_order(checked: WelcomeDesk) -> None:
    cards = checked.page.cards.cards
    press_tab()

    assert cards[Role.BEST].foot.download.hasFocus()
    press_tab()
    assert checked.page.footer.start.hasFocus()


def test_the_focus_stays_where_the_user_took_it(desk: WelcomeDesk, qtbot: QtBot) -> None:
    desk.page.footer.skip.setFocus()
    desk.found(OFFICE_PC)
    desk.settle(qtbot)

    assert desk.page.footer.skip.hasFocus()


def test_nothing_suggested_is_said_plainly(
    desk: WelcomeDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.models, "cards", lambda _purpose="chat": ())
    desk.found(OFFICE_PC)
    desk.settle(qtbot)

    assert desk.page.title.text() == text.NO_FIT
    assert desk.page.body.text() == text.NO_FIT_BODY
    assert not any(card.isVisible() for card in desk.page.cards.cards.values())
    assert desk.page.footer.start.isVisible()


# ---- states of a card ---------------------------------------------------------------------------


def test_a_download_under_way_is_told_with_a_way_out(checked: WelcomeDesk) -> None:
    card = recommended(checked)
    checked.say(card, DownloadPhase.RUNNING, done=2 * 10**9, speed=46e6)
    foot = card.foot

    assert foot.strong.text().endswith("%")
    assert foot.plain.text.startswith("2.0 of ")
    assert foot.rate.text() == "46 MB/s"
    assert foot.pause.isVisible()
    assert foot.cancel.isVisible()
    assert foot.pause.hasFocus()
    assert not foot.download_first.isVisible()
    assert said_name(foot.pause).startswith("Pause, ")
    assert checked.page.title.text().startswith("Getting ")
    assert text.THE_STARTER in checked.page.body.text()
    assert "no personal content" in checked.page.footer.asked.text()
    assert checked.page.header.shield.text() == text.NO_CONTENT_LEFT


def test_news_of_a_download_leave_the_focus_where_it_is(checked: WelcomeDesk) -> None:
    card = recommended(checked)
    assert card.foot.download_first.hasFocus()
    checked.page.footer.skip.setFocus()
    checked.say(card, DownloadPhase.RUNNING, done=1)

    assert checked.page.footer.skip.hasFocus()


def test_enter_pressed_twice_does_not_cancel(checked: WelcomeDesk) -> None:
    card = recommended(checked)
    checked.say(card, DownloadPhase.QUEUED)

    assert card.foot.pause.hasFocus()
    assert checked.page.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


def test_a_mismatch_is_told_in_place_with_retry_and_import(
    checked: WelcomeDesk, qtbot: QtBot
) -> None:
    card = recommended(checked)
    damaged = AppError(Fault.DOWNLOAD_DAMAGED, file="a.gguf", expected="a", found="b")
    checked.say(card, DownloadPhase.FAILED, error=damaged)
    assert card.foot.findChild(ErrorBlock) is not None
    assert in_error(card, card_text.RETRY).hasFocus()
    with qtbot.waitSignal(checked.page.import_requested):
        click(in_error(card, card_text.IMPORT))
    with qtbot.waitSignal(card.foot.resume_requested):
        click(in_error(card, card_text.RETRY))


def test_suggestions_stay_once_one_is_under_way(
    checked: WelcomeDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [card.suggestion for card in checked.page.cards.filled]
    checked.say(recommended(checked), DownloadPhase.RUNNING, done=1)
    monkeypatch.setattr(checked.models, "cards", lambda _purpose="chat": ())
    checked.models.changed.emit()

    assert [card.suggestion for card in checked.page.cards.filled] == before


def test_without_a_network_importing_comes_first(checked: WelcomeDesk) -> None:
    checked.online = False
    checked.page._look_for_network()
    foot = recommended(checked).foot

    assert foot.strong.text() == card_text.NEEDS_CONNECTION
    assert not foot.download_first.isEnabled()
    assert foot.download_first.toolTip()
    assert checked.page.footer.import_button is checked.page.footer.import_first
    checked.online = True
    checked.page._look_for_network()
    assert foot.download_first.isEnabled()
    assert checked.page.footer.import_button is checked.page.footer.import_plain


def test_sealed_downloads_are_removed_not_greyed(checked: WelcomeDesk) -> None:
    checked.page.set_sealed(True)

    for card in checked.page.cards.filled:
        assert not card.foot.download.isVisible()
        assert not card.foot.download_first.isVisible()
    assert checked.page.footer.import_first.isVisible()
    assert checked.page.header.shield.state is ShieldState.SEALED


# ---- other ways on ------------------------------------------------------------------------


def test_an_imported_file_can_be_chatted_with(
    desk: WelcomeDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    starter = starter_model()
    assert starter is not None
    file = tmp_path / "Office-Model-Q4_1.gguf"
    file.write_bytes(starter.read_bytes())
    with qtbot.waitSignal(desk.models.installed, timeout=WAIT_MS):
        desk.models.import_files([str(file)])
    desk.settle(qtbot)
    assert desk.page.footer.start_first.hasFocus()
    assert desk.page.footer.import_plain.isVisible()
    with qtbot.waitSignal(desk.page.start_chatting) as started:
        click(desk.page.footer.start_first)

    assert started.args == [str(file.resolve())]


def test_a_file_that_is_no_model_is_refused_in_place(
    desk: WelcomeDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "letter.gguf"
    file.write_text("Dear all")
    with qtbot.waitSignal(desk.models.error, timeout=WAIT_MS):
        desk.models.import_files([str(file)])
    block = desk.page.findChild(ErrorBlock)

    assert block is not None
    assert "letter.gguf" in said_name(block)


def test_it_can_be_skipped_and_files_imported_by_key(desk: WelcomeDesk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.page.skipped):
        QTest.keyClick(desk.page.footer.skip, Qt.Key.Key_Return)
    with qtbot.waitSignal(desk.page.import_requested):
        QTest.keyClick(desk.page.footer.import_button, Qt.Key.Key_Space)


@pytest.mark.parametrize(("width", "height"), [(640, 400), (900, 700), (1280, 800)])
def test_nothing_is_cut_off_at_the_side(
    checked: WelcomeDesk, qtbot: QtBot, width: int, height: int
) -> None:
    checked.page.resize(width, height)
    content, viewport = checked.page.scroller.widget(), checked.page.scroller.viewport()
    assert content is not None

    qtbot.waitUntil(lambda: content.width() == viewport.width())
    for card in checked.page.cards.filled:
        right = card.mapTo(content, card.rect().topRight()).x()
        assert right < content.width()
        assert card.width() >= card.minimumSizeHint().width()
