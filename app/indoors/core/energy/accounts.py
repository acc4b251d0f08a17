"""Where the energy of a session went: answers, the parked model, and the computer itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from indoors.core.energy.idle import Levels
from indoors.core.energy.meter import MICRO, NANO
from indoors.core.energy.track import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnergy:
    """Joules since the start, as far as meters were read; the three parts are the whole.

    ``standby_j`` is what a model costs beside its answers: to load it, to keep it in memory,
    and clocks that stay high after an answer. None: not known, because the computer was not
    seen without it; then it is in ``base_j``.
    """

    total_j: float
    answers_j: float
    standby_j: float | None
    base_j: float
    loaded_s: float
    observed_s: float


@dataclass(slots=True)
class _Observed:
    nanoseconds: int = 0
    loaded_ns: int = 0


class Accounts:
    """Adds up whole microjoules, so that nothing is lost on the way."""

    def __init__(self) -> None:
        self._total_uj = 0
        self._answers_uj = 0
        self._around_uj = 0
        self._meters: dict[str, _Observed] = {}

    def add(self, meter: str, step: Step, *, loaded: bool) -> None:
        """Count a step of a chosen meter."""
        self._total_uj += step.uj
        observed = self._meters.get(meter)
        if observed is None:
            observed = self._meters[meter] = _Observed()
        passed = step.end_ns - step.begin_ns
        observed.nanoseconds += passed
        observed.loaded_ns += passed if loaded else 0

    def add_around(self, step: Step, idle_w: float) -> None:
        """Count what a step beside answers took beyond idle, for a load or after an answer."""
        self._around_uj += max(0, step.uj - round(idle_w * step.seconds * MICRO))

    @property
    def left_j(self) -> float:
        """What is not given to an answer yet: the most that one can get."""
        return (self._total_uj - self._answers_uj) / MICRO

    def add_answer(self, joules: float) -> None:
        """Give energy to an answer, at most what there is."""
        uj = round(joules * MICRO)
        self._answers_uj += max(0, min(uj, self._total_uj - self._answers_uj))

    def read(self, idle: Mapping[str, Levels]) -> SessionEnergy:
        """Return the sums; ``idle`` is by the name of the meter."""
        rest = self._total_uj - self._answers_uj
        parked = [
            self._parked_uj(observed, idle.get(meter))
            for meter, observed in self._meters.items()
            if observed.loaded_ns
        ]
        known = [each for each in parked if each is not None]
        is_known = len(known) == len(parked)
        standby = min(max(0, sum(known)) + self._around_uj, rest) if is_known else 0
        return SessionEnergy(
            total_j=self._total_uj / MICRO,
            answers_j=self._answers_uj / MICRO,
            standby_j=standby / MICRO if is_known else None,
            base_j=(rest - standby) / MICRO,
            loaded_s=self._longest("loaded_ns"),
            observed_s=self._longest("nanoseconds"),
        )

    def _parked_uj(self, observed: _Observed, levels: Levels | None) -> int | None:
        if levels is None or levels.loaded is None or levels.bare is None:
            return None
        more = levels.loaded.watts - levels.bare.watts
        return round(more * observed.loaded_ns * MICRO / NANO)

    def _longest(self, field: str) -> float:
        return max((getattr(each, field) for each in self._meters.values()), default=0) / NANO
