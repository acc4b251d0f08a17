"""The check of this computer: every fact once, the end always, whatever hangs."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from indoors.bridge.survey import FACTS, LIMIT_MS, SurveyBridge
from indoors.core.hardware import Computer, EngineBuild, MainMemory, Processor
from indoors.services.probe import NotHere
from indoors.services.probe.engine import read_engine
from indoors.services.probe.memory import read_memory
from indoors.services.probe.processor import read_processor
from indoors.services.probe.survey import Source

WAIT_MS = 30_000


class Heard:
    """What a survey said, in order."""

    def __init__(self, survey: SurveyBridge) -> None:
        self.survey = survey
        self.facts: list[tuple[str, object]] = []
        self.ends: list[Computer] = []
        survey.fact.connect(lambda name, value: self.facts.append((name, value)))
        survey.finished.connect(self.ends.append)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.facts]

    def run(self, qtbot: QtBot) -> Computer:
        with qtbot.waitSignal(self.survey.finished, timeout=WAIT_MS):
            self.survey.start()
        return self.ends[-1]


@pytest.fixture
def closing() -> Iterator[list[SurveyBridge]]:
    made: list[SurveyBridge] = []
    yield made
    for survey in made:
        survey.close()


def heard(
    closing: list[SurveyBridge], folder: Path, limit_ms: int = LIMIT_MS, **asked: Source
) -> Heard:
    engine = read_engine if not asked else lambda: NotHere("a test")
    survey = SurveyBridge(folder, asked=asked or None, engine=engine, limit_ms=limit_ms)
    closing.append(survey)
    return Heard(survey)


def test_this_computer_is_checked_and_every_fact_comes_once(
    qtbot: QtBot, tmp_path: Path, closing: list[SurveyBridge]
) -> None:
    said = heard(closing, tmp_path)
    computer = said.run(qtbot)

    assert sorted(said.names) == sorted(FACTS)
    assert said.survey.facts == dict(said.facts)
    assert computer.processor == said.survey.facts["processor"]
    assert computer.disk is not None
    if computer.memory_speed is None:  # other programs were in the way, and it says so
        assert isinstance(said.survey.facts["memory_speed"], NotHere)
    else:
        assert computer.memory_speed.bytes_per_second > 10**8
    assert said.survey.seconds is not None
    assert isinstance(computer.engine, EngineBuild)
    assert any(device.kind == "cpu" for device in computer.engine.devices)
    assert said.names.index("engine") < said.names.index("memory_speed")
    assert all(0 < said.survey.when[name] <= said.survey.seconds for name in FACTS)
    assert 0 < said.survey.seconds < LIMIT_MS / 1000
    assert not said.survey.is_running


def test_a_source_that_hangs_holds_nothing_up(
    qtbot: QtBot, tmp_path: Path, closing: list[SurveyBridge]
) -> None:
    release = threading.Event()

    def hangs() -> NotHere:
        release.wait(WAIT_MS / 1000)
        return NotHere("at last")

    said = heard(closing, tmp_path, processor=read_processor, pci=hangs)
    try:
        computer = said.run(qtbot)
    finally:
        release.set()

    assert isinstance(computer.processor, Processor)
    assert isinstance(said.survey.facts["graphics"], NotHere)
    assert isinstance(said.survey.facts["memory_speed"], NotHere)
    assert computer.memory is None


def test_no_graphics_is_a_fact_too(
    qtbot: QtBot, tmp_path: Path, closing: list[SurveyBridge]
) -> None:
    said = heard(closing, tmp_path, pci=lambda: ())
    said.run(qtbot)

    assert said.survey.facts["graphics"] == ()


def test_the_end_comes_in_time_with_what_is_known(
    qtbot: QtBot, tmp_path: Path, closing: list[SurveyBridge], monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()

    def endless(*_arguments: object, **_options: object) -> NotHere:
        release.wait(WAIT_MS / 1000)
        return NotHere("too late to be heard")

    monkeypatch.setattr("indoors.services.probe.memory_speed.measure_memory_speed", endless)
    said = heard(closing, tmp_path, limit_ms=700, memory=read_memory)
    computer = said.run(qtbot)
    release.set()
    said.survey.close()
    qtbot.wait(50)

    assert isinstance(computer.memory, MainMemory)
    assert computer.memory_speed is None
    late = said.survey.facts["memory_speed"]
    assert isinstance(late, NotHere)
    assert late.reason == "did not answer in time"
    assert len(said.ends) == 1
    assert len(said.names) == len(FACTS)


def test_it_can_be_run_again(qtbot: QtBot, tmp_path: Path, closing: list[SurveyBridge]) -> None:
    said = heard(closing, tmp_path, processor=read_processor)
    said.run(qtbot)
    said.run(qtbot)

    assert len(said.ends) == 2
    assert said.names.count("processor") == 2
