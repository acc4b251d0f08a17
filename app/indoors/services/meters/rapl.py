"""Linux: the processor's own energy counters (RAPL), as the kernel's powercap shows them.

Only root may read them since they were used to spy on other programs (CVE-2020-8694), unless
access was granted; see access.py. A zone is a folder with a name and a counter:

    intel-rapl:0      package-0        intel-rapl:0:0   core, a part of it
    intel-rapl:0:2    dram             intel-rapl:1     psys, which contains packages
    intel-rapl-mmio:0 package-0 again, by another way
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indoors.core.energy.meter import Domain, MeterFacts
from indoors.services.meters.meter import Meter
from indoors.services.probe.files import ROOT, number, text

Access = Literal["absent", "denied", "readable"]

FOLDER = "sys/class/powercap"
COUNTER = "energy_uj"
_LARGEST_W = 600.0
"""No processor of one socket takes more; memory and boards less."""
_LEAST_LIMIT_W, _ABOVE_LIMIT = 60.0, 2.0
_LONGEST = 32  # characters of a number
_SAME_UJ = 100_000
"""Two counters that differ by less since the start are one counter that is shown twice."""
_PACKAGE = re.compile(r"package-\d+(-die-\d+)?")


@dataclass(frozen=True, slots=True)
class _Zone:
    folder: Path
    name: str  # as the kernel says
    domain: Domain
    parent: str  # of memory: the package it belongs to

    @property
    def counter(self) -> Path:
        return self.folder / COUNTER

    @property
    def key(self) -> str:
        return f"{self.parent}/{self.name}" if self.parent else self.name


class RaplMeter(Meter):
    """One zone's counter, in microjoules. It wraps."""

    def __init__(self, zone: _Zone) -> None:
        self._counter = str(zone.counter)
        self._facts = MeterFacts(
            name=f"rapl:{zone.key}",
            domain=zone.domain,
            kind="counter",
            family="rapl",
            wraps_at_uj=number(zone.folder / "max_energy_range_uj") or None,
            limit_w=_limit_w(zone),
        )

    @property
    def facts(self) -> MeterFacts:
        return self._facts

    def read(self) -> int | None:
        """Ten times a second: with as few calls as it takes."""
        try:
            file = os.open(self._counter, os.O_RDONLY)
        except OSError:
            return None
        try:
            return int(os.read(file, _LONGEST))
        except (OSError, ValueError):
            return None
        finally:
            os.close(file)


def rapl_access(root: Path = ROOT) -> Access:
    """Return whether there are counters, and whether this program may read them."""
    counters = [zone.counter for zone in _zones(root)]
    if not counters:
        return "absent"
    return "readable" if any(_opens(counter) for counter in counters) else "denied"


def rapl_meters(root: Path = ROOT) -> tuple[RaplMeter, ...]:
    """Return a meter for each zone that can be read, none twice."""
    found: dict[str, _Zone] = {}
    for zone in _zones(root):  # by the processor's registers first
        if _opens(zone.counter):
            found.setdefault(zone.key, zone)
    return tuple(RaplMeter(zone) for zone in _without_mirrors(list(found.values())))


def long_term_limit_w(root: Path = ROOT) -> float | None:
    """Return the power that the packages may take for long, by firmware; anyone may read it."""
    limits = [
        number(zone.folder / "constraint_0_power_limit_uw")
        for zone in _zones(root)
        if zone.domain is Domain.PACKAGE and zone.folder.name.startswith("intel-rapl:")
    ]
    known = [limit for limit in limits if limit]
    return sum(known) / 1e6 if known and len(known) == len(limits) else None


def _limit_w(zone: _Zone) -> float:
    """Return what is garbage beyond doubt; the lower, the longer a wrap can be told unseen."""
    limits = [number(zone.folder / f"constraint_{each}_power_limit_uw") for each in range(2)]
    known = [limit / 1e6 for limit in limits if limit]
    if zone.domain is not Domain.PACKAGE or not known:
        return _LARGEST_W
    return min(_LARGEST_W, max(_LEAST_LIMIT_W, _ABOVE_LIMIT * max(known)))


def _zones(root: Path) -> Iterator[_Zone]:
    folder = root / FOLDER
    try:
        names = sorted(each.name for each in folder.iterdir())
    except OSError:
        return
    for prefix in ("intel-rapl:", "intel-rapl-mmio:"):
        for name in names:
            zone = _zone(folder, name) if name.startswith(prefix) else None
            if zone is not None:
                yield zone


def _zone(folder: Path, name: str) -> _Zone | None:
    """Return what is to be counted; core and uncore are parts of a package."""
    said = text(folder / name / "name") or ""
    if _PACKAGE.fullmatch(said):
        return _Zone(folder / name, said, Domain.PACKAGE, "")
    if said == "psys":
        return _Zone(folder / name, said, Domain.PSYS, "")
    if said == "dram":
        above = text(folder / name.rpartition(":")[0] / "name") or ""
        return _Zone(folder / name, said, Domain.DRAM, above)
    return None


def _without_mirrors(zones: list[_Zone]) -> list[_Zone]:
    """Leave out dies of a socket that show the same counter as another one."""
    kept: list[tuple[_Zone, int | None]] = []
    for zone in zones:
        value = number(zone.counter)
        if "-die-" in zone.key and any(
            other.domain is zone.domain and _close(value, number(other.counter))
            for other, _ in kept
        ):
            continue
        kept.append((zone, value))
    return [zone for zone, _ in kept]


def _close(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and abs(one - other) < _SAME_UJ


def _opens(counter: Path) -> bool:
    try:
        with counter.open("rb"):
            return True
    except OSError:
        return False
