"""The predictor against public measurements, each device predicted from the others alone."""

from statistics import mean

import pytest

from tests.eval.speed import TARGET, Result, evaluate, median_error, read, read_devices


@pytest.fixture(scope="module")
def results() -> list[Result]:
    rows, models = read()
    devices, _ = read_devices(rows, models)
    return [evaluate(device, devices) for device in devices]


def test_two_models_make_predictions_good(results: list[Result]) -> None:
    assert len(results) >= 7
    assert median_error(results, "two") <= TARGET
    assert median_error(results, "any two") <= TARGET


def test_the_smallest_model_alone_makes_nothing_worse(results: list[Result]) -> None:
    assert median_error(results, "one") <= median_error(results, "none")


@pytest.mark.parametrize("name", ["none", "one", "two", "any two"])
def test_ranges_hold_what_they_promise(results: list[Result], name: str) -> None:
    """Nine of ten, counted by device: models on one device miss together."""
    shares = [sum(each.inside[name]) / len(each.inside[name]) for each in results]
    assert mean(shares) >= 0.85
    assert sum(share >= 0.85 for share in shares) >= len(shares) - 1
