"""Joules a token over a session: what is shown where one answer is too short to be measured."""

from collections import deque
from dataclasses import dataclass
from math import hypot, sqrt
from statistics import pstdev

from indoors.core.energy.marginal import Marginal

_SPREAD_OF_FEW = 0.3
"""Between answers of one session, relative, before three of them tell."""
_FEW = 3
_MOST = 200  # answers, the latest
_LEAST_SPREAD = 0.05


@dataclass(frozen=True, slots=True)
class Tokens:
    """``read``: of the prompt, without what was still in the cache; ``written``: generated."""

    read: int
    written: int


class SessionMean:
    """Collects the answers of one model on one set of meters, whatever was measured of them.

    Those that came out below idle count too: without them the mean would be too high.
    """

    def __init__(self) -> None:
        self._measured: deque[tuple[Marginal, Tokens]] = deque(maxlen=_MOST)

    @property
    def answers(self) -> int:
        return len(self._measured)

    def add(self, measured: Marginal, tokens: Tokens) -> None:
        self._measured.append((measured, tokens))

    def of(self, tokens: Tokens, *, is_in: bool) -> Marginal | None:
        """Return what so many tokens took in the mean; None if that is nothing yet.

        ``is_in``: the answer in question is one of those collected.
        """
        prefill, decode = self._rates()
        read, written = prefill * tokens.read, decode * tokens.written
        everything = sum(each.joules for each, _ in self._measured)
        if read + written <= 0 or everything <= 0:
            return None
        part = (read + written) / everything
        own = part * sqrt(sum(each.u_own**2 for each, _ in self._measured))
        return Marginal(
            prefill=read,
            decode=written,
            u_own=hypot(own, (read + written) * self._spread(prefill, decode, is_in)),
            u_common=part * sum(each.u_common for each, _ in self._measured),
            others=part * sum(each.others for each, _ in self._measured),
        )

    def _rates(self) -> tuple[float, float]:
        """Return joules for a token read and for one written."""
        read = sum(tokens.read for _, tokens in self._measured)
        written = sum(tokens.written for _, tokens in self._measured)
        prefill = sum(each.prefill for each, _ in self._measured)
        decode = sum(each.decode for each, _ in self._measured)
        if not written:
            return ((prefill + decode) / read if read else 0.0), 0.0
        if not read:
            return 0.0, (prefill + decode) / written
        return prefill / read, decode / written

    def _spread(self, prefill: float, decode: float, is_in: bool) -> float:
        """Return how much answers differ from what the mean says of them, relative."""
        ratios = [
            each.joules / expected
            for each, tokens in self._measured
            if (expected := tokens.read * prefill + tokens.written * decode) > 0
        ]
        if len(ratios) < _FEW:
            return 0.0 if is_in and len(ratios) == 1 else _SPREAD_OF_FEW
        return max(_LEAST_SPREAD, pstdev(ratios) * (1 + _FEW / len(ratios)))
