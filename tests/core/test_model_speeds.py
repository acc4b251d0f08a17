"""What follows from measured speeds."""

import pytest

from indoors.core.model_speeds import MeasuredSpeed, observations, predictions, speeds_of


def seen(model: str, speed: float, at_ms: int, **changes: object) -> MeasuredSpeed:
    values: dict[str, object] = {
        "model": model,
        "kind": "writing",
        "speed": speed,
        "at_ms": at_ms,
        "on_card": False,
        "amount": 1e9,
        "layers": 20,
        "factor": 1.0,
        "predicted": 10.0,
        "low": 8.0,
        "high": 12.0,
    }
    return MeasuredSpeed(**{**values, **changes})  # type: ignore[arg-type]


def test_speeds_are_in_their_order_and_reading_is_apart() -> None:
    all_seen = [seen("a", 11, 2), seen("a", 9, 1), seen("a", 400, 3, kind="reading")]
    assert speeds_of(all_seen) == {"a": (9, 11)}


def test_each_model_is_one_observation_of_its_median() -> None:
    all_seen = [seen("a", 10, 1), seen("a", 20, 2), seen("a", 12, 3, amount=2e9), seen("b", 5, 1)]
    found = observations(all_seen, "writing", on_card=False)
    assert [each.seconds for each in found] == [pytest.approx(1 / 12), pytest.approx(1 / 5)]
    assert found[0].workload.amount == 2e9
    assert observations(all_seen, "writing", on_card=True) == []


def test_the_first_prediction_counts_not_what_was_learned_since() -> None:
    all_seen = [seen("a", 13, 1), seen("a", 13, 2, predicted=13.0, low=12.0, high=14.0)]
    (made,) = predictions(all_seen)
    assert made.predicted == 10.0
    assert not made.held
    assert made.miss == pytest.approx(3 / 13)


def test_a_speed_without_a_prediction_proves_nothing() -> None:
    assert predictions([seen("a", 13, 1, predicted=0.0)]) == []
