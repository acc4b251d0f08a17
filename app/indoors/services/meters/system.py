"""What the system says of the processor and the memory. Reads only; nothing is estimated."""

from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class SystemMemory:
    """Main memory of this computer, in bytes."""

    total: int
    used: int  # total less what programs could still get
    available: int


class ProcessorMeter:
    """Load of all processor cores together, between two readings."""

    def __init__(self) -> None:
        self._busy, self._all = _times()

    def read(self) -> float | None:
        """Return the load since the last reading, 0 to 1; ``None`` if the clock has not moved."""
        busy, everything = _times()
        passed = everything - self._all
        if passed <= 0:
            return None
        load = (busy - self._busy) / passed
        self._busy, self._all = busy, everything
        return min(1.0, max(0.0, load))


def read_memory() -> SystemMemory:
    """Return what the system says of its main memory now."""
    memory = psutil.virtual_memory()
    return SystemMemory(
        total=memory.total, used=memory.total - memory.available, available=memory.available
    )


def _times() -> tuple[float, float]:
    """Return (busy, all) seconds of every core since boot; guests are already part of user."""
    times = psutil.cpu_times()
    everything = sum(times) - getattr(times, "guest", 0.0) - getattr(times, "guest_nice", 0.0)
    idle = times.idle + getattr(times, "iowait", 0.0)
    return everything - idle, everything
