"""Graphics devices on the PCI bus as Linux shows them: AMD, Intel, and those without driver."""

from pathlib import Path

from indoors.core.hardware import Graphics, Vendor
from indoors.services.probe.answer import NotHere
from indoors.services.probe.data_sheets import bandwidth_of
from indoors.services.probe.files import ROOT, number, text

_DISPLAY_CLASS = 0x03
_VENDORS: dict[int, Vendor] = {0x10DE: "nvidia", 0x1002: "amd", 0x8086: "intel"}
"""Others are only there to show a picture, in servers and virtual machines."""
_NAMES: dict[Vendor, str] = {"nvidia": "NVIDIA", "amd": "AMD", "intel": "Intel"}
_INTEL_INTEGRATED = "0000:00:02.0"
_NOT_FOR_COMPUTING = {"nouveau", "vfio-pci", "simpledrm", "efifb"}
_LISTS = ("usr/share/misc/pci.ids", "usr/share/hwdata/pci.ids")


def read_pci(root: Path = ROOT) -> tuple[Graphics, ...] | NotHere:
    """Return every display device with what its driver tells of it."""
    folder = root / "sys/bus/pci/devices"
    if not folder.is_dir():
        return NotHere("no PCI bus")
    displays = [
        (each, vendor)
        for each in sorted(folder.iterdir())
        if (number(each / "class") or 0) >> 16 == _DISPLAY_CLASS
        and (vendor := _VENDORS.get(number(each / "vendor") or 0))
    ]
    return tuple(_device(root, each, vendor) for each, vendor in displays)


def _device(root: Path, folder: Path, vendor: Vendor) -> Graphics:
    link = folder / "driver"
    driver = link.resolve().name if link.exists() else None
    if driver in _NOT_FOR_COMPUTING:
        driver = None
    total, used = _memory(folder)
    name = _name(root, folder, vendor)
    return Graphics(
        name=name,
        vendor=vendor,
        address=folder.name,
        is_shared=_is_shared(folder, vendor),
        memory_total=total,
        memory_free=max(0, total - used) if total is not None and used is not None else None,
        driver=driver,
        bandwidth=bandwidth_of(name),
    )


def _memory(folder: Path) -> tuple[int | None, int | None]:
    """Return (total, used). An AMD processor's graphics may use its share of main memory too."""
    total, used = number(folder / "mem_info_vram_total"), number(folder / "mem_info_vram_used")
    if total is None or not is_amd_apu(folder):
        return total, used
    more, taken = number(folder / "mem_info_gtt_total"), number(folder / "mem_info_gtt_used")
    return total + (more or 0), (used or 0) + (taken or 0)


def _is_shared(folder: Path, vendor: Vendor) -> bool:
    if vendor == "amd":
        return is_amd_apu(folder)
    return vendor == "intel" and folder.name == _INTEL_INTEGRATED


def is_amd_apu(folder: Path) -> bool:
    """The metrics table of graphics inside a processor has format 2 or above, a card's has 1."""
    try:
        head = (folder / "gpu_metrics").read_bytes()[:4]
    except OSError:
        return False
    return len(head) == 4 and head[2] >= 2


def _name(root: Path, folder: Path, vendor: Vendor) -> str:
    told = text(folder / "product_name")
    if told:
        return told
    vendor_id, device_id = number(folder / "vendor") or 0, number(folder / "device") or 0
    listed = next(
        (name for each in _LISTS if (name := _listed(root / each, vendor_id, device_id))), None
    )
    return listed or f"{_NAMES[vendor]} graphics {device_id:04x}"


def _listed(path: Path, vendor: int, device: int) -> str | None:
    """Look a device up in the list of PCI ids: vendors at the margin, devices behind a tab."""
    inside = False
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if not line.startswith(("\t", "#", "\n")):
                    inside = line.startswith(f"{vendor:04x} ")
                elif inside and line.startswith(f"\t{device:04x} "):
                    return _short(line.strip()[4:].strip())
    except OSError:
        return None
    return None


def _short(name: str) -> str:
    """Return the name people know, which the list has in brackets."""
    inside = name.partition("[")[2].rpartition("]")[0]
    return inside or name
