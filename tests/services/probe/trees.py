"""Made-up /proc and /sys trees."""

from pathlib import Path

CPUINFO = """processor\t: 0
model name\t: AMD Ryzen 7 7700 8-Core Processor
flags\t\t: fpu sse2 avx f16c fma avx2 avx512f avx512_vnni

processor\t: 1
model name\t: AMD Ryzen 7 7700 8-Core Processor
"""
MEMINFO = "MemTotal:       32000000 kB\nMemFree:  1000 kB\nMemAvailable:   20000000 kB\n"


def tree(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def link(root: Path, name: str, target: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    (root / target).mkdir(parents=True, exist_ok=True)
    path.symlink_to(root / target)


def cores(*groups: tuple[int, int]) -> dict[str, str | bytes]:
    """One logical processor for each (package, core)."""
    base = "sys/devices/system/cpu/cpu{}/topology/{}"
    files: dict[str, str | bytes] = {}
    for index, (package, core) in enumerate(groups):
        files[base.format(index, "physical_package_id")] = f"{package}\n"
        files[base.format(index, "core_id")] = f"{core}\n"
    return files
