from pathlib import Path

import psutil
import pytest

from indoors.core.hardware import MainMemory
from indoors.services.probe.answer import NotHere
from indoors.services.probe.memory import read_memory
from tests.services.probe.trees import MEMINFO, tree

TOTAL, FREE = 32_000_000 * 1024, 20_000_000 * 1024


def found(root: Path) -> MainMemory:
    answer = read_memory(root, "linux")
    assert isinstance(answer, MainMemory)
    return answer


def test_without_limit(tmp_path: Path) -> None:
    tree(tmp_path, {"proc/meminfo": MEMINFO})
    assert found(tmp_path) == MainMemory(total=TOTAL, free=FREE)


def test_group_of_version_2(tmp_path: Path) -> None:
    """The group itself has no limit, the one above it has."""
    tree(
        tmp_path,
        {
            "proc/meminfo": MEMINFO,
            "proc/self/cgroup": "0::/box/inner\n",
            "sys/fs/cgroup/box/memory.max": "4000000000\n",
            "sys/fs/cgroup/box/memory.current": "3000000000\n",
            "sys/fs/cgroup/box/memory.stat": "anon 5\ninactive_file 500000000\nfile 7\n",
            "sys/fs/cgroup/box/inner/memory.max": "max\n",
            "sys/fs/cgroup/box/inner/memory.current": "1\n",
        },
    )
    seen = found(tmp_path)
    assert seen == MainMemory(total=4_000_000_000, free=1_500_000_000, limit=4_000_000_000)


def test_group_of_version_1(tmp_path: Path) -> None:
    group = "sys/fs/cgroup/memory/box/"
    tree(
        tmp_path,
        {
            "proc/meminfo": MEMINFO,
            "proc/self/cgroup": "9:memory:/box\n3:cpu,cpuacct:/box\n",
            group + "memory.limit_in_bytes": "2000000000\n",
            group + "memory.usage_in_bytes": "1500000000\n",
            group + "memory.stat": "total_inactive_file 100000000\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
            "sys/fs/cgroup/memory/memory.usage_in_bytes": "1\n",
        },
    )
    seen = found(tmp_path)
    assert (seen.limit, seen.free) == (2_000_000_000, 600_000_000)


def test_inside_a_container_the_group_is_the_root_of_the_tree(tmp_path: Path) -> None:
    tree(
        tmp_path,
        {
            "proc/meminfo": MEMINFO,
            "proc/self/cgroup": "0::/docker/4f2a\n",
            "sys/fs/cgroup/memory.max": "1000000000\n",
            "sys/fs/cgroup/memory.current": "200000000\n",
        },
    )
    assert found(tmp_path).free == 800_000_000


def test_a_limit_above_the_memory_is_none(tmp_path: Path) -> None:
    tree(
        tmp_path,
        {
            "proc/meminfo": MEMINFO,
            "sys/fs/cgroup/memory.max": str(2 * TOTAL),
            "sys/fs/cgroup/memory.current": "0",
        },
    )
    assert found(tmp_path) == MainMemory(total=TOTAL, free=FREE)


@pytest.mark.parametrize("content", ["", "MemTotal: x kB\n", "MemTotal: 5 kB\n"])
def test_nonsense_is_not_here(tmp_path: Path, content: str) -> None:
    tree(tmp_path, {"proc/meminfo": content})
    assert isinstance(read_memory(tmp_path, "linux"), NotHere)


def test_this_computer() -> None:
    seen = read_memory()
    assert isinstance(seen, MainMemory)
    assert 0 < seen.free <= seen.total <= psutil.virtual_memory().total
