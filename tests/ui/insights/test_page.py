"""The Insights page over a real store: figures, gaps, losses, keys, narrow windows."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from indoors.ui.insights.chart import Chart
from indoors.ui.insights.page import InsightsPage
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
        assert {row[5] for row in page.groups.table.rows} == {DASH}


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
