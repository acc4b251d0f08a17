from pathlib import Path

from indoors.core.hardware import Processor
from indoors.services.probe.answer import NotHere
from indoors.services.probe.processor import read_processor
from tests.services.probe.trees import CPUINFO, cores, tree


def found(root: Path) -> Processor:
    answer = read_processor(root, "linux")
    assert isinstance(answer, Processor)
    return answer


def test_cores_and_features(tmp_path: Path) -> None:
    tree(tmp_path, cores((0, 0), (0, 0), (0, 1), (0, 1)) | {"proc/cpuinfo": CPUINFO})
    seen = found(tmp_path)
    assert seen.model == "AMD Ryzen 7 7700 8-Core Processor"
    assert (seen.logical_cores, seen.physical_cores, seen.performance_cores) == (4, 2, None)
    assert seen.features == ("AVX-512", "AVX-512 VNNI", "AVX2", "FMA", "F16C", "AVX")
    assert seen.quota is None


def test_two_kinds_of_cores_of_intel(tmp_path: Path) -> None:
    tree(
        tmp_path,
        {
            "proc/cpuinfo": CPUINFO,
            "sys/devices/cpu_core/cpus": "0-11\n",
            "sys/devices/system/cpu/cpu0/topology/thread_siblings_list": "0-1\n",
        },
    )
    assert found(tmp_path).performance_cores == 6


def test_two_kinds_of_cores_of_arm(tmp_path: Path) -> None:
    capacities = (446, 446, 871, 1024)
    files: dict[str, str | bytes] = {
        f"sys/devices/system/cpu/cpu{i}/cpu_capacity": str(c) for i, c in enumerate(capacities)
    }
    files["proc/cpuinfo"] = "processor\t: 0\nFeatures\t: fp asimd asimddp i8mm\n"
    files["sys/firmware/devicetree/base/model"] = "Raspberry Pi 5 Model B\0"
    tree(tmp_path, files)
    seen = found(tmp_path)
    assert seen.performance_cores == 2
    assert seen.model == "Raspberry Pi 5 Model B"
    assert seen.features == ("NEON", "DOTPROD", "I8MM")


def test_a_container_with_half_a_core(tmp_path: Path) -> None:
    tree(
        tmp_path,
        {
            "proc/cpuinfo": CPUINFO,
            "proc/self/cgroup": "0::/box\n",
            "sys/fs/cgroup/box/cpu.max": "50000 100000\n",
        },
    )
    assert found(tmp_path).quota == 0.5


def test_without_proc(tmp_path: Path) -> None:
    assert isinstance(read_processor(tmp_path, "linux"), NotHere)


def test_this_computer() -> None:
    seen = read_processor()
    assert isinstance(seen, Processor)
    assert seen.logical_cores >= (seen.physical_cores or 1) >= 1
