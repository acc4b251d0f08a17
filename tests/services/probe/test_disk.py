import os
import threading
from pathlib import Path

from indoors.core.hardware import Bandwidth, Disk
from indoors.services.probe.answer import NotHere
from indoors.services.probe.disk import read_disk
from indoors.services.probe.disk_speed import measure_disk_speed
from indoors.services.starter import starter_model
from tests.services.probe.trees import link, tree


def found(folder: Path, root: Path) -> Disk:
    answer = read_disk(folder, root, "linux")
    assert isinstance(answer, Disk)
    return answer


def test_a_folder_that_is_not_made_yet(tmp_path: Path) -> None:
    seen = found(tmp_path / "a" / "b", tmp_path / "root")
    assert seen.folder == str(tmp_path)
    assert 0 < seen.free < seen.total
    assert seen.is_solid_state is None


def test_kind_of_disk(tmp_path: Path) -> None:
    root, device = tmp_path / "root", tmp_path.stat().st_dev
    name = f"sys/dev/block/{os.major(device)}:{os.minor(device)}"
    link(root, name, "sys/devices/disk/nvme0n1/nvme0n1p2")
    tree(root, {"sys/devices/disk/nvme0n1/queue/rotational": "0\n"})
    assert found(tmp_path, root).is_solid_state is True
    tree(root, {"sys/devices/disk/nvme0n1/queue/rotational": "1\n"})
    assert found(tmp_path, root).is_solid_state is False


def test_virtual_disks_are_not_believed(tmp_path: Path) -> None:
    root, device = tmp_path / "root", tmp_path.stat().st_dev
    name = f"sys/dev/block/{os.major(device)}:{os.minor(device)}"
    link(root, name, "sys/devices/virtio/vda")
    tree(root, {"sys/devices/virtio/vda/queue/rotational": "1\n"})
    assert found(tmp_path, root).is_solid_state is None


def test_reading_speed() -> None:
    path = starter_model()
    assert path is not None
    seen = measure_disk_speed(path)
    assert isinstance(seen, Bandwidth)
    assert seen.bytes_read > 0
    assert seen.bytes_per_second > 0


def test_reading_ends_in_time() -> None:
    path = starter_model()
    assert path is not None
    seconds = iter(range(100))
    seen = measure_disk_speed(path, limit_s=3, clock=lambda: float(next(seconds)))
    assert isinstance(seen, Bandwidth)
    assert seen.bytes_read == 3 * 4 * 1024**2


def test_reading_can_be_stopped() -> None:
    path, stop = starter_model(), threading.Event()
    assert path is not None
    stop.set()
    assert isinstance(measure_disk_speed(path, stop=stop), NotHere)


def test_nothing_to_read(tmp_path: Path) -> None:
    assert isinstance(measure_disk_speed(tmp_path / "none"), NotHere)
    (tmp_path / "small").write_bytes(b"x")
    assert measure_disk_speed(tmp_path / "small") == NotHere("the file is too small")
