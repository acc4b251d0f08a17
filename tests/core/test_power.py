"""Manners on battery and in heat, and when unloading pays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.core.power import (
    LEAST_WAIT_S,
    MOST_WAIT_S,
    Pause,
    PowerNow,
    batch_pause,
    gentle_threads,
    wait_s,
)

BATTERY = PowerNow(on_battery=True, percent=63.0)
LOW = PowerNow(on_battery=True, percent=19.9)


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (PowerNow(), None),
        (BATTERY, None),
        (LOW, Pause.LOW_BATTERY),
        (PowerNow(on_battery=False, percent=5.0), None),
        (PowerNow(on_battery=True), None),
        (PowerNow(throttled=True), Pause.TOO_WARM),
    ],
)
def test_other_work_pauses_for_a_reason_only(now: PowerNow, why: Pause | None) -> None:
    assert batch_pause(now) is why
    assert batch_pause(now, enabled=False) is None


def test_on_battery_half_of_the_cores_unless_the_user_chose() -> None:
    assert gentle_threads(BATTERY, 8, None) == 4
    assert gentle_threads(BATTERY, 1, None) == 1
    assert gentle_threads(BATTERY, 8, 6) == 6
    assert gentle_threads(BATTERY, 8, None, enabled=False) is None
    assert gentle_threads(PowerNow(), 8, None) is None


@given(st.floats(0.1, 1e6), st.floats(0.01, 300))
def test_unloading_pays_once_waiting_has_taken_as_much(load_j: float, standby_w: float) -> None:
    wait = wait_s(load_j, standby_w)
    assert wait is not None
    assert LEAST_WAIT_S <= wait <= MOST_WAIT_S
    if LEAST_WAIT_S < wait < MOST_WAIT_S:
        assert wait * standby_w == pytest.approx(load_j)


def test_without_figures_nobody_knows() -> None:
    assert wait_s(None, 5.0) is None
    assert wait_s(100.0, None) is None
    assert wait_s(0.0, 5.0) is None
    assert wait_s(100.0, -0.1) == MOST_WAIT_S
