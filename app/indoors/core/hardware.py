"""What this computer is, as plain values; where two sources disagree, and what that means.

Memory and disk in bytes, bandwidths in bytes per second. None: the system does not tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from indoors.core.fit import Room
from indoors.protocol.engine import Device

Vendor = Literal["nvidia", "amd", "intel", "apple", "other"]

_DIFFERS = 1.1
"""Factor between two statements of the same memory above which one of them is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    model: str
    logical_cores: int
    physical_cores: int | None = None
    performance_cores: int | None = None
    features: tuple[str, ...] = ()  # of AVX2, AVX-512, NEON, ... those that speed up inference
    quota: float | None = None  # cores this process may use, where a control group limits it
    cache: int | None = None  # bytes of all last-level caches together


@dataclass(frozen=True, slots=True, kw_only=True)
class MainMemory:
    """``total`` and ``free`` already respect the limit of a control group, if there is one."""

    total: int
    free: int
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Graphics:
    """A graphics device. ``is_shared``: its memory is a part of main memory."""

    name: str
    vendor: Vendor
    address: str | None = None  # on the PCI bus
    is_shared: bool = False
    memory_total: int | None = None
    memory_free: int | None = None
    driver: str | None = None
    bandwidth: int | None = None  # by its data sheet, or by clock and bus width


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    folder: str
    total: int
    free: int
    is_solid_state: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bandwidth:
    """A measured speed, and how much was read in how long."""

    bytes_per_second: int
    bytes_read: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineBuild:
    """What the engine program says of itself before any model is loaded."""

    build: str
    system: str  # processor features in use
    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Computer:
    """Everything found; a None was not found, or not in time."""

    processor: Processor | None = None
    memory: MainMemory | None = None
    graphics: tuple[Graphics, ...] = ()
    disk: Disk | None = None
    memory_speed: Bandwidth | None = None
    disk_speed: Bandwidth | None = None
    engine: EngineBuild | None = None


class Use(StrEnum):
    """What the engine can make of the graphics found. One sentence each in ``ui/text``."""

    NO_GRAPHICS = "no_graphics"  # none found, none needed
    IN_USE = "in_use"  # name
    UNKNOWN_DEVICE = "unknown_device"  # name: only the engine sees it, its figures are used
    ENGINE_IS_CPU_ONLY = "engine_is_cpu_only"  # name: there, but this build can't use it
    DRIVER_MISSING = "driver_missing"  # name: there, but no driver that serves computing
    MEMORY_DIFFERS = "memory_differs"  # name, ours, engine: the smaller figure is used
    ENGINE_UNKNOWN = "engine_unknown"  # name: the engine has not said what it can use


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphicsUse:
    """The verdict on graphics, and the memory to count with."""

    use: Use
    name: str | None = None
    is_shared: bool = False
    memory_total: int = 0
    memory_free: int = 0
    our_total: int | None = None
    engine_total: int | None = None
    bandwidth: int | None = None

    @property
    def usable(self) -> bool:
        return self.use in (Use.IN_USE, Use.UNKNOWN_DEVICE, Use.MEMORY_DIFFERS)


def reconcile(found: Sequence[Graphics], devices: Sequence[Device] | None) -> GraphicsUse:
    """Compare what the system shows with what ggml can use; ``devices`` None: not asked yet.

    The engine's list decides whether a device is used at all; of two sizes the smaller counts.
    """
    best = max(found, key=lambda each: (not each.is_shared, each.memory_total or 0), default=None)
    usable = [each for each in devices or () if each.kind in ("gpu", "igpu")]
    if not usable:
        return _unused(best, devices)
    device = max(usable, key=lambda each: (each.kind == "gpu", each.memory_total))
    ours = _same(device, found)
    if ours is None:
        return GraphicsUse(
            use=Use.UNKNOWN_DEVICE,
            name=device.description or device.name,
            is_shared=device.kind == "igpu",
            memory_total=device.memory_total,
            memory_free=device.memory_free,
            engine_total=device.memory_total,
        )
    return _both(ours, device)


def room(
    memory: MainMemory, graphics: GraphicsUse, *, returned: int = 0, graphics_returned: int = 0
) -> Room:
    """Return the memory a model may use; ``returned`` is what unloading the present one frees."""
    if not graphics.usable:
        return Room(main_free=memory.free, main_returned=returned)
    return Room(
        main_free=memory.free,
        main_returned=returned,
        graphics="shared" if graphics.is_shared else "separate",
        graphics_free=graphics.memory_free,
        graphics_returned=graphics_returned,
    )


def reading_threads(processor: Processor | None) -> int:
    """Return how many threads it takes to read memory as fast as it goes."""
    if processor is None:
        return 2
    cores = processor.physical_cores or processor.logical_cores
    return max(1, min(cores, round(processor.quota) if processor.quota else cores))


def unused_features(computer: Computer) -> tuple[str, ...]:
    """Return what the processor can do for inference and the engine's build makes no use of.

    The engine lists its features as llama.cpp prints them: "AVX2 = 1 | AVX512 = 1 | ...".
    """
    if computer.processor is None or computer.engine is None:
        return ()
    parts = computer.engine.system.split("|")
    used = {part.partition("=")[0].split(":")[-1].strip() for part in parts}
    wanted = {"AVX2": "AVX2", "AVX-512": "AVX512", "NEON": "NEON"}
    has = computer.processor.features
    return tuple(ours for ours, theirs in wanted.items() if ours in has and theirs not in used)


def _unused(best: Graphics | None, devices: Sequence[Device] | None) -> GraphicsUse:
    if best is None:
        return GraphicsUse(use=Use.NO_GRAPHICS)
    use = Use.ENGINE_IS_CPU_ONLY
    if best.driver is None:
        use = Use.DRIVER_MISSING
    elif devices is None:
        use = Use.ENGINE_UNKNOWN
    return GraphicsUse(
        use=use, name=best.name, is_shared=best.is_shared, our_total=best.memory_total
    )


def _same(device: Device, found: Sequence[Graphics]) -> Graphics | None:
    """Return the device of ours that the engine means: by name, or the only one of its kind."""
    said = device.description.lower()
    for each in found:
        if each.name.lower() in said or (said and said in each.name.lower()):
            return each
    kin = [each for each in found if each.is_shared == (device.kind == "igpu")]
    return kin[0] if len(kin) == 1 else None


def _both(ours: Graphics, device: Device) -> GraphicsUse:
    totals = [total for total in (ours.memory_total, device.memory_total) if total]
    frees = [free for free in (ours.memory_free, device.memory_free) if free]
    differs = len(totals) == 2 and max(totals) > _DIFFERS * min(totals)
    total = min(totals, default=0)
    return GraphicsUse(
        use=Use.MEMORY_DIFFERS if differs else Use.IN_USE,
        name=ours.name,
        is_shared=ours.is_shared or device.kind == "igpu",
        memory_total=total,
        memory_free=min([*frees, total]),
        our_total=ours.memory_total,
        engine_total=device.memory_total,
        bandwidth=ours.bandwidth,
    )
