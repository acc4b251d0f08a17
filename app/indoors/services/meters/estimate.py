"""Power computed from processor load, where nothing measures: always an estimate, and told so."""

from collections.abc import Callable

from indoors.core.energy.calibration import Calibration
from indoors.core.energy.meter import MICRO, NANO, Domain, MeterFacts
from indoors.services.meters.clock import Clock
from indoors.services.meters.meter import Meter

_MIDDLE = 1.1
"""Load times power limit is known to be off by -40 to +60 %: the middle of that is 1.1."""
_HALF_OF_TDP = 0.5 / _MIDDLE
_HALF_OF_FIT = 0.25

CALIBRATED = MeterFacts(
    name="calibrated:load",
    domain=Domain.SYSTEM,
    kind="model",
    family="calibrated",
    refresh_s=0.02,
    error=_HALF_OF_FIT / 2,
)
FROM_LIMIT = MeterFacts(
    name="tdp:load",
    domain=Domain.PACKAGE,
    kind="model",
    family="tdp",
    refresh_s=0.02,
    error=_HALF_OF_TDP / 2,
)


class LoadMeter(Meter):
    """Adds up what a processor would take at each moment's load."""

    def __init__(
        self,
        facts: MeterFacts,
        watts: Callable[[float], float],
        load: Callable[[], float | None],
        clock: Clock,
    ) -> None:
        """``load`` is the processor's since it was last asked, 0 to 1; None: no time passed."""
        self._facts = facts
        self._watts = watts
        self._load = load
        self._clock = clock
        self._last_ns = clock.now()
        self._uj = 0.0

    @property
    def facts(self) -> MeterFacts:
        return self._facts

    def read(self) -> int | None:
        load = self._load()
        if load is not None:
            now = self._clock.now()
            self._uj += self._watts(load) * (now - self._last_ns) / NANO * MICRO
            self._last_ns = now
        return round(self._uj)


def calibrated_meter(
    calibration: Calibration, load: Callable[[], float | None], clock: Clock
) -> LoadMeter:
    """Return the meter of a formula that was fitted on this computer's battery."""
    return LoadMeter(CALIBRATED, calibration.watts, load, clock)


def limit_meter(limit_w: float, load: Callable[[], float | None], clock: Clock) -> LoadMeter:
    """Return the meter of last resort, from the processor's long-term power limit."""
    return LoadMeter(FROM_LIMIT, lambda at: limit_w * at * _MIDDLE, load, clock)
