"""The first test of speed: in an idle moment, given up for a question, learned from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from indoors.bridge.calibrating import Calibrating
from indoors.protocol.engine import Load, Report
from indoors.services.disturbance import Disturbance
from indoors.services.engine_state import EngineState
from indoors.services.starter import starter_model
from tests.helpers.model_desk import ModelDesk, model_desk

STARTER = starter_model()
pytestmark = pytest.mark.skipif(STARTER is None, reason="the starter model is not installed")
WAIT_MS = 120_000


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[ModelDesk]:
    with model_desk(qtbot, tmp_path) as made:
        made.models.calibrating.close()  # it would look for an idle moment by its own clock
        yield made


class Bench:
    """A calibration whose looks follow at once, on a processor as busy as it is told."""

    def __init__(self, desk: ModelDesk) -> None:
        self.orders = [Load(path=str(STARTER))]
        self.load: float | None = 0.0
        self.found: list[tuple[str, Report]] = []
        self.calibrating = Calibrating(
            desk.engine, lambda: self.orders, desk, load=lambda: self.load, look_ms=5
        )
        self.calibrating.measured.connect(self._take)

    def _take(self, path: str, report: Report) -> None:
        self.found.append((path, report))
        self.orders.clear()


@pytest.fixture
def bench(desk: ModelDesk) -> Iterator[Bench]:
    made = Bench(desk)
    yield made
    made.calibrating.close()


@pytest.fixture
def undisturbed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The computers that tests run on are anything but idle, and slow for it."""
    monkeypatch.setattr("indoors.bridge.calibrating.TEST_S", 90.0)
    monkeypatch.setattr(Disturbance, "share", lambda _self: 0.0)


@pytest.mark.usefixtures("undisturbed")
def test_an_idle_moment_is_used_once_and_learned_from(
    qtbot: QtBot, desk: ModelDesk, bench: Bench
) -> None:
    bench.calibrating.start()
    qtbot.waitUntil(lambda: bool(bench.found), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not bench.calibrating.is_waiting, timeout=WAIT_MS)
    path, report = bench.found[0]
    assert report.tokens_per_second
    assert desk.engine.state is EngineState.OFF, "the engine that serves the user is left alone"
    assert [order.path for order in desk.models._to_measure()] == [path]
    desk.models._learning.take_answer(path, report)
    desk.settle(qtbot)
    assert not desk.models._to_measure()
    row = desk.models.row_at(path)
    assert row is not None
    assert row.measured is not None
    assert row.measured.value == pytest.approx(report.tokens_per_second)


def test_a_question_ends_the_test_at_once(qtbot: QtBot, desk: ModelDesk, bench: Bench) -> None:
    bench.calibrating.start()
    qtbot.waitUntil(lambda: bench.calibrating.is_running, timeout=WAIT_MS)
    desk.engine.load(str(STARTER))
    qtbot.waitUntil(lambda: not bench.calibrating.is_running, timeout=WAIT_MS)
    assert not bench.found
    bench.calibrating.close()


def test_a_busy_computer_is_left_alone(qtbot: QtBot, bench: Bench) -> None:
    bench.load = 0.9
    bench.calibrating.start()
    qtbot.waitUntil(lambda: not bench.calibrating.is_waiting, timeout=WAIT_MS)
    assert not bench.calibrating.is_running
    assert not bench.found


def test_what_was_measured_beside_busy_programs_is_no_result(
    qtbot: QtBot, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Disturbance, "share", lambda _self: 0.6)
    bench.calibrating.start()
    qtbot.waitUntil(lambda: not bench.calibrating.is_waiting, timeout=WAIT_MS)
    assert not bench.found


def test_nothing_to_measure(qtbot: QtBot, bench: Bench) -> None:
    bench.orders.clear()
    bench.calibrating.start()
    qtbot.waitUntil(lambda: not bench.calibrating.is_waiting, timeout=WAIT_MS)
    assert not bench.found
