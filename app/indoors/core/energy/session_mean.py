"""Joules a token over a session: what is shown where one answer is too short to be measured."""

from dataclasses import dataclass
from math import sqrt
from statistics import pstdev

import msgspec

from indoors.core.energy.answer import AnswerEnergy, Grade
from indoors.core.energy.reasons import Lowered, grade

_SPREAD_OF_FEW = 0.3
"""Between answers of one session, relative, before three of them tell."""
_FEW = 3
_LEAST_SPREAD = 0.05


@dataclass(frozen=True, slots=True)
class Tokens:
    """``read``: of the prompt, without what was still in the cache; ``written``: generated."""

    read: int
    written: int


@dataclass(frozen=True, slots=True)
class _Measured:
    prefill_j: float
    decode_j: float
    u: float
    tokens: Tokens

    @property
    def joules(self) -> float:
        return self.prefill_j + self.decode_j


class SessionMean:
    """Collects the answers of one model on one set of meters."""

    def __init__(self) -> None:
        self._answers: list[_Measured] = []

    def add(self, energy: AnswerEnergy, tokens: Tokens) -> None:
        """Take in an answer that was measured, however short."""
        if energy.prefill_j is None or energy.decode_j is None or energy.half_width_j is None:
            return
        u = energy.half_width_j / 2
        self._answers.append(_Measured(energy.prefill_j, energy.decode_j, u, tokens))

    def instead_of(self, energy: AnswerEnergy, tokens: Tokens) -> AnswerEnergy:
        """Return what to show for a short answer; itself where it is the only one so far."""
        if not self._answers or (energy.joules is not None and len(self._answers) == 1):
            return energy
        prefill = tokens.read * self._rate("prefill_j", "read")
        decode = tokens.written * self._rate("decode_j", "written")
        joules = prefill + decode
        everything = sum(each.joules for each in self._answers)
        if joules <= 0 or everything <= 0:
            return energy
        pooled = sqrt(sum(each.u**2 for each in self._answers)) / everything
        half_width = 2 * joules * sqrt(pooled**2 + self._spread() ** 2)
        reasons = [r for r in energy.lowered_by if r not in _SETTLED]
        said = grade(Lowered(reason) for reason in reasons)
        if said is Grade.NONE:
            return energy
        return msgspec.structs.replace(
            energy,
            grade=said,
            prefill_j=prefill,
            decode_j=decode,
            half_width_j=half_width,
            lowered_by=tuple(reasons),
            averaged_over=len(self._answers),
        )

    def _rate(self, energy: str, tokens: str) -> float:
        counted = sum(getattr(each.tokens, tokens) for each in self._answers)
        joules: float = sum(getattr(each, energy) for each in self._answers)
        return joules / counted if counted else 0.0

    def _spread(self) -> float:
        """Return how much answers differ from what the mean says of them, relative."""
        read, written = self._rate("prefill_j", "read"), self._rate("decode_j", "written")
        ratios = [
            each.joules / expected
            for each in self._answers
            if (expected := each.tokens.read * read + each.tokens.written * written) > 0
        ]
        if len(ratios) < _FEW:
            return _SPREAD_OF_FEW
        return max(_LEAST_SPREAD, pstdev(ratios) * (1 + _FEW / len(ratios)))


_SETTLED = {Lowered.TOO_SHORT, Lowered.NOTHING_ABOVE_IDLE, Lowered.UNSURE}
"""Of one answer alone, not of the mean."""
