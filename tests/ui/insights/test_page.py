"""The Insights page over a real store: figures, gaps, losses, keys, narrow windows."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from indoors.core.money.presets import PRESETS
from indoors.ui.insights.chart import Chart
from indoors.ui.insights.page import InsightsPage
from indoors.ui.text import break_even
from indoors.ui.text import insights as text
from indoors.ui.text.numbers import DASH
from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import Label
from tests.helpers.history import fill, history_of
from tests.helpers.windows import WAIT_MS, Desk, desk


def shown(qtbot: QtBot, made: Desk) -> InsightsPage:
    with qtbot.waitSignal(made.indoors.insights.changed, timeout=WAIT_MS):
        made.window.show_insights()
    return made.window.pages.insights


@pytest.fixture
def full(qtbot: QtBot, profile: Path, source: ThemeSource) -> Iterator[tuple[Desk, InsightsPage]]:
    fill(profile, days=40)
    with desk(qtbot, profile, source) as made:
        yield made, shown(qtbot, made)


def test_without_answers_it_says_what_goes_here(
    qtbot: QtBot, profile: Path, source: ThemeSource
) -> None:
    with desk(qtbot, profile, source) as made:
        page = shown(qtbot, made)
        assert page.currentWidget() is not page.widget(0)
        assert page.empty.accessibleName().startswith(text.EMPTY_TITLE)
        page.empty.triggered.emit()
        assert made.window.pages.currentWidget() is made.window.page


def test_what_no_meter_read_is_a_dash_with_its_reason(
    qtbot: QtBot, profile: Path, source: ThemeSource
) -> None:
    fill(profile, metered=False, days=20)
    with desk(qtbot, profile, source) as made:
        page = shown(qtbot, made)
        assert page.energy.figure.text() == DASH
        assert page.money.figure.text() == DASH
        assert "No meter" in page.energy.nothing.text()
        assert page.energy.stack.currentWidget() is page.energy.nothing
        assert page.ttft.figure.text().endswith("ms")
        assert {row[4] for row in page.groups.table.rows} == {DASH}


def test_ranges_and_tables(qtbot: QtBot, full: tuple[Desk, InsightsPage]) -> None:
    made, page = full
    assert page.energy.figure.text().endswith("Wh")
    with qtbot.waitSignal(made.indoors.insights.changed, timeout=WAIT_MS):
        page.toolbar.range.chosen.emit("7d")
    page.energy.switch.click()
    assert page.energy.stack.currentWidget() is page.energy.table
    assert len(page.energy.table.rows) == 7
    page.energy.switch.click()
    assert page.energy.stack.currentWidget() is page.energy.chart
    page.groups.by.chosen.emit("model")
    assert {row[0] for row in page.groups.table.rows} <= {"Qwen3 8B", "Gemma 3 4B"}


def test_charts_are_walked_with_keys_and_read_out(full: tuple[Desk, InsightsPage]) -> None:
    _, page = full
    for chart in page.findChildren(Chart):
        if not chart.isVisible():
            continue
        assert chart.accessibleName()
        assert chart.accessibleDescription().startswith(chart.accessibleName())
        QTest.keyClick(chart, Qt.Key.Key_End)
        last = chart.tip
        QTest.keyClick(chart, Qt.Key.Key_Left)
        assert chart.tip
        assert chart.tip != last
        QTest.keyClick(chart, Qt.Key.Key_Right)
        assert chart.tip == last


def test_a_loss_is_called_a_cost(qtbot: QtBot, profile: Path, source: ThemeSource) -> None:
    history_of(profile, price=Decimal("0.00001"), joules=4000.0)
    with desk(qtbot, profile, source) as made:
        page = shown(qtbot, made)
        assert page.money.title.text() == text.MONEY_COST
        assert page.money.beside.text.startswith("more than there")
        (row,) = page.groups.table.rows
        assert row[-1].startswith("\N{MINUS SIGN}$")
        assert "cost $" in page.money.chart.accessibleDescription()


def test_break_even_gives_both_verdicts_also_the_unwelcome(
    full: tuple[Desk, InsightsPage],
) -> None:
    _, page = full
    card = page.break_even
    card._show_example(next(p.plan for p in PRESETS if p.id == "hosted_8b"))
    assert break_even.NO_SEAT in card.verdicts[0].first.text()
    assert card.verdicts[1].first.text() == "Against paying per token: never paid back."
    assert "privacy, not money" in card.verdicts[1].second.text()
    assert break_even.DOLLARS not in card.verdicts[2].second.text()  # dollars are in use anyway
    card.form.fields["people"].setValue(10)
    card.form.fields["seat_price"].setValue(20)
    assert card.verdicts[0].first.text().startswith("Against 10 cloud seats: paid back in ")
    assert card.table.rows[0][0] == "0"
    assert "10 cloud seats after 24 months: $4,800.00" in card.chart.accessibleDescription()


def test_examples_come_out_as_the_worked_figures(full: tuple[Desk, InsightsPage]) -> None:
    _, page = full
    card = page.break_even
    card._show_ten_million()
    assert card.form.fields["answers"].value() == 10_000_000
    plan = card.form.plan()
    assert plan.price_an_answer is not None
    assert plan.answers * plan.price_an_answer == 300_000
    assert "computers" in card.verdicts[2].second.text()
    card._claims()
    said = " ".join(label.text() for label in page.window().findChildren(Label))
    assert "$600.00 a month" in said
    assert "10 times too high" in said


def test_a_seat_price_is_kept(full: tuple[Desk, InsightsPage]) -> None:
    made, page = full
    page.break_even.form.fields["seat_price"].setValue(25)
    assert made.settings.current.money.seat_price == 25


@pytest.mark.parametrize(("width", "height"), [(640, 400), (900, 700), (1280, 800)])
def test_nothing_is_cut_off(
    full: tuple[Desk, InsightsPage], width: int, height: int, qtbot: QtBot
) -> None:
    made, page = full
    made.window.resize(width, height)
    qtbot.wait(50)
    for label in page.findChildren(Label):
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= label.sizeHint().width() - 1, label.text()
    right = page.mapToGlobal(page.rect().topRight()).x()
    for part in page.findChildren(QWidget):
        inside = page.groups.table.isAncestorOf(part) or page.energy.table.isAncestorOf(part)
        if part.isVisible() and not inside and part.parent() is not page:
            assert part.mapToGlobal(part.rect().topRight()).x() <= right + 1, part


def test_an_answer_that_ends_is_kept(qtbot: QtBot, full: tuple[Desk, InsightsPage]) -> None:
    from tests.ui.chat_samples import answer

    made, _ = full
    with qtbot.waitSignal(made.indoors.history.kept, timeout=WAIT_MS) as caught:
        made.indoors.history.keep(answer(1, id=_stored(qtbot, made)))
    assert caught.args is not None
    assert caught.args[0].generated_tokens == 96


def _stored(qtbot: QtBot, made: Desk) -> str:
    from indoors.store import Store
    from tests.store.samples import add, conversation_with

    def work(store: Store) -> str:
        return add(store, conversation_with(store, "question"), "text").id

    with qtbot.waitCallback(timeout=WAIT_MS) as called:
        made.tasks.run(work, called)
    assert called.args
    return str(called.args[0])
