"""Which meters this computer has. Their readers are imported when they are looked for."""

import logging
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from indoors.core.energy.meter import Domain
from indoors.services.meters.battery_fit import BatteryFit
from indoors.services.meters.clock import Clock, SystemClock
from indoors.services.meters.meter import Meter
from indoors.services.meters.system import ProcessorMeter
from indoors.services.probe.files import ROOT

log = logging.getLogger(__name__)


class MeterSources:
    """Looks when asked. Opening may take a second: not on the window's thread."""

    def __init__(
        self,
        root: Path = ROOT,
        *,
        kept: Path | None = None,
        clock: Clock | None = None,
    ) -> None:
        """``kept`` is a file for what is learned of this computer's power; None: nowhere."""
        self._root = root
        self.fit = BatteryFit(kept, ProcessorMeter().read)
        self._clock = clock or SystemClock()

    @property
    def denied(self) -> bool:
        """Whether there are processor counters that this user may not read."""
        from indoors.services.meters.rapl import rapl_access

        return rapl_access(self._root) == "denied"

    def always(self) -> list[Meter]:
        """Return what may be read without a model: it wakes nothing up."""
        from indoors.services.meters.apple import apple_meters
        from indoors.services.meters.battery import battery_meters
        from indoors.services.meters.emi import emi_meters
        from indoors.services.meters.hwmon import soc_meters
        from indoors.services.meters.rapl import rapl_meters

        found = [
            *_tried(lambda: rapl_meters(self._root)),
            *_tried(emi_meters),
            *_tried(lambda: soc_meters(self._root)),
            *_tried(apple_meters),
        ]
        measured = any(meter.facts.domain is not Domain.PART for meter in found)
        found += _tried(lambda: battery_meters(self._root))
        return found if measured else [*found, *self._estimates()]

    def asleep(self) -> frozenset[str]:
        """Return the devices that the system has put to sleep: they take next to nothing."""
        from indoors.services.meters.hwmon import DEVICES
        from indoors.services.meters.nvml import sleeps

        try:
            found = [each.name for each in (self._root / DEVICES).iterdir()]
        except OSError:
            return frozenset()
        return frozenset(name for name in found if sleeps(name, self._root))

    def never_sleeps(self, address: str) -> bool:
        """Whether reading this card keeps nothing awake that would sleep otherwise."""
        from indoors.services.meters.nvml import never_sleeps

        return never_sleeps(address, self._root)

    def cards(self, addresses: Iterable[str]) -> list[Meter]:
        """Return the meters of these cards, on which a model is."""
        return [
            meter for address in sorted(addresses) for meter in _tried(partial(self._card, address))
        ]

    def _card(self, address: str) -> list[Meter]:
        from indoors.services.meters.hwmon import card_meter
        from indoors.services.meters.nvml import open_card

        found = open_card(address, self._root) or card_meter(address, self._root)
        return [] if found is None else [found]

    def _estimates(self) -> list[Meter]:
        from indoors.services.meters.estimate import calibrated_meter, limit_meter
        from indoors.services.meters.rapl import long_term_limit_w

        found: list[Meter] = []
        if (formula := self.fit.calibration) is not None:
            found.append(calibrated_meter(formula, ProcessorMeter().read, self._clock))
        limit = long_term_limit_w(self._root) if sys.platform == "linux" else None
        if limit is not None:
            found.append(limit_meter(limit, ProcessorMeter().read, self._clock))
        return found


def _tried(find: Callable[[], Iterable[Meter]]) -> list[Meter]:
    """Return what is found; a driver that fails in an unknown way must not cost the others."""
    try:
        return list(find())
    except Exception:
        log.exception("a kind of meter could not be looked for")
        return []
