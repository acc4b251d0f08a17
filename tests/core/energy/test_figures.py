"""Idle power, means, and what follows from joules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.core.energy.figures import Band, at_the_wall, carbon, per_token, watt_hours
from indoors.core.energy.idle import IdlePower
from indoors.core.energy.marginal import Marginal
from indoors.core.energy.meter import MICRO, NANO
from indoors.core.energy.reasons import Lowered
from indoors.core.energy.session_mean import SessionMean, Tokens
from indoors.core.energy.track import Step


def seconds(*watts: float) -> list[Step]:
    return [Step(i * NANO, (i + 1) * NANO, round(power * MICRO)) for i, power in enumerate(watts)]


def level(*watts: float) -> IdlePower:
    idle = IdlePower()
    for step in seconds(*watts):
        idle.add(step, 0.001)
    return idle


def test_idle_power_is_the_median_of_the_last_minute() -> None:
    found = level(*[90.0] * 30, *[10.0] * 61).level()
    assert found is not None
    assert found.watts == pytest.approx(10)
    spikes = level(*[10.0, 10.0, 10.0, 80.0] * 15).level()
    assert spikes is not None
    assert spikes.watts == pytest.approx(10)


def test_two_seconds_are_too_few() -> None:
    assert level(10.0, 10.0).level() is None
    assert level(10.0, 10.0, 10.0).level() is not None


def test_what_is_old_is_said_to_be() -> None:
    idle = level(*[10.0] * 10)
    assert idle.level(600 * NANO) == idle.level()
    old = idle.level(3_600 * NANO)
    assert old is not None
    assert old.lowered_by == (Lowered.IDLE_OLD,)
    assert old.sigma >= 2.0


def test_quick_readings_make_pieces_of_a_second() -> None:
    idle = IdlePower()
    for i in range(40):  # a counter that ticks every 0.1 s, read as often: 0, 20, 0, 20 W
        idle.add(Step(i * NANO // 10, (i + 1) * NANO // 10, i % 2 * 2 * MICRO), 0.1)
    found = idle.level()
    assert found is not None
    assert found.watts == pytest.approx(10, rel=0.15)


def measured(joules: float) -> Marginal:
    return Marginal(prefill=0.0, decode=joules, u_own=0.1, u_common=0.1)


def test_the_mean_counts_answers_below_idle_too() -> None:
    mean = SessionMean()
    for joules in (10.0, -4.0, 12.0):
        mean.add(measured(joules), Tokens(0, 10))
    said = mean.of(Tokens(0, 20), is_in=True)
    assert said is not None
    assert said.joules == pytest.approx(12.0)
    assert said.half_width > 5


def test_a_mean_of_nothing_says_nothing() -> None:
    mean = SessionMean()
    assert mean.of(Tokens(5, 5), is_in=False) is None
    mean.add(measured(-1.0), Tokens(0, 10))
    assert mean.of(Tokens(5, 5), is_in=True) is None
    assert mean.of(Tokens(0, 0), is_in=True) is None


def test_one_other_answer_is_a_weak_witness() -> None:
    mean = SessionMean()
    mean.add(measured(10.0), Tokens(0, 10))
    own, others = mean.of(Tokens(0, 10), is_in=True), mean.of(Tokens(0, 10), is_in=False)
    assert own is not None
    assert others is not None
    assert others.half_width > 5 > own.half_width


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(1, 1_500), st.floats(0, 0.9))
def test_ranges_hold_their_value(joules: float, half: float, grams: float, spread: float) -> None:
    for band in (
        at_the_wall(joules, half, "desktop"),
        at_the_wall(joules, half, "measured"),
        carbon(at_the_wall(joules, half, "battery"), grams, spread),
    ):
        assert 0 <= band.low <= band.value <= band.high


def test_known_figures() -> None:
    assert watt_hours(3_600) == pytest.approx(1)
    assert per_token(50.0, 25) == pytest.approx(2)
    assert per_token(None, 25) is None
    assert per_token(50.0, 0) is None
    grams = carbon(Band(3.6e6, 3.6e6, 3.6e6), 400.0)
    assert (grams.value, grams.low, grams.high) == pytest.approx((400.0, 320.0, 480.0))
    assert at_the_wall(88.0, 0.0, "desktop").value == pytest.approx(100.0)
