import struct
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from indoors.core.hardware import Graphics
from indoors.services.probe.answer import NotHere
from indoors.services.probe.apple import read_apple
from indoors.services.probe.data_sheets import bandwidth_of
from indoors.services.probe.nvidia import read_nvidia
from indoors.services.probe.pci import read_pci
from tests.services.probe.trees import link, tree

GIBI = 1024**3
DEVICES = "sys/bus/pci/devices/"
IDS = (
    "# list\n1002  AMD/ATI\n\t744c  Navi 31 [Radeon RX 7900 XT]\n\t\t1 2  Sub\n"
    "8086  Intel\n\t744c  Wrong\n"
)


def device(root: Path, address: str, vendor: int, number: int, driver: str | None = None) -> str:
    folder = f"{DEVICES}{address}/"
    tree(
        root,
        {
            folder + "class": "0x030000\n",
            folder + "vendor": f"{vendor:#06x}\n",
            folder + "device": f"{number:#06x}\n",
        },
    )
    if driver:
        link(root, folder + "driver", f"sys/bus/pci/drivers/{driver}")
    return folder


def only(root: Path) -> Graphics:
    found = read_pci(root)
    assert isinstance(found, tuple)
    assert len(found) == 1
    return found[0]


def test_amd_card(tmp_path: Path) -> None:
    folder = device(tmp_path, "0000:03:00.0", 0x1002, 0x744C, "amdgpu")
    tree(
        tmp_path,
        {
            folder + "mem_info_vram_total": str(20 * GIBI),
            folder + "mem_info_vram_used": str(GIBI),
            folder + "mem_info_gtt_total": str(16 * GIBI),
            folder + "gpu_metrics": struct.pack("<HBB", 120, 1, 3) + bytes(116),
            "usr/share/misc/pci.ids": IDS,
        },
    )
    assert only(tmp_path) == Graphics(
        name="Radeon RX 7900 XT",
        vendor="amd",
        address="0000:03:00.0",
        memory_total=20 * GIBI,
        memory_free=19 * GIBI,
        driver="amdgpu",
        bandwidth=800_000_000_000,
    )


def test_graphics_inside_an_amd_processor_share_memory(tmp_path: Path) -> None:
    folder = device(tmp_path, "0000:c1:00.0", 0x1002, 0x15BF, "amdgpu")
    tree(
        tmp_path,
        {
            folder + "mem_info_vram_total": str(GIBI),
            folder + "mem_info_vram_used": str(GIBI // 2),
            folder + "mem_info_gtt_total": str(15 * GIBI),
            folder + "mem_info_gtt_used": str(GIBI // 2),
            folder + "gpu_metrics": struct.pack("<HBB", 120, 2, 1) + bytes(116),
        },
    )
    seen = only(tmp_path)
    assert seen.is_shared
    assert (seen.memory_total, seen.memory_free) == (16 * GIBI, 15 * GIBI)
    assert seen.name == "AMD graphics 15bf"


def test_intel_inside_and_beside_the_processor(tmp_path: Path) -> None:
    device(tmp_path, "0000:00:02.0", 0x8086, 0x46A6, "i915")
    device(tmp_path, "0000:03:00.0", 0x8086, 0x56A0, "xe")
    found = read_pci(tmp_path)
    assert isinstance(found, tuple)
    assert [each.is_shared for each in found] == [True, False]
    assert [each.memory_total for each in found] == [None, None]


def test_missing_and_unfit_drivers(tmp_path: Path) -> None:
    device(tmp_path, "0000:01:00.0", 0x10DE, 0x2882)
    device(tmp_path, "0000:02:00.0", 0x10DE, 0x2882, "nouveau")
    found = read_pci(tmp_path)
    assert isinstance(found, tuple)
    assert [each.driver for each in found] == [None, None]


def test_other_devices_and_makers_are_passed_over(tmp_path: Path) -> None:
    device(tmp_path, "0000:04:00.0", 0x1A03, 0x2000, "ast")
    folder = device(tmp_path, "0000:05:00.0", 0x8086, 0x1533, "igb")
    (tmp_path / folder / "class").write_text("0x020000\n")
    assert read_pci(tmp_path) == ()
    assert isinstance(read_pci(tmp_path / "nothing"), NotHere)


class NvmlError(Exception):
    pass


class Nvml:
    """The driver's library as pynvml shows it."""

    NVMLError = NvmlError
    NVML_CLOCK_MEM = 2

    def __init__(self, *, missing: bool = False, one_memory: bool = False) -> None:
        self.missing, self.one_memory = missing, one_memory
        self.open = 0

    def nvmlInit(self) -> None:  # noqa: N802
        if self.missing:
            raise NvmlError("NVML Shared Library Not Found")
        self.open += 1

    def nvmlShutdown(self) -> None:  # noqa: N802
        self.open -= 1

    def __getattr__(self, name: str) -> Any:
        answers = {
            "nvmlSystemGetDriverVersion": b"570.86",
            "nvmlDeviceGetCount": 1,
            "nvmlDeviceGetHandleByIndex": object(),
            "nvmlDeviceGetName": "NVIDIA GeForce RTX 4060",
            "nvmlDeviceGetPciInfo": SimpleNamespace(busId=b"00000000:01:00.0"),
            "nvmlDeviceGetMaxClockInfo": 8501,
            "nvmlDeviceGetMemoryBusWidth": 128,
            "nvmlDeviceGetMemoryInfo": SimpleNamespace(total=8 * GIBI, free=7 * GIBI),
        }

        def answer(*_: object) -> Any:
            if self.one_memory and name == "nvmlDeviceGetMemoryInfo":
                raise NvmlError("Not Supported")
            return answers[name]

        return answer


def test_nvidia() -> None:
    nvml = Nvml()
    found = read_nvidia(nvml)
    assert found == (
        Graphics(
            name="GeForce RTX 4060",
            vendor="nvidia",
            address="0000:01:00.0",
            memory_total=8 * GIBI,
            memory_free=7 * GIBI,
            driver="570.86",
            bandwidth=272_032_000_000,
        ),
    )
    assert nvml.open == 0


def test_nvidia_board_with_one_memory() -> None:
    found = read_nvidia(Nvml(one_memory=True))
    assert isinstance(found, tuple)
    assert found[0].is_shared
    assert found[0].memory_total is None


def test_nvidia_without_driver() -> None:
    assert read_nvidia(Nvml(missing=True)) == NotHere("NVML Shared Library Not Found")


def test_apple() -> None:
    values = {"machdep.cpu.brand_string": "Apple M4 Pro", "hw.memsize": str(24 * GIBI)}
    found = read_apple("darwin", values.get)
    assert isinstance(found, tuple)
    assert (found[0].memory_total, found[0].bandwidth) == (16 * GIBI, 273_000_000_000)
    raised = read_apple("darwin", (values | {"iogpu.wired_limit_mb": "20480"}).get)
    assert isinstance(raised, tuple)
    assert raised[0].memory_total == 20 * GIBI
    intel = {"machdep.cpu.brand_string": "Intel(R) Core(TM) i7", "hw.memsize": "1"}
    assert isinstance(read_apple("darwin", intel.get), NotHere)
    assert isinstance(read_apple("linux", values.get), NotHere)


def test_data_sheets_match_whole_names() -> None:
    assert bandwidth_of("Apple M4") == 120_000_000_000
    assert bandwidth_of("Apple M4 Max") == 546_000_000_000
    assert bandwidth_of("AMD Radeon RX 7900 XTX") == 960_000_000_000
    assert bandwidth_of("Some Card M40") is None
