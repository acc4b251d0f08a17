"""Batteries, the formula fitted on one, and what load alone allows to say."""

import struct
from pathlib import Path

import pytest

from indoors.core.energy.answer import Grade
from indoors.core.energy.calibration import Calibration, fit
from indoors.core.energy.reasons import Lowered
from indoors.core.energy.session_mean import Tokens
from indoors.services.meters.battery import battery_meters, discharge_uw
from indoors.services.meters.battery_windows import discharge_of
from indoors.services.meters.estimate import calibrated_meter, limit_meter
from indoors.services.meters.finding import MeterSources
from tests.helpers.energy import Desk, PowerCap
from tests.services.probe.trees import tree

FOLDER = "sys/class/power_supply"


def battery(root: Path, name: str = "BAT0", **files: object) -> None:
    said = {"type": "Battery", "status": "Discharging"} | files
    tree(root, {f"{FOLDER}/{name}/{key}": f"{value}\n" for key, value in said.items()})


def test_what_leaves_the_battery(tmp_path: Path) -> None:
    battery(tmp_path, power_now=14_500_000)
    (meter,) = battery_meters(tmp_path, "linux")
    assert meter.read() == 14_500_000
    battery(tmp_path, status="Charging", power_now=30_000_000)
    assert meter.read() is None
    battery(tmp_path, status="Not charging", power_now=0)
    assert meter.read() is None


def test_current_and_voltage_and_two_batteries(tmp_path: Path) -> None:
    battery(tmp_path, current_now=-1_000_000, voltage_now=12_000_000)
    battery(tmp_path, "BAT1", power_now=3_000_000)
    battery(tmp_path, "hidpp_0", scope="Device", power_now=1)
    assert discharge_uw(tmp_path) == 15_000_000
    battery(tmp_path, "BAT1", power_now=0)  # it does not know
    assert discharge_uw(tmp_path) is None


def test_a_computer_without_battery(tmp_path: Path) -> None:
    tree(tmp_path, {f"{FOLDER}/AC/type": "Mains\n"})
    assert not battery_meters(tmp_path, "linux")
    assert not battery_meters(tmp_path, "somewhere")


def state(mains: bool, present: bool, charges: bool, discharges: bool, rate: int) -> bytes:
    flags = bytes([mains, present, charges, discharges])
    return flags + bytes(4) + struct.pack("<IIiIII", 50_000, 40_000, rate, 3_600, 0, 0)


def test_windows_battery_state() -> None:
    assert len(state(False, True, False, True, -9_000)) == 32
    assert discharge_of(state(False, True, False, True, -9_000)) == 9_000_000
    assert discharge_of(state(True, True, True, False, 20_000)) is None
    assert discharge_of(state(False, True, False, True, -(2**31))) is None
    assert discharge_of(b"short") is None


def test_a_fit_and_what_does_not_make_one() -> None:
    pieces = [(load / 10, 6.0 + 18.0 * load / 10 + (-1) ** load * 0.3) for load in range(8)]
    made = fit(pieces, "2026-11-28")
    assert made is not None
    assert made.a == pytest.approx(6.0, abs=0.5)
    assert made.b == pytest.approx(18.0, abs=0.8)
    assert fit(pieces[:5], "2026-11-28") is None
    assert fit([(0.5, 12.0)] * 10, "2026-11-28") is None
    assert fit([(load, 20.0 - power) for load, power in pieces], "2026-11-28") is None
    wild = [
        (load, power * (1.9 if index % 2 else 0.1)) for index, (load, power) in enumerate(pieces)
    ]
    assert fit(wild, "2026-11-28") is None


def answer_by(desk: Desk, meter: str) -> tuple[Grade, float | None, float | None]:
    loads = iter([0.1] * 20 + [0.9] * 50)
    if meter == "calibrated":
        made = Calibration(a=6.0, b=20.0, pieces=9, residual=0.05, day="2026-11-28")
        desk.add(calibrated_meter(made, lambda: next(loads), desk.clock))
    else:
        desk.add(limit_meter(15.0, lambda: next(loads), desk.clock))
    desk.load()
    desk.pass_time(18)
    desk.accounting.begin("a")
    desk.pass_time(4, 0.1)
    energy = desk.accounting.end("a", Tokens(5, 50))
    return energy.grade, energy.joules, energy.half_width_j


def test_estimates_say_so_and_how_far_off_they_may_be() -> None:
    grade, joules, half = answer_by(Desk(), "calibrated")
    assert grade is Grade.ESTIMATED
    assert joules == pytest.approx(0.8 * 20 * 4, rel=0.05)
    assert half == pytest.approx(0.25 * 64, rel=0.15)
    grade, joules, half = answer_by(Desk(), "limit")
    assert grade is Grade.ESTIMATED
    assert joules is not None
    assert half is not None
    raw = 0.8 * 15 * 4
    assert joules - half <= raw * 0.62
    assert joules + half >= raw * 1.58


def test_the_power_limit_is_the_last_resort(tmp_path: Path) -> None:
    counter = PowerCap(tmp_path).zone("intel-rapl:0", "package-0", 5)
    (counter.parent / "constraint_0_power_limit_uw").write_text("15000000\n")
    families = [meter.facts.family for meter in MeterSources(tmp_path).always()]
    assert families == ["rapl"]
    counter.unlink()
    meters = MeterSources(tmp_path).always()
    assert [meter.facts.family for meter in meters] == ["tdp"]
    desk = Desk()
    desk.add(*meters)
    desk.pass_time(2)
    assert desk.accounting.power().lowered_by == (Lowered.FROM_LOAD,)
