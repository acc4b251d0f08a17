import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.engine.confidence import Confidence
from indoors.engine.exponentials import SumOfExponentials, by_numpy, fastest
from indoors.engine.faults import EngineError
from indoors.engine.sampling import Logits
from indoors.protocol.faults import Fault

WAYS = pytest.mark.parametrize("way", [by_numpy, fastest()])


def values(logits: list[float]) -> Logits:
    return np.array(logits, np.float32)


@WAYS
@given(logits=st.lists(st.floats(-60, 60, width=32), min_size=2, max_size=60))
def test_agrees_with_the_definition(way: SumOfExponentials, logits: list[float]) -> None:
    confidence = Confidence(len(logits), way)
    confidence.read(values(logits))
    total = math.fsum(math.exp(logit) for logit in logits)
    probabilities = [math.exp(logit) / total for logit in logits]
    entropy = -math.fsum(p * math.log(p) for p in probabilities if p > 0)
    assert confidence.entropy == pytest.approx(entropy, abs=1e-3)
    for token, probability in enumerate(probabilities):
        assert math.exp(confidence.logprob(token)) == pytest.approx(probability, abs=1e-4)
        assert 0 < math.exp(confidence.logprob(token)) <= 1


def test_this_build_has_the_fast_way() -> None:
    assert fastest() is not by_numpy


@WAYS
def test_a_real_vocabulary_is_as_exact(way: SumOfExponentials) -> None:
    logits = np.random.default_rng(1).normal(3, 4, 151_936).astype(np.float32)
    confidence = Confidence(len(logits), way)
    confidence.read(logits)
    exact = logits.astype(np.float64) - float(logits.max())
    weights = np.exp(exact)
    total = float(weights.sum())
    entropy = math.log(total) - float(weights @ exact) / total
    assert confidence.entropy == pytest.approx(entropy, abs=1e-3)
    assert confidence.logprob(17) == pytest.approx(exact[17] - math.log(total), abs=1e-4)


@WAYS
def test_impossible_tokens_are_no_trouble(way: SumOfExponentials) -> None:
    confidence = Confidence(3, way)
    confidence.read(values([0.0, -math.inf, -1e30]))
    assert confidence.entropy == pytest.approx(0, abs=1e-6)
    assert confidence.logprob(0) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_what_is_no_number_is_a_failure(bad: float) -> None:
    with pytest.raises(EngineError) as caught:
        Confidence(3).read(values([0.0, bad, 1.0]))
    assert caught.value.fault is Fault.DECODE_FAILED
