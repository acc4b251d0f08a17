"""What is known of this computer when models are judged: memory now, speeds, disk."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil

from indoors.core.candidates import USUAL_CONTEXT, Situation
from indoors.core.fit import ModelShape
from indoors.core.hardware import Computer, GraphicsUse, MainMemory, reconcile, room
from indoors.core.model_speeds import MeasuredSpeed, SpeedKind, observations
from indoors.core.speed import (
    Calibration,
    DeviceClass,
    Observation,
    calibrate,
    expect_prefill,
    expect_writing,
)
from indoors.protocol.engine import Device, Memory
from indoors.services.probe.answer import NotHere
from indoors.services.probe.disk import read_disk
from indoors.services.probe.memory import read_memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything that predictions rest on. ``bandwidth`` of main memory: bytes per second."""

    computer: Computer = field(default_factory=Computer)
    devices: tuple[Device, ...] | None = None
    bandwidth: float | None = None
    context: int = USUAL_CONTEXT
    language: str | None = None
    speeds: Mapping[str, tuple[float, ...]] = field(default_factory=dict)  # by catalogue id
    measured: tuple[MeasuredSpeed, ...] = ()
    shapes: Mapping[str, ModelShape] = field(default_factory=dict)
    installed: frozenset[str] = frozenset()

    @property
    def graphics(self) -> GraphicsUse:
        return reconcile(self.computer.graphics, self.devices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """Bytes free at this moment, and what unloading the present model gives back."""

    memory: MainMemory
    disk: int | None
    disk_total: int | None = None
    returned: int = 0
    graphics_returned: int = 0


def read_free(models: Path, returned: int = 0) -> Free:
    """Ask the system. Memory it does not tell of counts as none."""
    memory = read_memory()
    if not isinstance(memory, MainMemory):
        memory = MainMemory(total=0, free=0)
    disk = read_disk(models)
    if isinstance(disk, NotHere):
        return Free(memory=memory, disk=None, returned=returned)
    return Free(memory=memory, disk=disk.free, disk_total=disk.total, returned=returned)


def returned_by(memory: Memory | None, pid: int | None) -> int:
    """Return the bytes of main memory that are free again once the engine unloads its model.

    Pages of a mapped file are given back at any time, so Linux counts them as available
    already: they must not count twice.
    """
    if memory is None:
        return 0
    own = memory.context + memory.compute
    if pid is None or not sys.platform.startswith("linux"):
        return own + memory.model
    try:
        seen = psutil.Process(pid).memory_info()
    except psutil.Error:
        return own
    return max(own, int(seen.rss - seen.shared))


def situation(known: Known, free: Free) -> Situation:
    """Return what models are judged by."""
    graphics = known.graphics
    main = _writing(DeviceClass.CPU, known, on_card=False)
    reading = _reading(DeviceClass.CPU, known, on_card=False)
    made = Situation(
        room=room(
            free.memory,
            graphics,
            returned=free.returned,
            graphics_returned=free.graphics_returned,
        ),
        main=main,
        main_reading=reading,
        disk_free=free.disk,
        installed=known.installed,
        shapes=known.shapes,
        speeds=known.speeds,
        context=known.context,
        language=known.language,
    )
    if not graphics.usable:
        return made
    kind = DeviceClass.SHARED if graphics.is_shared else DeviceClass.CARD
    return replace(
        made,
        card=_writing(kind, known, on_card=True),
        card_reading=_reading(kind, known, on_card=True),
    )


def _bandwidth(kind: DeviceClass, known: Known) -> tuple[float | None, bool]:
    """Return bytes per second, and whether they were measured."""
    if kind is DeviceClass.CARD:
        return known.graphics.bandwidth, False
    if known.bandwidth:
        return known.bandwidth, True
    return known.graphics.bandwidth if kind is DeviceClass.SHARED else None, False


def _writing(kind: DeviceClass, known: Known, *, on_card: bool) -> Calibration:
    bandwidth, is_measured = _bandwidth(kind, known)
    expected = expect_writing(kind, bandwidth, is_measured=is_measured)
    return calibrate(expected, _seen(known.measured, "writing", on_card=on_card))


def _reading(kind: DeviceClass, known: Known, *, on_card: bool) -> Calibration:
    bandwidth, _ = _bandwidth(kind, known)
    return calibrate(
        expect_prefill(kind, bandwidth), _seen(known.measured, "reading", on_card=on_card)
    )


def _seen(
    measured: Sequence[MeasuredSpeed], kind: SpeedKind, *, on_card: bool
) -> list[Observation]:
    return observations(measured, kind, on_card=on_card)
