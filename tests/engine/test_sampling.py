import ctypes
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.engine.binding import lib
from indoors.engine.sampling import Logits, Sampler, possible_top_k
from indoors.protocol.engine import Sampling


def random_logits(size: int = 20_000, seed: int = 0) -> Logits:
    return np.random.default_rng(seed).normal(0, 3, size).astype(np.float32)


def choices(sampling: Sampling, logits: Logits, count: int = 40, seed: int = 1) -> list[int]:
    sampler = Sampler(sampling, len(logits), seed)
    try:
        return [sampler.choose(logits.copy()) for _ in range(count)]
    finally:
        sampler.free()


def whole_chain(sampling: Sampling, logits: Logits, count: int, seed: int) -> list[int]:
    """llama.cpp's chain over the whole vocabulary, as it is meant to be used."""
    chain = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
    for sampler in (
        lib.llama_sampler_init_penalties(
            len(logits), sampling.repeat_last, sampling.repeat_penalty, 0.0, 0.0
        ),
        lib.llama_sampler_init_top_k(sampling.top_k),
        lib.llama_sampler_init_top_p(sampling.top_p, 1),
        lib.llama_sampler_init_min_p(sampling.min_p, 1),
        lib.llama_sampler_init_temp(sampling.temperature),
        lib.llama_sampler_init_dist(seed),
    ):
        lib.llama_sampler_chain_add(chain, sampler)
    data = (lib.llama_token_data * len(logits))()
    chosen = []
    for _ in range(count):
        for token, logit in enumerate(logits.tolist()):
            data[token].id, data[token].logit, data[token].p = token, logit, 0.0
        array = lib.llama_token_data_array(data, len(logits), -1, False)
        lib.llama_sampler_apply(chain, ctypes.byref(array))
        chosen.append(int(array.data[array.selected].id))
        lib.llama_sampler_accept(chain, chosen[-1])
    lib.llama_sampler_free(chain)
    return chosen


@pytest.mark.parametrize(
    "sampling",
    [
        Sampling(),
        Sampling(temperature=1.5, top_k=5, repeat_penalty=1.3, repeat_last=8),
        Sampling(temperature=2, top_k=0, top_p=0.9, min_p=0),
        Sampling(temperature=0.3, top_k=1),
        Sampling(temperature=1, top_k=900, top_p=1, min_p=0.01, repeat_penalty=0.8),
    ],
)
def test_it_chooses_as_the_whole_chain_does(sampling: Sampling) -> None:
    logits = random_logits(8_000)
    assert choices(sampling, logits, 12, seed=5) == whole_chain(sampling, logits, 12, seed=5)


@given(
    logits=st.lists(st.floats(-20, 20, width=32), min_size=1, max_size=3000),
    k=st.integers(-1, 60),
)
def test_none_of_the_top_k_is_missed(logits: list[float], k: int) -> None:
    array = np.array(logits, np.float32)
    found = possible_top_k(array, k)
    kth = np.sort(array)[::-1][min(k, len(array)) - 1] if k > 0 else -np.inf
    assert set(np.flatnonzero(array >= kth)) <= set(found)
    assert list(found) == sorted(found)


def test_few_more_than_k_are_left() -> None:
    assert len(possible_top_k(random_logits(150_000), 40)) < 80


def test_greedy_takes_the_likeliest_and_repeats_only_unpenalized() -> None:
    logits = random_logits()
    best = np.argsort(logits)[::-1]
    assert choices(Sampling(temperature=0, repeat_penalty=1), logits, 3) == [best[0]] * 3
    penalized = choices(Sampling(temperature=0, repeat_penalty=100), logits, 3)
    assert penalized == best[:3].tolist()


def test_what_was_written_before_counts_for_the_penalty() -> None:
    logits = random_logits()
    best = np.argsort(logits)[::-1]
    sampler = Sampler(Sampling(temperature=0, repeat_penalty=100, repeat_last=2), len(logits), 0)
    sampler.remember([5, int(best[0]), int(best[1])])
    assert sampler.choose(logits.copy()) == best[2]
    sampler.free()


def test_draws_follow_the_distribution() -> None:
    logits = np.full(200, -np.inf, np.float32)
    logits[[3, 7]] = np.log(np.array([3, 1], np.float32))
    drawn = Counter(
        choices(Sampling(temperature=1, top_k=0, top_p=1, min_p=0, repeat_penalty=1), logits, 400)
    )
    assert set(drawn) == {3, 7}
    assert 260 < drawn[3] < 340
