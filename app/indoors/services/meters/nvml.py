"""NVIDIA cards: the energy counter of the driver, or power where there is no counter.

Asking a card keeps it awake, and wakes it in some laptops (5 to 25 W). So a card is opened only
while a model of ours is on it, and never if the system says that it sleeps.
"""

from importlib import import_module
from os import getpid
from pathlib import Path
from typing import Any

from indoors.core.energy.meter import Domain, MeterFacts
from indoors.services.meters.meter import Meter
from indoors.services.probe.files import ROOT, text

_MICRO_PER_MILLI = 1_000
_LARGEST_W = 1_500.0
_AVERAGED_S = 1.0
"""From the Ampere generation on the power that is told is the mean of the last second."""
_REFRESH_S = 0.1
_POWER_ERROR = 0.05


def sleeps(address: str, root: Path = ROOT) -> bool:
    """Whether the system has put this device to sleep; reading this does not wake it."""
    return (text(root / f"sys/bus/pci/devices/{address}/power/runtime_status") or "").startswith(
        "suspend"
    )


def never_sleeps(address: str, root: Path = ROOT) -> bool:
    """Whether the system keeps this device awake anyway, as it does with most desktops' cards."""
    return text(root / f"sys/bus/pci/devices/{address}/power/control") == "on"


def open_card(address: str, root: Path = ROOT) -> "NvmlMeter | None":
    """Return a meter for the card at this address; None if it sleeps or is not NVIDIA's."""
    if sleeps(address, root):
        return None
    try:
        nvml = import_module("pynvml")  # not before a card is in use: it takes 0.1 s
        nvml.nvmlInit()
    except Exception:  # noqa: BLE001 - no library, no driver, another driver's library
        return None
    try:
        return NvmlMeter(nvml, nvml.nvmlDeviceGetHandleByPciBusId(address.encode()), address)
    except nvml.NVMLError:
        nvml.nvmlShutdown()
        return None


class NvmlMeter(Meter):
    """One card. It holds the driver's library open until it is closed."""

    def __init__(self, nvml: Any, card: Any, address: str) -> None:
        """Raises ``nvml.NVMLError`` if the card tells neither energy nor power."""
        self._nvml = nvml
        self._card = card
        self._open = True
        has_counter = self._has_counter()
        if not has_counter:
            nvml.nvmlDeviceGetPowerUsage(card)
        self._facts = MeterFacts(
            name=f"nvml:{address}",
            domain=Domain.GPU,
            kind="counter" if has_counter else "sample",
            family="nvml",
            device=address,
            refresh_s=_REFRESH_S if has_counter else _AVERAGED_S,
            error=0.025 if has_counter else _POWER_ERROR,
            limit_w=_LARGEST_W,
        )

    @property
    def facts(self) -> MeterFacts:
        return self._facts

    def read(self) -> int | None:
        ask = self._nvml.nvmlDeviceGetTotalEnergyConsumption
        if self._facts.kind == "sample":
            ask = self._nvml.nvmlDeviceGetPowerUsage
        try:
            return int(ask(self._card)) * _MICRO_PER_MILLI
        except self._nvml.NVMLError:  # unplugged, driver gone, card hangs
            return None

    def others(self, ours: frozenset[int]) -> bool:
        try:
            running = self._nvml.nvmlDeviceGetComputeRunningProcesses(self._card)
        except self._nvml.NVMLError:
            return False
        return any(each.pid not in ours and each.pid != getpid() for each in running)

    def close(self) -> None:
        if self._open:
            self._open = False
            self._nvml.nvmlShutdown()

    def _has_counter(self) -> bool:
        """A card without one (Pascal, some virtual ones) must not count as taking nothing."""
        try:
            return bool(self._nvml.nvmlDeviceGetTotalEnergyConsumption(self._card))
        except self._nvml.NVMLError:
            return False
