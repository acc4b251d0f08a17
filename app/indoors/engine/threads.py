"""How many threads to compute with."""

import os
from pathlib import Path

import psutil

from indoors.engine.cgroup import own_cgroup


def threads_for(wanted: int | None) -> int:
    """Return the wanted number of threads as far as there are processors, or the default."""
    if wanted is None or wanted < 1:
        return default_threads()
    return min(wanted, os.cpu_count() or 1)


def default_threads(cgroup: Path | None = None) -> int:
    """Physical cores this process may use; hyper-threads would only fight for the same units."""
    limits = [psutil.cpu_count(logical=False) or os.cpu_count() or 1]
    if hasattr(os, "sched_getaffinity"):
        limits.append(len(os.sched_getaffinity(0)))
    quota = _cgroup_cpus(cgroup or own_cgroup())
    if quota is not None:
        limits.append(quota)
    return max(1, min(limits))


def _cgroup_cpus(cgroup: Path) -> int | None:
    """Whole CPUs of a version 2 control group's quota, rounded up; None without one."""
    try:
        quota, period = (cgroup / "cpu.max").read_text().split()
        return -(-int(quota) // int(period))
    except (OSError, ValueError):  # no control groups, or "max"
        return None
