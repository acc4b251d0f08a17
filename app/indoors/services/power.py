"""What the system says of battery and heat; and a program's place behind others."""

import contextlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from indoors.core.power import PowerNow
from indoors.services.probe.files import ROOT

_RECENT_S = 120.0
_NICE = 5


class PowerReader:
    """Reads when asked; a few small files."""

    def __init__(self, root: Path = ROOT, clock: Callable[[], float] = time.monotonic) -> None:
        self._root = root
        self._clock = clock
        self._seen: tuple[float, int] | None = None

    def read(self) -> PowerNow:
        """Return what the system tells now."""
        battery = _battery()
        return PowerNow(
            on_battery=None if battery is None else not battery[1],
            percent=None if battery is None else battery[0],
            throttled=self._throttled(),
        )

    def _throttled(self) -> bool:
        """Whether the processor's count of slow-downs has grown since a moment ago."""
        count = self._count()
        if count is None:
            return False
        now, before = self._clock(), self._seen
        self._seen = now, count
        return before is not None and now - before[0] <= _RECENT_S and count > before[1]

    def _count(self) -> int | None:
        folder = self._root / "sys/devices/system/cpu"
        counted = []
        for file in folder.glob("cpu[0-9]*/thermal_throttle/package_throttle_count"):
            with contextlib.suppress(OSError, ValueError):
                counted.append(int(file.read_text()))
        return max(counted) if counted else None


def cores() -> int:
    """Return the number of physical cores, as far as it is known."""
    return psutil.cpu_count(logical=False) or psutil.cpu_count() or 1


def lower_priority(pid: int) -> bool:
    """Let other programs go first; False if the system refuses. It holds until the process ends."""
    try:
        process = psutil.Process(pid)
        if sys.platform == "win32":
            process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        elif process.nice() < _NICE:
            process.nice(_NICE)
    except (psutil.Error, OSError):
        return False
    return True


def _battery() -> tuple[float, bool] | None:
    """Return percent and whether it is plugged in; ``None`` without a battery."""
    try:
        found = psutil.sensors_battery()
    except (AttributeError, OSError, ValueError, RuntimeError):  # psutil on odd systems
        return None
    if found is None or found.power_plugged is None:
        return None
    return float(found.percent), bool(found.power_plugged)
