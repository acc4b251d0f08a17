from math import log

import pytest

from indoors.core.speed import (
    DeviceClass,
    Expectation,
    Observation,
    Source,
    Workload,
    calibrate,
    estimate,
    estimate_split,
    expect_prefill,
    expect_writing,
    measured,
    prefill_workload,
    writing_workload,
)

PER_BYTE, PER_LAYER = 1 / 40e9, 50e-6
PRIOR = expect_writing(DeviceClass.CPU, 60e9)
SMALL, MIDDLE, LARGE = (
    Workload(100e6, 30),
    Workload(1.1e9, 28),
    Workload(5e9, 36),
)


def real(work: Workload) -> float:
    return work.factor * (work.amount * PER_BYTE + work.layers * PER_LAYER)


def seen(*works: Workload) -> list[Observation]:
    return [Observation(work, real(work)) for work in works]


def test_without_measurement_the_range_is_wide_and_says_so() -> None:
    said = estimate(calibrate(PRIOR), LARGE)
    assert said.source is Source.PREDICTED
    assert said.low < 1 / real(LARGE) < said.high
    assert said.high / said.low > 2
    assert said.spread == (said.high - said.low) / 2


def test_two_models_are_enough_to_know_a_third() -> None:
    said = estimate(calibrate(PRIOR, seen(SMALL, MIDDLE)), LARGE)
    assert said.source is Source.CALIBRATED
    assert said.value == pytest.approx(1 / real(LARGE), rel=0.1)
    assert said.high / said.low < 1.6


def test_every_measurement_narrows_the_range() -> None:
    spreads = [
        estimate(calibrate(PRIOR, seen(*works)), LARGE).spread
        / estimate(calibrate(PRIOR, seen(*works)), LARGE).value
        for works in ((), (SMALL,), (SMALL, MIDDLE), (SMALL, MIDDLE, Workload(2e9, 36)))
    ]
    assert spreads == sorted(spreads, reverse=True)
    assert len(set(spreads)) == 4


def test_calibration_finds_a_device_far_from_the_usual() -> None:
    """An old card with a fifth of the expected speed; the search must get there all the same."""
    works = [Workload(size, 28) for size in (0.1e9, 1e9, 3e9, 8e9)]
    slow = [Observation(work, 5 * real(work)) for work in works]
    for each in slow:
        said = estimate(calibrate(PRIOR, slow), each.workload)
        assert said.value == pytest.approx(1 / each.seconds, rel=0.25)
        assert said.low < 1 / each.seconds < said.high


def test_one_odd_measurement_makes_doubtful_not_sure() -> None:
    usual = estimate(calibrate(PRIOR, seen(SMALL)), LARGE)
    odd = estimate(calibrate(PRIOR, [Observation(SMALL, 10 * real(SMALL))]), LARGE)
    assert odd.high / odd.low > 1.5 * usual.high / usual.low


def test_prior_alone_is_returned_unchanged() -> None:
    prior = Expectation((log(1e-10), log(1e-4)), (0.4, 0.5))
    known = calibrate(prior)
    assert known.point == pytest.approx(prior.mean)
    assert known.covariance == pytest.approx((0.16, 0.0, 0.25))


def test_bandwidth_decides() -> None:
    slow, fast = (expect_writing(DeviceClass.CARD, speed) for speed in (100e9, 1000e9))
    ratio = estimate(calibrate(fast), LARGE).value / estimate(calibrate(slow), LARGE).value
    assert 5 < ratio < 10  # not 10: the start of layers does not get faster
    unknown = estimate(calibrate(expect_writing(DeviceClass.CARD, None)), LARGE)
    assert unknown.high / unknown.low > 5


def test_mixtures_read_only_what_they_use() -> None:
    whole = writing_workload(12_000_000_000, 24)
    part = writing_workload(12_000_000_000, 24, active_share=0.17)
    assert part.amount == pytest.approx(0.17 * whole.amount)
    known = calibrate(PRIOR)
    assert estimate(known, part).value > 3 * estimate(known, whole).value


def test_factors_and_shares_of_architectures() -> None:
    assert writing_workload(100, 1, architecture="qwen35").factor > 1
    assert writing_workload(100, 1, architecture="llama").factor == 1
    assert writing_workload(100, 1, model_id="gemma-4-e2b-it").amount == 50
    assert writing_workload(100, 1, cache_bytes=30).amount == 130


def test_a_model_in_two_memories_is_held_up_by_the_slower() -> None:
    card = calibrate(expect_writing(DeviceClass.CARD, 450e9))
    main = calibrate(expect_writing(DeviceClass.CPU, 40e9))
    alone, none = estimate(card, LARGE).value, estimate(main, LARGE).value
    split = estimate_split(card, main, LARGE, 0.8).value
    assert none < split < 0.5 * alone
    assert estimate_split(card, main, LARGE, 1.0).value == pytest.approx(alone)
    assert estimate_split(card, main, LARGE, 0.0).value == pytest.approx(none)


def test_measured_replaces_prediction() -> None:
    assert measured([]) is None
    assert measured([0.0]) is None
    said = measured([36.0, 35.0, 37.0])
    assert said is not None
    assert (said.value, said.source) == (36.0, Source.MEASURED)
    assert said.low <= 35.0
    assert said.high >= 37.0
    later = measured([5.0] * 30 + [36.0] * 20)
    assert later is not None
    assert later.value == 36.0


def test_reading_a_prompt_grows_with_parameters() -> None:
    known = calibrate(expect_prefill(DeviceClass.CPU, 60e9))
    small, large = prefill_workload(0.5e9, 24), prefill_workload(8e9, 36)
    assert estimate(known, small).value > 8 * estimate(known, large).value
    assert estimate(known, prefill_workload(8e9, 36, active_share=0.1)).value > 5 * (
        estimate(known, large).value
    )


@pytest.mark.parametrize("bandwidth", [None, 26.7e9])
def test_a_tiny_model_that_starts_its_layers_slowly_says_little_of_larger_ones(
    bandwidth: float | None,
) -> None:
    """Measured on a virtual machine of two cores: 135M 65 tok/s, 1.5B (Q4_K_M) 18.9 tok/s."""
    expected = expect_writing(DeviceClass.CPU, bandwidth, is_measured=bandwidth is not None)
    tiny = writing_workload(98_362_432, 30, architecture="llama")
    device = calibrate(expected, [Observation(tiny, 1 / 65.2)])
    found = estimate(device, writing_workload(986_000_000, 28))
    assert found.low < 18.94 < found.high
    assert found.value == pytest.approx(18.94, rel=0.25)
