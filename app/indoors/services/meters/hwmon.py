"""Linux: what the drivers of AMD and Intel graphics tell of energy and power.

Not run here on such a card. A device is asked only while the system says that it is awake:
some drivers wake theirs to answer.
"""

from pathlib import Path

from indoors.core.energy.meter import Domain, Kind, MeterFacts
from indoors.services.meters.meter import Meter
from indoors.services.probe.files import ROOT, number, text
from indoors.services.probe.pci import is_amd_apu

_DRIVERS = ("amdgpu", "i915", "xe")
_SOURCES: tuple[tuple[str, Kind, float, float], ...] = (
    ("energy1_input", "counter", 0.1, 0.025),
    ("power1_average", "sample", 1.0, 0.05),
    ("power1_input", "sample", 0.1, 0.05),
)
"""File, kind, how old a reading may be in seconds, error; microjoules and microwatts."""
_WRAPS_AT_UJ = 2**32
"""Of counters with 32 bits; one that is beyond that already has more."""
_LARGEST_W = 1_500.0
DEVICES = "sys/bus/pci/devices"
_AMD = 0x1002
_DISPLAY_CLASS = 0x03


class HwmonMeter(Meter):
    """One sensor of one device."""

    def __init__(self, device: Path, sensor: Path, domain: Domain) -> None:
        kind, refresh_s, error = next(
            (kind, age, error) for name, kind, age, error in _SOURCES if name == sensor.name
        )
        self._device = device
        self._sensor = sensor
        now = number(sensor) or 0
        wraps = kind == "counter" and now < _WRAPS_AT_UJ
        self._facts = MeterFacts(
            name=f"hwmon:{device.name}",
            domain=domain,
            kind=kind,
            family="hwmon",
            device=device.name,
            wraps_at_uj=_WRAPS_AT_UJ if wraps else None,
            refresh_s=refresh_s,
            error=error,
            limit_w=_LARGEST_W,
        )

    @property
    def facts(self) -> MeterFacts:
        return self._facts

    def read(self) -> int | None:
        return number(self._sensor) if is_awake(self._device) else None


def is_awake(device: Path) -> bool:
    """Whether asking the device's driver does not wake it."""
    return text(device / "power/runtime_status") in (None, "active", "unsupported")


def card_meter(address: str, root: Path = ROOT) -> HwmonMeter | None:
    """Return the meter of the card at this address; None if its driver has none."""
    device = root / DEVICES / address
    sensor = _sensor(device) if is_awake(device) else None
    return None if sensor is None else HwmonMeter(device, sensor, Domain.GPU)


def soc_meters(root: Path = ROOT) -> list[HwmonMeter]:
    """Return what AMD's processors with graphics tell: it is of the whole chip."""
    folder = root / DEVICES
    if not folder.is_dir():
        return []
    chips = [each for each in sorted(folder.iterdir()) if _is_amd_display(each)]
    found = [(each, _sensor(each)) for each in chips if is_awake(each) and is_amd_apu(each)]
    return [HwmonMeter(each, sensor, Domain.SOC) for each, sensor in found if sensor is not None]


def _is_amd_display(device: Path) -> bool:
    kind = (number(device / "class") or 0) >> 16
    return kind == _DISPLAY_CLASS and number(device / "vendor") == _AMD


def _sensor(device: Path) -> Path | None:
    for folder in sorted(device.glob("hwmon/hwmon*")):
        if text(folder / "name") not in _DRIVERS:
            continue
        for name, *_ in _SOURCES:
            if number(folder / name) is not None:
                return folder / name
    return None
