"""Downloads end in an installed model, through breaks, kills and restarts."""

import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from indoors.protocol.broker import RemoteFile
from indoors.protocol.faults import Fault
from indoors.services.download_status import DownloadPhase as Phase
from indoors.services.download_status import DownloadStatus
from indoors.services.downloads import DownloadRequest, Downloads
from indoors.services.model_files import ModelFiles
from indoors.services.model_sidecars import Provenance
from indoors.services.network import Network, NetworkRules
from tests.helpers.broker import APP
from tests.helpers.hub import NAME, REPO, LoopbackHub, Trouble, content, running_hub, wait_until

DATA = content(2_000_000)


class Desk:
    """A models folder and its downloads, as one run of the program has them."""

    def __init__(self, hub: LoopbackHub, folder: Path, *, sealed: bool = False) -> None:
        self.sealed = sealed
        self.files = ModelFiles(folder)
        self.files.prepare()
        self.network = Network(
            lambda: NetworkRules(
                sealed=self.sealed, endpoint=hub.url, more_hosts=(hub.cdn,), proxy="none"
            )
        )
        self.history: dict[str, list[DownloadStatus]] = defaultdict(list)
        self.downloads = Downloads(
            self.network,
            self.files,
            lambda status: self.history[status.id].append(status),
            first_pause_s=0.1,
        )
        self.downloads.start()

    def add(self, name: str = NAME, **changes: str | int | None) -> str:
        return self.downloads.add(request(name, **changes))

    def last(self, download_id: str) -> DownloadStatus | None:
        history = self.history[download_id]
        return history[-1] if history else None

    def wait(self, download_id: str, phase: Phase) -> DownloadStatus:
        wait_until(lambda: phase in {status.phase for status in self.history[download_id][-1:]})
        status = self.last(download_id)
        assert status
        return status

    def close(self) -> None:
        self.downloads.close()
        self.network.close()

    @property
    def names(self) -> list[str]:
        return [model.path.name for model in self.files.installed()]


def request(name: str = NAME, **changes: str | int | None) -> DownloadRequest:
    return DownloadRequest(
        file=RemoteFile(repo=REPO, name=name),
        provenance=Provenance(origin="download", title="Tiny", repo=REPO, file=name),
        **changes,  # type: ignore[arg-type]
    )


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


# ---- restarts -----------------------------------------------------------------------------


def test_a_restart_goes_on(desk: Desk, hub: LoopbackHub, folder: Path) -> None:
    hub.bytes_per_second = 800_000
    running, waiting = desk.add(), desk.add("b.gguf")
    hub.put(content(1000), name="b.gguf")
    desk.wait(running, Phase.RUNNING)
    desk.close()
    hub.bytes_per_second = None
    again = Desk(hub, folder)
    again.wait(waiting, Phase.DONE)
    assert again.names == ["b.gguf", NAME]
    assert "range" in hub.bodies()[1].headers
    again.close()


def test_what_was_paused_or_failed_stays_so(desk: Desk, hub: LoopbackHub, folder: Path) -> None:
    paused, failed = desk.add(), desk.add("none.gguf")
    desk.downloads.pause(paused)
    desk.wait(paused, Phase.PAUSED)
    desk.wait(failed, Phase.FAILED)
    desk.close()
    requests = len(hub.seen)
    again = Desk(hub, folder)
    states = {status.id: status for status in again.downloads.statuses()}
    assert states[paused].phase is Phase.PAUSED
    assert states[failed].phase is Phase.FAILED
    error = states[failed].error
    assert error
    assert error.fault is Fault.HUB_NOT_FOUND
    assert len(hub.seen) == requests
    again.close()


def test_a_whole_file_is_installed_without_asking_again(
    desk: Desk, hub: LoopbackHub, folder: Path
) -> None:
    """The kill came between the last byte and the new name."""
    hub.bytes_per_second = 800_000
    download = desk.add()
    desk.wait(download, Phase.RUNNING)
    desk.close()
    part = folder / ".partial" / f"{download}.part"
    part.write_bytes(DATA)
    part.with_name(part.name + ".log").unlink()
    requests = len(hub.seen)
    again = Desk(hub, folder)
    again.wait(download, Phase.DONE)
    again.close()
    assert len(hub.seen) == requests
    assert (folder / NAME).read_bytes() == DATA


def test_leftovers_of_nobody_are_swept(hub: LoopbackHub, folder: Path) -> None:
    partial = folder / ".partial"
    partial.mkdir(parents=True)
    for name in ("0.part", "0.part.log", "x.copy", "1.json", ".1.json.new"):
        (partial / name).write_bytes(b"{")
    desk = Desk(hub, folder)
    assert list(partial.iterdir()) == []
    desk.close()


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
@pytest.mark.parametrize("times", [3, pytest.param(10, marks=pytest.mark.slow)])
def test_kill_9_of_everything(times: int, hub: LoopbackHub, folder: Path) -> None:
    """Each run is killed somewhere; the file grows from run to run, and ends whole."""
    code = f"""
import sys
from pathlib import Path
from indoors.protocol.broker import RemoteFile
from indoors.services.downloads import DownloadRequest, Downloads
from indoors.services.model_files import ModelFiles
from indoors.services.model_sidecars import Provenance
from indoors.services.network import Network, NetworkRules
files = ModelFiles(Path({str(folder)!r}))
rules = NetworkRules(endpoint={hub.url!r}, more_hosts=({hub.cdn!r},), proxy="none")
downloads = Downloads(Network(lambda: rules), files, lambda s: print(s.phase, s.done, flush=True))
downloads.start()
downloads.add(DownloadRequest(
    file=RemoteFile(repo={REPO!r}, name={NAME!r}), provenance=Provenance(origin="download")))
sys.stdin.read()
"""
    hub.bytes_per_second = 2_000_000
    part_sizes = [0]
    for _ in range(times):
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(APP)},
        )

        def grown() -> bool:
            parts = list((folder / ".partial").glob("*.part"))
            return bool(parts) and parts[0].stat().st_size > part_sizes[-1] + 60_000

        wait_until(grown)
        children = psutil.Process(process.pid).children()
        process.send_signal(signal.SIGKILL)
        process.communicate()
        psutil.wait_procs(children, 10)
        (part,) = (folder / ".partial").glob("*.part")
        part_sizes.append(part.stat().st_size)
    assert part_sizes == sorted(part_sizes)
    hub.bytes_per_second = None
    desk = Desk(hub, folder)
    (status,) = desk.downloads.statuses()
    desk.wait(status.id, Phase.DONE)
    desk.close()
    assert (folder / NAME).read_bytes() == DATA
