"""Side panes: beside the work, or over it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from indoors.ui.area import Area
from indoors.ui.panes import Panes
from indoors.ui.theme import ThemeSource


@pytest.fixture
def panes(qtbot: QtBot, source: ThemeSource) -> Iterator[Panes]:
    holder = QWidget()
    made = Panes(Area("bg.window"), Area("bg.surface"), Area("bg.window"), holder)
    made.set_widths(248, 292)
    made.resize(1208, 700)
    qtbot.addWidget(holder)
    holder.resize(1208, 700)
    holder.show()
    yield made
    holder.close()


def test_all_three_fill_the_width(panes: Panes) -> None:
    left, work, right = panes.left.widget, panes.work, panes.right.widget

    assert (left.x(), left.width()) == (0, 247)
    assert (work.x(), work.width()) == (248, 1208 - 248 - 292)
    assert (right.x(), right.width()) == (1208 - 291, 291)


def test_a_closed_pane_leaves_its_room_to_the_work(panes: Panes) -> None:
    panes.show_pane(panes.right, shown=False)

    assert panes.work.geometry().right() == 1207
    assert not panes.right.widget.isVisible()


def test_over_the_work_it_takes_no_room(panes: Panes) -> None:
    panes.resize(592, 400)
    panes.set_over(left=True, right=True)
    assert panes.work.geometry() == panes.rect()
    assert not panes.left.widget.isVisible()

    panes.show_pane(panes.left, shown=True)
    assert panes.left.widget.isVisible()
    assert panes.work.geometry() == panes.rect()


def test_only_one_pane_lies_over_the_work(panes: Panes) -> None:
    panes.set_over(left=True, right=True)
    panes.show_pane(panes.left, shown=True)
    panes.show_pane(panes.right, shown=True)

    assert not panes.left.widget.isVisible()
    assert panes.right.widget.isVisible()


def test_a_click_beside_closes_it(panes: Panes, qtbot: QtBot) -> None:
    panes.set_over(left=True, right=True)
    panes.show_pane(panes.left, shown=True)
    under = panes.childAt(QPoint(800, 300))
    assert under is not None
    QTest.mouseClick(under, Qt.MouseButton.LeftButton)

    assert not panes.left.widget.isVisible()
    assert not panes.close_over()


def test_a_wider_window_brings_back_what_was_open(panes: Panes) -> None:
    panes.set_over(left=True, right=True)
    panes.show_pane(panes.left, shown=True)
    panes.set_over(left=False, right=False)

    assert panes.left.widget.isVisible()
    assert panes.right.widget.isVisible()


@pytest.mark.parametrize(("to", "width"), [(300, 300), (10, 200), (2000, int(1208 * 0.45))])
def test_dragging_keeps_within_bounds(panes: Panes, qtbot: QtBot, to: int, width: int) -> None:
    with qtbot.waitSignal(panes.changed):
        panes.drag(to, left=True)

    assert panes.left.width == width
    assert panes.work.x() == width
