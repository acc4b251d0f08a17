"""The disk that models are stored on."""

import os
import shutil
import sys
from pathlib import Path

from indoors.core.hardware import Disk
from indoors.services.probe.answer import NotHere
from indoors.services.probe.files import ROOT, number

_VIRTUAL = ("vd", "xvd")
"""Disks of virtual machines call themselves rotating, whatever they are."""


def read_disk(folder: Path, root: Path = ROOT, system: str = sys.platform) -> Disk | NotHere:
    """Return what is free where ``folder`` is, or will be."""
    nearest = next((path for path in (folder, *folder.absolute().parents) if path.exists()), None)
    if nearest is None:
        return NotHere("no folder above it exists")
    try:
        usage = shutil.disk_usage(nearest)
        device = nearest.stat().st_dev
    except OSError as error:
        return NotHere(error.strerror or type(error).__name__)
    solid = _is_solid_state(root, device) if system.startswith("linux") else None
    return Disk(folder=str(nearest), total=usage.total, free=usage.free, is_solid_state=solid)


def _is_solid_state(root: Path, device: int) -> bool | None:
    block = root / f"sys/dev/block/{os.major(device)}:{os.minor(device)}"
    if block.resolve().name.startswith(_VIRTUAL):
        return None
    for folder in (block, block.resolve().parent):  # a partition's queue is its disk's
        rotates = number(folder / "queue/rotational")
        if rotates is not None:
            return rotates == 0
    return None
