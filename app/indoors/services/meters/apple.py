"""Apple chips: power of the whole computer for the figure, the chip's own counters for its split.

The counters (IOReport) are known to miss much of what graphics take: 65 W where the power input
rose by 179 W. So they are never added up. The calls to macOS were not run here.
"""

import ctypes
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from indoors.core.energy.meter import MICRO, Domain, MeterFacts
from indoors.services.meters.meter import Meter
from indoors.services.meters.smc_format import SIZE, SYSTEM_POWER, ask_kind, ask_value, watts_of

_CALL = 2  # of the controller's driver
_PARTS = ("cpu_total_mj", "gpu_mj", "dram_mj", "ane_mj")
_MICRO_PER_MILLI = 1_000


class AppleSystemMeter(Meter):
    """Samples the power of the whole computer. ``ask`` sends a structure and returns one."""

    def __init__(self, ask: Callable[[bytes], bytes]) -> None:
        self._ask = ask
        self._question = ask_value(SYSTEM_POWER, ask(ask_kind(SYSTEM_POWER)))

    @property
    def facts(self) -> MeterFacts:
        return MeterFacts(
            name="apple:system",
            domain=Domain.SYSTEM,
            kind="sample",
            family="apple",
            refresh_s=1.0,
            error=0.05,
            limit_w=1_000.0,
        )

    def read(self) -> int | None:
        if self._question is None:
            return None
        watts = watts_of(self._ask(self._question))
        return None if watts is None else round(watts * MICRO)


class ApplePartMeter(Meter):
    """One of the chip's own counters: shown beside the figure, never added to it."""

    def __init__(self, monitor: Any, part: str) -> None:
        self._monitor = monitor
        self._part = part

    @property
    def facts(self) -> MeterFacts:
        return MeterFacts(
            name=f"apple:{self._part.split('_')[0]}",
            domain=Domain.PART,
            kind="counter",
            family="apple",
            limit_w=500.0,
        )

    def read(self) -> int | None:
        try:
            value = getattr(self._monitor.get_cumulative_energy(), self._part)
        except (RuntimeError, AttributeError):
            return None
        return None if value is None else int(value) * _MICRO_PER_MILLI


def apple_meters(system: str = sys.platform, monitor: Any = None) -> list[Meter]:
    """Return the meters of a Mac with an Apple chip; ``monitor`` stands in for its library."""
    if system != "darwin":
        return []
    found: list[Meter] = []
    if (ask := _controller()) is not None:
        found.append(AppleSystemMeter(ask))
    try:
        monitor = monitor or import_module("zeus_apple_silicon").AppleEnergyMonitor()
    except (ImportError, RuntimeError):
        return found
    parts = [ApplePartMeter(monitor, part) for part in _PARTS]
    return [*found, *(part for part in parts if part.read() is not None)]


def _controller() -> Callable[[bytes], bytes] | None:
    """Open the controller's driver; None where this process may not."""
    try:
        kit = ctypes.CDLL("/System/Library/Frameworks/IOKit.framework/IOKit")
        system = ctypes.CDLL(None)
        kit.IOServiceMatching.restype = ctypes.c_void_p
        own = ctypes.c_uint32.in_dll(system, "mach_task_self_")
    except (OSError, AttributeError, ValueError):
        return None
    matching = ctypes.c_void_p(kit.IOServiceMatching(b"AppleSMC"))
    service = kit.IOServiceGetMatchingService(0, matching)
    connection = ctypes.c_uint32()
    if not service or kit.IOServiceOpen(service, own, 0, ctypes.byref(connection)):
        return None

    def ask(question: bytes) -> bytes:
        answer = ctypes.create_string_buffer(SIZE)
        size = ctypes.c_size_t(SIZE)
        failed = kit.IOConnectCallStructMethod(
            connection, _CALL, question, ctypes.c_size_t(SIZE), answer, ctypes.byref(size)
        )
        return b"" if failed else answer.raw

    return ask
