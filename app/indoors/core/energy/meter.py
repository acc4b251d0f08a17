"""What a meter is, and which parts of a computer it covers. Plain values; reading is elsewhere."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

MICRO = 1_000_000
NANO = 1_000_000_000

Kind = Literal["counter", "sample", "model"]
"""counter: energy since some start, in microjoules; sample: power now, in microwatts; model:
energy since some start, computed from something else with a stated error, in microjoules."""

Family = Literal["rapl", "emi", "nvml", "hwmon", "apple", "battery", "calibrated", "tdp", "trace"]


class Domain(StrEnum):
    """What a meter covers."""

    PACKAGE = "package"  # the processor, with graphics that are part of it
    DRAM = "dram"
    PSYS = "psys"  # processor, memory and board, as the processor's maker counts
    SOC = "soc"  # processor and its graphics, as the graphics driver counts
    GPU = "gpu"  # a card with its memory
    SYSTEM = "system"  # the whole computer
    PART = "part"  # of another domain: shown, never added up


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterFacts:
    """A meter, as far as accounting needs it.

    ``name`` is the same in every session; its words are in ``ui/text/energy.py``. ``error`` is
    one standard deviation relative to the energy, ``refresh_s`` how old a reading may be, and
    ``limit_w`` what no such part can take: beyond that a reading is garbage.
    """

    name: str
    domain: Domain
    kind: Kind
    family: Family
    device: str | None = None  # address on the PCI bus, of a card
    wraps_at_uj: int | None = None
    refresh_s: float = 0.001
    error: float = 0.025
    limit_w: float = 1_000.0


_INSIDE = {
    Domain.PACKAGE: {"processor"},
    Domain.SOC: {"processor"},
    Domain.DRAM: {"memory"},
    Domain.PSYS: {"processor", "memory"},
}


def overlap(one: MeterFacts, other: MeterFacts) -> bool:
    """Whether the two would count something twice."""
    if Domain.PART in (one.domain, other.domain) or Domain.SYSTEM in (one.domain, other.domain):
        return True
    if Domain.GPU in (one.domain, other.domain):
        return one.domain is other.domain and one.device == other.device
    if one.domain is other.domain and one.family == other.family:
        return one.name == other.name  # one for each socket
    return bool(_INSIDE[one.domain] & _INSIDE[other.domain])
