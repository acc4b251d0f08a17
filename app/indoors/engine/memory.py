"""Memory of this process, and what the machine has left."""

from pathlib import Path

import psutil

from indoors.engine.cgroup import own_cgroup


def resident_bytes() -> int | None:
    """Return the resident size now; None where the system doesn't tell."""
    try:
        return int(psutil.Process().memory_info().rss)
    except psutil.Error:
        return None


def peak_bytes() -> int | None:
    """Highest resident size since the process started; None where the system doesn't tell."""
    if Path("/proc/self/status").exists():
        return _peak_of_linux(Path("/proc/self/status"))
    memory = psutil.Process().memory_info()
    peak = getattr(memory, "peak_wset", None)  # Windows
    if peak is not None:
        return int(peak)
    import resource

    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _peak_of_linux(status: Path) -> int | None:
    # getrusage would tell the parent's peak if that was higher: it is inherited at fork.
    try:
        lines = status.read_text().splitlines()
    except OSError:
        return None
    for line in lines:
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return None


def free_bytes(cgroup: Path | None = None) -> int:
    """What may still be used without swapping, by the machine and by the control group."""
    cgroup = cgroup or own_cgroup()
    free = int(psutil.virtual_memory().available)
    try:
        limit = int((cgroup / "memory.max").read_text())
        used = int((cgroup / "memory.current").read_text())
        reclaimable = _inactive_file_bytes(cgroup / "memory.stat")
    except (OSError, ValueError):  # no control groups, or "max"
        return free
    return max(0, min(free, limit - used + reclaimable))


def _inactive_file_bytes(stat: Path) -> int:
    for line in stat.read_text().splitlines():
        if line.startswith("inactive_file "):
            return int(line.split()[1])
    return 0
