"""Speeds are learned from real answers of the real engine, and kept."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from indoors.core.speed import Source
from indoors.services.disturbance import Disturbance
from indoors.services.engine_state import EngineState
from indoors.services.starter import starter_model
from tests.helpers.model_desk import model_desk

STARTER = starter_model()
pytestmark = pytest.mark.skipif(STARTER is None, reason="the starter model is not installed")
WAIT_MS = 120_000


def test_a_measurement_replaces_the_prediction_and_survives_a_restart(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Disturbance, "share", lambda _self: 0.0)  # tests never run alone
    path = str(STARTER)
    with model_desk(qtbot, tmp_path) as desk:
        models = desk.models
        assert not models.measuring.is_possible
        predicted = models.row_at(path)
        assert predicted is not None
        assert predicted.measured is None
        with qtbot.waitSignal(desk.engine.loaded_changed, timeout=WAIT_MS):
            models.load(path)
        qtbot.waitUntil(lambda: desk.engine.state is EngineState.READY, timeout=WAIT_MS)
        desk.settle(qtbot)
        row = models.row_at(path)
        assert row is not None
        assert row.in_use
        models.measuring.start()
        assert models.measuring.is_running
        qtbot.waitUntil(lambda: not models.measuring.is_running, timeout=WAIT_MS)
        desk.settle(qtbot)
        row = models.row_at(path)
        assert row is not None
        assert row.measured is not None
        assert row.measured.source is Source.MEASURED
        assert row.measured.value > 0
        assert row.predicted is not None
        assert row.predicted.source is not Source.MEASURED
        held = models.predictions()
        assert [each.model for each in held] == ["smollm2-135m-instruct:Q4_1"]
        desk.settle(qtbot)
        measured = row.measured.value
    with model_desk(qtbot, tmp_path) as again:
        row = again.models.row_at(path)
        assert row is not None
        assert row.measured is not None
        assert row.measured.value == pytest.approx(measured)


def test_a_speed_beside_busy_programs_is_not_learned(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Disturbance, "share", lambda _self: 0.6)
    path = str(STARTER)
    with model_desk(qtbot, tmp_path) as desk:
        with qtbot.waitSignal(desk.engine.loaded_changed, timeout=WAIT_MS):
            desk.models.load(path)
        qtbot.waitUntil(lambda: desk.engine.state is EngineState.READY, timeout=WAIT_MS)
        desk.settle(qtbot)
        desk.models.measuring.start()
        qtbot.waitUntil(lambda: not desk.models.measuring.is_running, timeout=WAIT_MS)
        desk.settle(qtbot)
        row = desk.models.row_at(path)
        assert row is not None
        assert row.measured is None
        assert desk.models.left_out == 1


def test_unloading_gives_memory_back_to_the_verdict(qtbot: QtBot, tmp_path: Path) -> None:
    path = str(STARTER)
    with model_desk(qtbot, tmp_path) as desk:
        with qtbot.waitSignal(desk.engine.loaded_changed, timeout=WAIT_MS):
            desk.models.load(path)
        desk.settle(qtbot)
        situation = desk.models.situation
        assert situation is not None
        loaded = desk.engine.loaded
        assert loaded is not None
        assert situation.room.main_returned >= loaded.memory.context
        desk.models.unload()
        desk.settle(qtbot)
        situation = desk.models.situation
        assert situation is not None
        assert situation.room.main_returned == 0
