"""Main memory: what there is, and what a program may still get."""

import sys
from pathlib import Path

import psutil

from indoors.core.hardware import MainMemory
from indoors.services.probe.answer import NotHere
from indoors.services.probe.cgroup import memory_limit
from indoors.services.probe.files import ROOT, pairs


def read_memory(root: Path = ROOT, system: str = sys.platform) -> MainMemory | NotHere:
    """Return the memory of the computer, or of the control group if that has less."""
    if not system.startswith("linux"):
        seen = psutil.virtual_memory()
        return MainMemory(total=seen.total, free=seen.available)
    said = pairs(root / "proc/meminfo", ":")
    total, free = _bytes(said.get("MemTotal")), _bytes(said.get("MemAvailable"))
    if total is None or free is None:
        return NotHere("no usable /proc/meminfo")
    group = memory_limit(root)
    if group is None or group.limit >= total:
        return MainMemory(total=total, free=min(free, group.free) if group else free)
    return MainMemory(total=group.limit, free=min(free, group.free), limit=group.limit)


def _bytes(value: str | None) -> int | None:
    """Read "16316412 kB"."""
    amount, _, unit = (value or "").partition(" ")
    if not amount.isdigit():
        return None
    return int(amount) * (1024 if unit.strip().lower() == "kb" else 1)
