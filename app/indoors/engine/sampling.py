"""Choosing the next token."""

import ctypes
from collections import deque
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from indoors.engine.binding import lib
from indoors.protocol.engine import Sampling

Logits = npt.NDArray[np.float32]

_AT_LEAST_ONE = 1
_LANES = 64
_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])


class Sampler:
    """llama.cpp's sampler chain, in llama.cpp's order: top-k, top-p, min-p, temperature, draw.

    With a vocabulary of 150,000 the chain spends most of its time on tokens that top-k throws
    away at once. So only those that can be among the top k are handed to it, which changes
    nothing in what it chooses. Call ``free`` when done.

    The repeat penalty looks at what the assistant wrote in this answer, not at the prompt:
    else a question's words, and the very token that ends a turn, would be made unlikely.
    """

    def __init__(self, sampling: Sampling, vocabulary_size: int, seed: int) -> None:
        self._greedy = sampling.temperature <= 0
        self._top_k = sampling.top_k
        self._penalty = sampling.repeat_penalty
        penalized = sampling.repeat_last if self._penalty not in (0.0, 1.0) else 0
        self._recent: deque[int] = deque(maxlen=max(0, penalized))
        self._candidates = np.zeros(vocabulary_size, _CANDIDATE)
        self._array = lib.llama_token_data_array(data=_pointer(self._candidates))
        self._chain: Any = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
        if not self._greedy:
            for sampler in _samplers(sampling, seed):
                lib.llama_sampler_chain_add(self._chain, sampler)

    def remember(self, tokens: Sequence[int]) -> None:
        """Count tokens that the assistant wrote earlier in this answer."""
        self._recent.extend(tokens)

    def choose(self, logits: Logits) -> int:
        """Return the next token, and remember it. The logits are changed by the penalty."""
        self._penalize(logits)
        token = int(logits.argmax()) if self._greedy else self._draw(logits)
        self._recent.append(token)
        return token

    def free(self) -> None:
        lib.llama_sampler_free(self._chain)
        self._chain = None

    def _penalize(self, logits: Logits) -> None:
        if self._recent:
            tokens = np.fromiter(set(self._recent), np.intp)
            values = logits[tokens]
            logits[tokens] = np.where(values > 0, values / self._penalty, values * self._penalty)

    def _draw(self, logits: Logits) -> int:
        tokens = possible_top_k(logits, self._top_k)
        count = len(tokens)
        part = self._candidates[:count]
        part["id"] = tokens
        part["logit"] = logits[tokens]
        array = self._array
        array.size, array.selected, array.sorted = count, -1, False
        lib.llama_sampler_apply(self._chain, ctypes.byref(array))
        return int(array.data[array.selected].id)


def possible_top_k(logits: Logits, k: int) -> npt.NDArray[np.intp]:
    """Return all tokens that can be among the ``k`` likeliest, in order; few more than ``k``.

    The logits are dealt to lanes. The k-th highest of the lanes' maxima is reached by at least
    k tokens, so nothing below it can be among the top k.
    """
    lanes = len(logits) // _LANES
    if not 0 < k < lanes:
        return np.arange(len(logits))
    highest = logits[: lanes * _LANES].reshape(_LANES, lanes).max(axis=0)
    threshold = np.partition(highest, lanes - k)[lanes - k]
    return np.flatnonzero(logits >= threshold)


def _pointer(candidates: npt.NDArray[np.void]) -> Any:
    return candidates.ctypes.data_as(lib.llama_token_data_p)


def _samplers(sampling: Sampling, seed: int) -> list[Any]:
    return [
        lib.llama_sampler_init_top_k(sampling.top_k),
        lib.llama_sampler_init_top_p(sampling.top_p, _AT_LEAST_ONE),
        lib.llama_sampler_init_min_p(sampling.min_p, _AT_LEAST_ONE),
        lib.llama_sampler_init_temp(sampling.temperature),
        lib.llama_sampler_init_dist(seed),
    ]
