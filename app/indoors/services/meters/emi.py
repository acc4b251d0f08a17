"""Windows 11: the processor's energy counters, for every user, by the Energy Meter Interface.

Only what is in emi_format.py was run here; the calls to Windows were written from its headers.
"""

import sys
from collections.abc import Sequence
from typing import Protocol

from indoors.core.energy.meter import Domain, MeterFacts
from indoors.services.meters.emi_format import EmiError, channels, domain_of, energies_uj
from indoors.services.meters.meter import Meter

_GET_VERSION, _GET_METADATA_SIZE, _GET_METADATA, _GET_MEASUREMENT = (
    0x224000 + 4 * number for number in range(4)
)
_VERSION_BYTES, _SIZE_BYTES, _MEASUREMENT_BYTES = 2, 4, 16
_LARGEST_METADATA = 1024 * 1024
_LARGEST_W = 600.0


class EmiDevice(Protocol):
    """An open energy meter device."""

    path: str

    def ask(self, code: int, size: int) -> bytes:
        """Send a control code; return at most ``size`` bytes. Raises ``OSError``."""
        ...

    def close(self) -> None: ...


class EmiMeter(Meter):
    """One channel of a device. The meters of a device share it, and are closed together."""

    def __init__(self, device: EmiDevice, names: Sequence[str], channel: int) -> None:
        self._device = device
        self._count = len(names)
        self._channel = channel
        self._facts = MeterFacts(
            name=f"emi:{names[channel]}",
            domain=domain_of(names[channel]) or Domain.PART,
            kind="counter",
            family="emi",
            refresh_s=0.001,
            limit_w=_LARGEST_W,
        )

    @property
    def facts(self) -> MeterFacts:
        return self._facts

    def read(self) -> int | None:
        try:
            told = self._device.ask(_GET_MEASUREMENT, _MEASUREMENT_BYTES * self._count)
            return energies_uj(told, self._count)[self._channel]
        except (OSError, EmiError):
            return None

    def close(self) -> None:
        self._device.close()


def emi_meters(devices: Sequence[EmiDevice] | None = None) -> list[EmiMeter]:
    """Return a meter for each package and its memory; a device per socket is usual."""
    if devices is None:
        devices = _found() if sys.platform == "win32" else ()
    meters: dict[str, EmiMeter] = {}
    for device in devices:
        names = _channels(device)
        wanted = [index for index, name in enumerate(names) if domain_of(name) is not None]
        if not wanted:
            device.close()
        for index in wanted:
            meter = EmiMeter(device, names, index)
            meters.setdefault(meter.facts.name, meter)  # several devices may show one package
    return list(meters.values())


def _channels(device: EmiDevice) -> list[str]:
    try:
        version = int.from_bytes(device.ask(_GET_VERSION, _VERSION_BYTES), "little")
        size = int.from_bytes(device.ask(_GET_METADATA_SIZE, _SIZE_BYTES), "little")
        return channels(version, device.ask(_GET_METADATA, min(size, _LARGEST_METADATA)))
    except (OSError, EmiError):
        return []


def _found() -> Sequence[EmiDevice]:
    from indoors.services.meters.emi_windows import open_devices

    return open_devices()
