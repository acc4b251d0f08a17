"""The sum of exponentials over a vocabulary, by the fastest way that is here."""

import ctypes
from collections.abc import Callable

import numpy as np

from indoors.engine.binding import lib
from indoors.engine.sampling import Logits

SumOfExponentials = Callable[[Logits, float, Logits], float]
"""(logits, highest, weights): puts ``exp(logit - highest)`` into weights, returns their sum."""

_TRIED = np.linspace(-60, 8, 1_003, dtype=np.float32)
_EXACT = 1e-5
"""Relative; what float32 leaves over a vocabulary."""


def fastest() -> SumOfExponentials:
    """Return ggml's own, if this build has it and it computes what numpy does.

    It is not part of ggml's promised interface, so it is tried before it is used.
    """
    native = _ggml()
    if native is None:
        return by_numpy
    ours, theirs = np.empty_like(_TRIED), np.empty_like(_TRIED)
    highest = float(_TRIED.max())
    expected, sum_ = by_numpy(_TRIED, highest, ours), native(_TRIED, highest, theirs)
    agrees = abs(sum_ / expected - 1) < _EXACT and np.allclose(ours, theirs, _EXACT, 1e-30)
    return native if agrees else by_numpy


def by_numpy(logits: Logits, highest: float, weights: Logits) -> float:
    """Take twice as long, and work everywhere."""
    np.subtract(logits, np.float32(highest), out=weights)
    np.exp(weights, out=weights)
    return float(weights.sum())


def _ggml() -> SumOfExponentials | None:
    try:
        function = lib._lib.ggml_vec_soft_max_f32  # noqa: SLF001 - the binding has no other name for it
    except AttributeError:
        return None
    function.restype = ctypes.c_double
    function.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_float]

    def sum_of_exponentials(logits: Logits, highest: float, weights: Logits) -> float:
        return float(function(len(logits), weights.ctypes.data, logits.ctypes.data, highest))

    return sum_of_exponentials
