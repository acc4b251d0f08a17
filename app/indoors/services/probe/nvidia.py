"""NVIDIA cards, asked through the driver's own library."""

from importlib import import_module
from typing import Any

from indoors.core.hardware import Graphics
from indoors.services.probe.answer import NotHere

_TRANSFERS_PER_CLOCK = 2


def read_nvidia(library: Any = None) -> tuple[Graphics, ...] | NotHere:
    """Return every card. ``library`` stands in for pynvml, which is imported only here."""
    try:
        nvml = library or import_module("pynvml")
    except ImportError:
        return NotHere("pynvml is not installed")
    try:
        nvml.nvmlInit()
    except nvml.NVMLError as error:
        return NotHere(str(error))
    try:
        driver = _text(nvml.nvmlSystemGetDriverVersion())
        cards = [nvml.nvmlDeviceGetHandleByIndex(i) for i in range(nvml.nvmlDeviceGetCount())]
        return tuple(_card(nvml, card, driver) for card in cards)
    except nvml.NVMLError as error:
        return NotHere(str(error))
    finally:
        nvml.nvmlShutdown()


def _card(nvml: Any, card: Any, driver: str) -> Graphics:
    total, free = None, None
    shared = False
    try:
        memory = nvml.nvmlDeviceGetMemoryInfo(card)
        total, free = int(memory.total), int(memory.free)
    except nvml.NVMLError:  # boards with one memory for everything have no figures of their own
        shared = True
    address = _text(nvml.nvmlDeviceGetPciInfo(card).busId).lower()
    return Graphics(
        name=_text(nvml.nvmlDeviceGetName(card)).removeprefix("NVIDIA "),
        vendor="nvidia",
        address=address[-12:],  # the library gives the domain eight digits, the kernel four
        is_shared=shared,
        memory_total=total,
        memory_free=free,
        driver=driver,
        bandwidth=_bandwidth(nvml, card),
    )


def _bandwidth(nvml: Any, card: Any) -> int | None:
    """Memory clock times bus width: what the data sheet says, for cards that tell both."""
    try:
        clock = nvml.nvmlDeviceGetMaxClockInfo(card, nvml.NVML_CLOCK_MEM)
        width = nvml.nvmlDeviceGetMemoryBusWidth(card)
    except nvml.NVMLError:
        return None
    return int(clock * 1_000_000 * _TRANSFERS_PER_CLOCK * width // 8) or None


def _text(value: bytes | str) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else value
