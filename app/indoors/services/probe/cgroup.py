"""The control group that this process runs in: containers and services are limited by it.

Version 2 keeps all controllers in one tree, version 1 has a tree for each. Inside a
container the group's own path is often not visible; then the root of the tree is the group.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indoors.services.probe.files import ROOT, number, pairs, text

_UNLIMITED = 1 << 60
"""Version 1 says "no limit" with a number of about this size."""


@dataclass(frozen=True, slots=True)
class MemoryLimit:
    limit: int
    free: int


def memory_limit(root: Path = ROOT) -> MemoryLimit | None:
    """Return the tightest limit of this group and those above it; None if there is none."""
    limits = []
    for folder in _groups(root, ""):
        limits += _limit(folder, "memory.max", "memory.current", "inactive_file")
    for folder in _groups(root, "memory"):
        names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
        limits += _limit(folder, *names)
    return min(limits, key=lambda each: each.free, default=None)


def cores_allowed(root: Path = ROOT) -> float | None:
    """Return the processor time this group may use, in cores; None if it is not limited."""
    shares = []
    for folder in _groups(root, ""):
        quota, _, period = (text(folder / "cpu.max") or "max").partition(" ")
        if quota.isdigit() and period.isdigit() and int(period):
            shares.append(int(quota) / int(period))
    for folder in _groups(root, "cpu"):
        micros = number(folder / "cpu.cfs_quota_us")
        every = number(folder / "cpu.cfs_period_us")
        if micros and every and micros > 0:
            shares.append(micros / every)
    return min(shares, default=None)


def _groups(root: Path, controller: str) -> Iterator[Path]:
    """Give this process's group and all above it, up to the root of the controller's tree."""
    tree = root / "sys/fs/cgroup"
    if controller:
        tree /= controller
    path = _own_path(root, controller)
    if not tree.is_dir():
        return
    folder = tree / path.lstrip("/")
    while folder != tree and tree in folder.parents:
        if folder.is_dir():
            yield folder
        folder = folder.parent
    yield tree


def _own_path(root: Path, controller: str) -> str:
    for line in (text(root / "proc/self/cgroup") or "").splitlines():
        number_, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if (controller in controllers.split(",")) if controller else number_ == "0":
            return path if ".." not in path else "/"
    return "/"


def _limit(folder: Path, limit: str, used: str, reclaimable: str) -> list[MemoryLimit]:
    most, now = number(folder / limit), number(folder / used)
    if most is None or now is None or most >= _UNLIMITED:
        return []
    given_back = pairs(folder / "memory.stat", " ").get(reclaimable, "0")
    free = most - now + (int(given_back) if given_back.isdigit() else 0)
    return [MemoryLimit(most, max(0, min(most, free)))]
