"""The processor: model, cores, and what its vector units can do."""

import platform
import sys
from pathlib import Path

import psutil

from indoors.core.hardware import Processor
from indoors.services.probe import apple
from indoors.services.probe.answer import NotHere
from indoors.services.probe.cgroup import cores_allowed
from indoors.services.probe.files import ROOT, number, numbered, pairs, text

_FEATURES = {
    # the kernel's word -> ours, in the order in which they are to be named
    "avx512f": "AVX-512", "avx512_vnni": "AVX-512 VNNI", "avx_vnni": "AVX-VNNI",
    "amx_int8": "AMX", "avx2": "AVX2", "fma": "FMA", "f16c": "F16C", "avx": "AVX",
    "asimd": "NEON", "neon": "NEON", "asimddp": "DOTPROD", "i8mm": "I8MM", "sve": "SVE",
}  # fmt: skip
_BIG_CORE_SHARE = 0.8
"""Of the largest capacity that a core reports: above it a core counts as a fast one."""


def read_processor(root: Path = ROOT, system: str = sys.platform) -> Processor | NotHere:
    """Return what the system says of its processor."""
    logical = psutil.cpu_count() or 1
    if system.startswith("linux"):
        return _linux(root, logical)
    model = apple.setting("machdep.cpu.brand_string") if system == "darwin" else None
    features = ("NEON",) if platform.machine().lower() in {"arm64", "aarch64"} else ()
    fast = apple.setting("hw.perflevel0.physicalcpu") if system == "darwin" else None
    return Processor(
        model=model or platform.processor() or platform.machine(),
        logical_cores=logical,
        physical_cores=psutil.cpu_count(logical=False),
        performance_cores=int(fast) if fast and fast.isdigit() else None,
        features=features,
    )


def _linux(root: Path, logical: int) -> Processor | NotHere:
    said = pairs(root / "proc/cpuinfo", ":")
    if not said:
        return NotHere("no /proc/cpuinfo")
    flags = (said.get("flags") or said.get("Features") or "").split()
    found = dict.fromkeys(ours for theirs, ours in _FEATURES.items() if theirs in flags)
    folders = sorted((root / "sys/devices/system/cpu").glob("cpu[0-9]*"))
    return Processor(
        model=said.get("model name") or _board(root) or said.get("Hardware") or platform.machine(),
        logical_cores=len(folders) or logical,
        physical_cores=_physical(folders),
        performance_cores=_performance(root, folders),
        features=tuple(found),
        quota=cores_allowed(root),
        cache=_cache(folders),
    )


def _board(root: Path) -> str | None:
    """Small boards name themselves where PCs name their processor."""
    model = text(root / "sys/firmware/devicetree/base/model")
    return model.rstrip("\0") if model else None


def _physical(folders: list[Path]) -> int | None:
    cores = {
        (number(each / "topology/physical_package_id"), number(each / "topology/core_id"))
        for each in folders
    }
    cores = {core for core in cores if core[1] is not None}
    return len(cores) or None


def _cache(folders: list[Path]) -> int | None:
    """Bytes of all caches of the highest level; cores that share one name the same list."""
    found: dict[tuple[int, str], int] = {}
    for each in folders:
        for index in each.glob("cache/index*"):
            size = (text(index / "size") or "").removesuffix("K")
            level = number(index / "level")
            if level and size.isdigit():
                found[level, text(index / "shared_cpu_list") or each.name] = int(size) * 1024
    highest = max((level for level, _ in found), default=0)
    return sum(size for (level, _), size in found.items() if level == highest) or None


def _performance(root: Path, folders: list[Path]) -> int | None:
    """Cores of the fast kind, where there are two kinds. Threads of one core count as one."""
    hybrid = text(root / "sys/devices/cpu_core/cpus")
    if hybrid:
        threads = numbered(hybrid)
        siblings = text(root / "sys/devices/system/cpu/cpu0/topology/thread_siblings_list")
        return threads // max(1, numbered(siblings or "0"))
    capacities = [number(each / "cpu_capacity") for each in folders]
    known = [each for each in capacities if each is not None]
    if not known or min(known) == max(known):
        return None
    return sum(each >= _BIG_CORE_SHARE * max(known) for each in known)
