"""How sure the model is: the probability and entropy of each token, from its logits."""

import math

import numpy as np

from indoors.engine.faults import EngineError
from indoors.engine.sampling import Logits
from indoors.protocol.faults import Fault

_FLOOR = -80.0
"""Logits further below the highest count as this far: e^-80 is nothing, and no NaN."""


class Confidence:
    """Reads the distribution of the last logits, before penalty, temperature and truncation.

    Works in buffers of its own, in as few passes as can be: at 150,000 tokens it takes a
    quarter of a millisecond, most of it for the exponentials.
    """

    def __init__(self, vocabulary_size: int) -> None:
        self._shifted = np.empty(vocabulary_size, np.float32)
        self._weights = np.empty(vocabulary_size, np.float32)
        self._ones = np.ones(vocabulary_size, np.float32)
        self._log_sum = 0.0
        self.entropy = 0.0

    def read(self, logits: Logits) -> None:
        """Take in the logits. Raises ``EngineError(DECODE_FAILED)`` if they are not numbers."""
        highest = logits.max()
        if not math.isfinite(highest):
            raise EngineError(Fault.DECODE_FAILED, detail="the model's output is not a number")
        np.subtract(logits, highest, out=self._shifted)
        np.exp(self._shifted, out=self._weights)
        total = float(np.dot(self._weights, self._ones))
        with np.errstate(invalid="ignore"):
            mean = float(np.dot(self._weights, self._shifted))
        if math.isnan(mean):  # some tokens are ruled out by a logit of minus infinity
            np.maximum(self._shifted, _FLOOR, out=self._shifted)
            mean = float(np.dot(self._weights, self._shifted))
        self._log_sum = math.log(total)
        self.entropy = max(0.0, self._log_sum - mean / total)

    def logprob(self, token: int) -> float:
        """Natural logarithm of the token's probability."""
        return max(_FLOOR, min(0.0, float(self._shifted[token]) - self._log_sum))
