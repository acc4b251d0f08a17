"""A disk without room: told before a byte is fetched, and no more than a pause once there is."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from indoors.protocol.faults import Fault
from indoors.services.download_status import DownloadPhase as Phase
from tests.helpers.desk import Desk
from tests.helpers.hub import NAME, content, running_hub

DATA = content(3_000_000)


def mount(folder: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A models folder on a disk of 2 MB."""
    folder = tmp_path / "models"
    folder.mkdir()
    if not mount(folder, "size=2m"):
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_fails_the_download_and_room_lets_it_go_on(small_disk: Path) -> None:
    with running_hub() as hub:
        hub.put(DATA)
        desk = Desk(hub, small_disk)
        download = desk.add()
        status = desk.wait(download, Phase.FAILED)
        assert status.error
        assert status.error.fault is Fault.DISK_FULL
        assert int(status.error.facts["needed_bytes"]) > int(status.error.facts["free_bytes"])
        assert not hub.bodies()
        assert desk.names == []
        assert mount(small_disk, "remount,size=2g")  # somebody made room
        desk.downloads.resume(download)
        desk.wait(download, Phase.DONE)
        assert (small_disk / NAME).read_bytes() == DATA
        desk.close()
