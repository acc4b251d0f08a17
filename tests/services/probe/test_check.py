"""The whole check: its order, its limits, and that nothing holds it up."""

import threading
from pathlib import Path

import pytest

from indoors.core.errors import AppError
from indoors.core.hardware import Bandwidth, EngineBuild, MainMemory
from indoors.protocol.faults import Fault
from indoors.services.probe import NotHere, check_computer, sources
from indoors.services.probe.engine import greet
from indoors.services.probe.memory import read_memory
from indoors.services.starter import starter_model

BUILD = EngineBuild(build="b1", system="AVX2 = 1", devices=())
PATIENCE_S = 20


def test_this_computer(tmp_path: Path) -> None:
    heard: list[str] = []
    found = check_computer(
        sources(tmp_path), file=starter_model(), heard=lambda name, _: heard.append(name)
    )
    assert found.computer.engine is not None
    assert any(device.kind == "cpu" for device in found.computer.engine.devices)
    measured = isinstance(found.computer.memory_speed, Bandwidth)
    assert measured or found.missing["memory_speed"]  # other programs may be in the way
    assert heard.index("graphics") < heard.index("engine") < heard.index("memory_speed")
    assert set(found.seconds) == {*sources(tmp_path), "engine", "memory_speed", "disk_speed"}


def test_without_measuring(tmp_path: Path) -> None:
    found = check_computer(
        sources(tmp_path), file=starter_model(), engine=lambda: BUILD, measure=False
    )
    assert found.computer.engine == BUILD
    assert found.computer.memory_speed is None
    assert found.missing["memory_speed"] == found.missing["disk_speed"] == "not asked for"


def test_a_slow_engine_is_heard_after_the_measurements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indoors.services.probe.check.ENGINE_LIMIT_S", 0.05)
    measured = threading.Event()
    heard: list[str] = []

    def slow() -> EngineBuild:
        assert measured.wait(PATIENCE_S)
        return BUILD

    def hear(name: str, _value: object) -> None:
        heard.append(name)
        if name == "disk_speed":
            measured.set()

    found = check_computer({"memory": read_memory}, file=None, engine=slow, heard=hear)
    assert found.computer.engine == BUILD
    assert heard[-1] == "engine"
    assert heard.count("engine") == 1


def test_an_engine_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indoors.services.probe.check.ENGINE_LIMIT_S", 0.05)
    monkeypatch.setattr("indoors.services.probe.check.ENGINE_LATE_S", 0.1)
    release = threading.Event()

    def hangs() -> NotHere:
        release.wait(PATIENCE_S)
        return NotHere("too late")

    try:
        found = check_computer({"memory": read_memory}, file=None, engine=hangs, measure=False)
    finally:
        release.set()
    assert isinstance(found.computer.memory, MainMemory)
    assert found.missing["engine"] == "did not answer in time"


def test_a_measurement_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def hangs(*_arguments: object, **_options: object) -> NotHere:
        release.wait(PATIENCE_S)
        return NotHere("too late")

    monkeypatch.setattr("indoors.services.probe.disk_speed.measure_disk_speed", hangs)
    monkeypatch.setattr("indoors.services.probe.disk_speed.LIMIT_S", 0.3)
    try:
        found = check_computer({}, file=Path("any"), engine=lambda: BUILD)
    finally:
        release.set()
    assert found.missing["disk_speed"] == "did not answer in time"


def test_it_can_be_stopped() -> None:
    stop = threading.Event()
    stop.set()
    found = check_computer({"memory": read_memory}, file=None, engine=lambda: BUILD, stop=stop)
    assert found.missing["memory_speed"] == "the check was stopped"


def test_an_engine_that_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(AppError) as raised:
        greet()
    assert raised.value.fault is Fault.ENGINE_DID_NOT_START
