"""Counters that wrap, go back, repeat, vanish or return garbage; clocks that jump."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.core.energy.meter import MICRO, NANO, Domain, MeterFacts
from indoors.core.energy.track import Track
from tests.helpers.energy import CORE

WRAPPING = MeterFacts(
    name="rapl:package-0",
    domain=Domain.PACKAGE,
    kind="counter",
    family="rapl",
    wraps_at_uj=262_143_328_850,
    limit_w=600.0,
)
SAMPLING = MeterFacts(
    name="hwmon:soc", domain=Domain.SOC, kind="sample", family="hwmon", limit_w=500.0
)


@given(
    st.lists(st.tuples(st.integers(1, 60), st.floats(0, 500)), min_size=2, max_size=200),
    st.integers(0, 262_143_328_849),
)
def test_energy_through_wraps_is_exact(steps: list[tuple[int, float]], start: int) -> None:
    track = Track(WRAPPING)
    counter, now = start, 0
    track.take(now, counter)
    for seconds, watts in steps:
        now += seconds * NANO
        counter += round(watts * seconds * MICRO)
        assert WRAPPING.wraps_at_uj
        track.take(now, counter % WRAPPING.wraps_at_uj)
    assert track.total_uj == counter - start
    assert track.gaps == 0


def test_a_day_through_thirty_wraps() -> None:
    track = Track(WRAPPING)
    assert WRAPPING.wraps_at_uj
    for second in range(86_401):
        track.take(second * NANO, second * 95 * MICRO % WRAPPING.wraps_at_uj)
    assert track.total_uj == 86_400 * 95 * MICRO
    assert track.total_uj // WRAPPING.wraps_at_uj > 30
    assert track.gaps == 0


readings = st.one_of(
    st.none(),
    st.integers(-(2**70), 2**70),
    st.integers(0, 10_000_000),
    st.just(5_000_000),
)


@pytest.mark.parametrize("facts", [WRAPPING, CORE, SAMPLING])
@given(data=st.data())
def test_whatever_comes_energy_only_grows_and_stays_possible(
    facts: MeterFacts, data: st.DataObject
) -> None:
    track = Track(facts)
    now, total = 0, 0
    for passed, value, jumped in data.draw(
        st.lists(st.tuples(st.integers(-NANO, 5 * NANO), readings, st.booleans()), max_size=40)
    ):
        now += passed
        step = track.take(now, value, jumped=jumped)
        assert track.total_uj == total + (step.uj if step else 0)
        if step is not None:
            assert step.uj >= 0
            assert step.seconds > 0
            assert step.watts <= facts.limit_w * (1 + 2 * track.refresh_s / step.seconds) + 1
            assert value is not None
            assert not jumped
        total = track.total_uj


def test_what_happens_while_the_computer_sleeps_is_left_out() -> None:
    track = Track(CORE)
    track.take(0, 1_000)
    assert track.take(NANO, 0, jumped=True) is None  # counters may begin anew
    step = track.take(2 * NANO, 7_000)
    assert step is not None
    assert (step.uj, track.gaps, track.total_uj) == (7_000, 1, 7_000)


def test_a_driver_that_is_loaded_again_counts_from_zero() -> None:
    track = Track(CORE)
    track.take(0, 50_000_000)
    assert track.take(NANO, 1_000_000) is None
    assert track.take(2 * NANO, 3_000_000) is not None
    assert (track.total_uj, track.gaps) == (2_000_000, 1)


def test_too_long_unseen_for_a_counter_that_wraps() -> None:
    track = Track(WRAPPING)
    track.take(0, 0)
    assert track.take(600 * NANO, 1_000_000) is None
    assert track.gaps == 1


def test_the_same_reading_twice_is_nothing_new() -> None:
    track = Track(CORE)
    track.take(5, 10)
    assert track.take(5, 10) is None
    assert track.gaps == 0


def test_samples_are_joined_by_straight_lines() -> None:
    track = Track(SAMPLING)
    track.take(0, 10_000_000)
    track.take(NANO, 20_000_000)
    track.take(2 * NANO, 20_000_000)
    assert track.total_uj == 35_000_000
    assert track.take(9 * NANO, 20_000_000) is None  # nobody looked
    assert track.gaps == 1
