"""What the system says of battery and heat."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from indoors.services.power import PowerReader, cores, lower_priority


def battery(monkeypatch: pytest.MonkeyPatch, found: object) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: found, raising=False)


def test_a_battery_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    battery(monkeypatch, SimpleNamespace(percent=41.7, power_plugged=False, secsleft=99))
    now = PowerReader(tmp_path).read()
    assert (now.on_battery, now.percent, now.throttled) == (True, 41.7, False)
    battery(monkeypatch, SimpleNamespace(percent=41.7, power_plugged=True, secsleft=99))
    assert PowerReader(tmp_path).read().on_battery is False


@pytest.mark.parametrize("found", [None, SimpleNamespace(percent=9, power_plugged=None)])
def test_what_the_system_does_not_tell_is_not_known(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, found: object
) -> None:
    battery(monkeypatch, found)
    assert PowerReader(tmp_path).read().on_battery is None


def test_a_system_without_the_call_has_no_battery(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delattr(psutil, "sensors_battery", raising=False)
    assert PowerReader(tmp_path).read().on_battery is None


def test_heat_shows_in_a_count_that_grows(tmp_path: Path) -> None:
    times = iter([0.0, 30.0, 60.0, 900.0])
    reader = PowerReader(tmp_path, clock=lambda: next(times))
    folder = tmp_path / "sys/devices/system/cpu/cpu0/thermal_throttle"
    folder.mkdir(parents=True)
    count = folder / "package_throttle_count"

    def read(value: str) -> bool:
        count.write_text(value)
        return reader.read().throttled

    assert not read("7\n")  # since when, nobody knows
    assert read("8\n")
    assert not read("8\n")
    assert not read("50\n")  # it may have been long ago
    count.write_text("warm")
    assert not reader.read().throttled


def test_another_program_goes_first() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert lower_priority(child.pid)
        assert psutil.Process(child.pid).nice() > 0
        child.communicate(b"\n")
    assert not lower_priority(child.pid)
    assert cores() >= 1
