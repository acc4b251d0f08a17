"""Downloads go on after a restart, and after a kill of everything."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from indoors.protocol.faults import Fault
from indoors.services.download_status import DownloadPhase as Phase
from tests.helpers.broker import PYTHON_PATH
from tests.helpers.desk import Desk
from tests.helpers.hub import NAME, REPO, LoopbackHub, content, running_hub, wait_until

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
from tests.helpers.contacts import Contacts
files = ModelFiles(Path({str(folder)!r}))
rules = NetworkRules(endpoint={hub.url!r}, more_hosts=({hub.cdn!r},), proxy="none")
network = Network(lambda: rules, Contacts())
downloads = Downloads(network, files, lambda s: print(s.phase, s.done, flush=True))
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
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": PYTHON_PATH},
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
