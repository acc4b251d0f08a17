"""How often counters tick, learned by watching."""

import dataclasses
import sys
from pathlib import Path

import psutil
import pytest

from indoors.core.energy.meter import MeterFacts
from indoors.services.meters.rapl import rapl_meters
from indoors.services.meters.refresh import learn_refresh
from indoors.services.meters.trace import VirtualClock
from tests.helpers.energy import CORE, CounterMeter, PowerCap, Supply


def learned(facts: MeterFacts, watts: float = 20.0, look_s: float = 0.0) -> float:
    clock = VirtualClock(10**9)
    meter = CounterMeter(facts, Supply(clock, watts), clock)
    return learn_refresh(
        meter, clock=clock.now, sleep=lambda seconds: clock.advance(max(seconds, look_s))
    )


@pytest.mark.parametrize("refresh_s", [0.02, 0.05, 0.1])
def test_what_ticks_slowly_is_seen(refresh_s: float) -> None:
    assert learned(dataclasses.replace(CORE, refresh_s=refresh_s)) == pytest.approx(
        refresh_s, abs=0.002
    )


def test_what_ticks_faster_than_one_looks_is_taken_at_its_word() -> None:
    assert learned(CORE) == CORE.refresh_s
    assert learned(CORE, look_s=0.03) == CORE.refresh_s  # a busy computer


def test_what_does_not_move_is_taken_at_its_word() -> None:
    assert learned(CORE, watts=0.0) == CORE.refresh_s


@pytest.mark.skipif(sys.platform != "linux", reason="counts descriptors")
def test_readings_leave_no_file_open(tmp_path: Path) -> None:
    PowerCap(tmp_path).zone("intel-rapl:0", "package-0", 5)
    (meter,) = rapl_meters(tmp_path)
    before = psutil.Process().num_fds()
    for _ in range(200):
        assert meter.read() == 5
    assert psutil.Process().num_fds() == before
