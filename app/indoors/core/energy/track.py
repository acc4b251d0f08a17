"""One meter's readings as energy that only grows: wraps put right, gaps and garbage left out."""

from typing import NamedTuple

from indoors.core.energy.meter import MICRO, NANO, MeterFacts

LONGEST_SAMPLE_GAP_S = 3.0
"""Between two samples of power; beyond that nobody knows what was between them."""


class Step(NamedTuple):
    """Energy between two readings."""

    begin_ns: int
    end_ns: int
    uj: int

    @property
    def seconds(self) -> float:
        return (self.end_ns - self.begin_ns) / NANO

    @property
    def watts(self) -> float:
        return self.uj / MICRO / self.seconds


class Track:
    """Takes readings as they come.

    ``total_uj`` is the energy of all steps that can be believed, ``gaps`` how many could not.
    """

    def __init__(self, facts: MeterFacts) -> None:
        self.facts = facts
        self.refresh_s = facts.refresh_s  # until it is known better
        self.total_uj = 0
        self.gaps = 0
        self._last: tuple[int, int] | None = None

    def take(self, t_ns: int, value: int | None, *, jumped: bool = False) -> Step | None:
        """Take a reading in microjoules or microwatts; None: it failed, or was no number.

        ``jumped``: the computer slept since the last one, or its clock was set.
        """
        last = self._last
        if value is None or value < 0 or (self._is_sample and self._is_too_much(value)):
            self._lose(last)
            return None
        if last is None:
            self._last = (t_ns, value)
            return None
        if last == (t_ns, value):
            return None
        self._last = (t_ns, value)
        energy = None if jumped or t_ns <= last[0] else self._energy(last, t_ns, value)
        if energy is None:
            self.gaps += 1
            return None
        self.total_uj += energy
        return Step(last[0], t_ns, energy)

    @property
    def _is_sample(self) -> bool:
        return self.facts.kind == "sample"

    def _is_too_much(self, power_uw: int) -> bool:
        return power_uw > self.facts.limit_w * MICRO

    def _lose(self, last: tuple[int, int] | None) -> None:
        if last is not None:
            self.gaps += 1
        self._last = None

    def _energy(self, last: tuple[int, int], t_ns: int, value: int) -> int | None:
        passed_s = (t_ns - last[0]) / NANO
        if self._is_sample:
            if passed_s > LONGEST_SAMPLE_GAP_S:
                return None
            return (last[1] + value) * (t_ns - last[0]) // (2 * NANO)
        wraps_at = self.facts.wraps_at_uj
        limit_uj = self.facts.limit_w * MICRO * (passed_s + 2 * self.refresh_s)
        if wraps_at is not None and limit_uj >= wraps_at:
            return None  # it may have wrapped, nobody knows how often
        energy = value - last[1]
        if energy < 0 and wraps_at is not None:
            energy += wraps_at
        return energy if 0 <= energy <= limit_uj else None
