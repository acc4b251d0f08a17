"""The control group this process is in: containers and services limit memory and CPUs there."""

from pathlib import Path

_MOUNT = Path("/sys/fs/cgroup")


def own_cgroup(groups: Path = Path("/proc/self/cgroup"), mount: Path = _MOUNT) -> Path:
    """Return the folder of our version 2 control group, which need not exist."""
    try:
        lines = groups.read_text().splitlines()
    except OSError:  # not Linux
        return mount
    for line in lines:
        if line.startswith("0::/"):
            return mount / line.removeprefix("0::/")
    return mount
