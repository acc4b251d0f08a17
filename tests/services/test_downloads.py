"""Downloads end in an installed model, through breaks, kills and restarts."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from indoors.protocol.faults import Fault
from indoors.services.download_status import DownloadPhase as Phase
from tests.helpers.desk import Desk
from tests.helpers.hub import NAME, REPO, LoopbackHub, Trouble, content, running_hub, wait_until

DATA = content(2_000_000)


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with running_hub() as server:
        server.put(DATA)
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def desk(hub: LoopbackHub, folder: Path) -> Iterator[Desk]:
    made = Desk(hub, folder)
    yield made
    made.close()


def test_a_download_becomes_a_model(desk: Desk, hub: LoopbackHub, folder: Path) -> None:
    download = desk.add()
    status = desk.wait(download, Phase.DONE)
    assert status.model is not None
    assert status.model.path == folder / NAME
    assert (folder / NAME).read_bytes() == DATA
    assert status.model.sidecar.sha256 == hub.files[REPO, NAME].sha256
    assert status.model.sidecar.provenance.title == "Tiny"
    assert desk.downloads.statuses() == []
    assert list((folder / ".partial").iterdir()) == []
    phases = [entry.phase for entry in desk.history[download]]
    assert phases[0] is Phase.QUEUED
    assert list(dict.fromkeys(phases)) == [
        Phase.QUEUED, Phase.CONNECTING, Phase.RUNNING, Phase.DONE,
    ]  # fmt: skip
    wait_until(lambda: not desk.network.pids)


def test_a_partial_file_is_never_a_model(desk: Desk, hub: LoopbackHub) -> None:
    hub.bytes_per_second = 800_000
    download = desk.add()
    desk.wait(download, Phase.RUNNING)
    assert desk.names == []
    assert desk.files.unverified() == []
    desk.wait(download, Phase.DONE)
    assert desk.names == [NAME]


def test_speed_and_time_left(desk: Desk, hub: LoopbackHub) -> None:
    hub.bytes_per_second = 1_000_000
    download = desk.add()
    desk.wait(download, Phase.DONE)
    known = [entry for entry in desk.history[download] if entry.speed]
    assert known
    for entry in known:
        assert entry.total == len(DATA)
        assert entry.seconds_left is not None
        assert entry.seconds_left >= 0


def test_one_at_a_time_in_order(desk: Desk, hub: LoopbackHub) -> None:
    hub.put(content(1_500_000, seed=1), name="b.gguf")
    hub.put(content(1_500_000, seed=2), name="c.gguf")
    ids = [desk.add(), desk.add("b.gguf"), desk.add("c.gguf")]
    desk.wait(ids[2], Phase.DONE)
    order = [seen.path.split("/")[-1] for seen in hub.bodies()]
    assert order == [NAME, "b.gguf", "c.gguf"]
    assert desk.names == ["b.gguf", "c.gguf", NAME]


def test_the_same_file_twice_is_one_download(desk: Desk) -> None:
    first, second = desk.add(), desk.add()
    assert first == second
    desk.wait(first, Phase.DONE)


def test_pause_and_resume(desk: Desk, hub: LoopbackHub) -> None:
    hub.bytes_per_second = 800_000
    download = desk.add()
    desk.wait(download, Phase.RUNNING)
    desk.downloads.pause(download)
    desk.wait(download, Phase.PAUSED)
    wait_until(lambda: not desk.network.pids)
    requests = len(hub.seen)
    hub.bytes_per_second = None
    desk.downloads.resume(download)
    desk.wait(download, Phase.DONE)
    assert hub.seen[requests:][-1].headers["range"].startswith("bytes=")
    assert (desk.files.folder / NAME).read_bytes() == DATA


def test_pause_and_resume_in_one_breath(desk: Desk, hub: LoopbackHub) -> None:
    """The old process must be gone before a new one writes the same file."""
    hub.bytes_per_second = 1_500_000
    download = desk.add()
    desk.wait(download, Phase.RUNNING)
    for _ in range(3):
        desk.downloads.pause(download)
        desk.downloads.resume(download)
    desk.wait(download, Phase.DONE)
    assert (desk.files.folder / NAME).read_bytes() == DATA


def test_a_pause_lets_the_next_one_begin(desk: Desk, hub: LoopbackHub) -> None:
    hub.put(content(1000), name="b.gguf")
    hub.bytes_per_second = 800_000
    first, second = desk.add(), desk.add("b.gguf")
    desk.wait(first, Phase.RUNNING)
    desk.downloads.pause(first)
    desk.wait(second, Phase.DONE)
    desk.wait(first, Phase.PAUSED)


def test_cancel_leaves_nothing_and_does_not_come_back(
    desk: Desk, hub: LoopbackHub, folder: Path
) -> None:
    hub.bytes_per_second = 800_000
    download = desk.add()
    desk.wait(download, Phase.RUNNING)
    desk.downloads.cancel(download)
    wait_until(lambda: not desk.network.pids)
    wait_until(lambda: not list((folder / ".partial").iterdir()))
    assert desk.downloads.statuses() == []
    desk.close()
    again = Desk(hub, folder)
    assert again.downloads.statuses() == []
    again.close()
    assert not (folder / NAME).exists()


def test_cancel_and_add_again_starts_anew(desk: Desk, hub: LoopbackHub) -> None:
    hub.bytes_per_second = 800_000
    first = desk.add()
    desk.wait(first, Phase.RUNNING)
    desk.downloads.cancel(first)
    hub.bytes_per_second = None
    wait_until(lambda: not desk.downloads.statuses())
    second = desk.add()
    assert second != first
    desk.wait(second, Phase.DONE)


def test_a_broken_connection_mends_by_itself(desk: Desk, hub: LoopbackHub) -> None:
    """The network program gives up after five attempts; the queue comes back later."""
    hub.refusals.extend([Trouble(status=429, headers={"Retry-After": "100"})])
    download = desk.add()
    status = desk.wait(download, Phase.WAITING)
    assert status.error
    assert status.error.fault is Fault.HUB_BUSY
    assert status.wait_s == 100
    desk.downloads.resume(download)  # the user does not want to wait
    desk.wait(download, Phase.DONE)


def test_a_killed_network_program_is_replaced(desk: Desk, hub: LoopbackHub) -> None:
    hub.bytes_per_second = 1_000_000
    download = desk.add()
    desk.wait(download, Phase.RUNNING)
    psutil.Process(desk.network.pids[0]).kill()
    desk.wait(download, Phase.WAITING)
    hub.bytes_per_second = None
    desk.wait(download, Phase.DONE)
    assert (desk.files.folder / NAME).read_bytes() == DATA
    assert len(hub.bodies()) == 2
    assert "range" in hub.bodies()[1].headers


def test_a_damaged_file_fails_and_is_offered_again(desk: Desk, hub: LoopbackHub) -> None:
    hub.troubles.append(Trouble(flip_at=1_000_000))
    download = desk.add()
    status = desk.wait(download, Phase.FAILED)
    assert status.error
    assert status.error.fault is Fault.DOWNLOAD_DAMAGED
    assert status.done == 0
    desk.downloads.resume(download)
    desk.wait(download, Phase.DONE)


def test_a_file_that_is_no_model_is_not_installed(desk: Desk, hub: LoopbackHub) -> None:
    hub.put(b"<html>not a model</html>" * 100)
    download = desk.add()
    status = desk.wait(download, Phase.FAILED)
    assert status.error
    assert status.error.fault is Fault.MODEL_NOT_GGUF
    assert desk.names == []


def test_a_changed_file_fails(desk: Desk, hub: LoopbackHub) -> None:
    download = desk.add(sha256="0" * 64)
    status = desk.wait(download, Phase.FAILED)
    assert status.error
    assert status.error.fault is Fault.DOWNLOAD_CHANGED


def test_sealed_pauses_with_a_reason(hub: LoopbackHub, folder: Path) -> None:
    desk = Desk(hub, folder, sealed=True)
    download = desk.add()
    status = desk.wait(download, Phase.PAUSED)
    assert status.error
    assert status.error.fault is Fault.NETWORK_SEALED
    assert not hub.seen
    desk.sealed = False
    desk.downloads.resume(download)
    desk.wait(download, Phase.DONE)
    desk.close()


def test_a_folder_that_vanished(desk: Desk, folder: Path) -> None:
    """No record can be written: the download fails, and the queue lives on."""
    (folder / ".partial").rmdir()
    download = desk.add()
    status = desk.wait(download, Phase.FAILED)
    assert status.error
    assert status.error.fault is Fault.FOLDER_READ_ONLY
    desk.files.prepare()
    desk.downloads.resume(download)
    desk.wait(download, Phase.DONE)
