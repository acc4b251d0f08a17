"""What a foot shows, and how the time left moves."""

from pathlib import Path

import pytest

from indoors.bridge.downloads import request_for
from indoors.core.catalog import Entry, File
from indoors.services.catalog import read_catalog
from indoors.services.download_status import DownloadPhase, DownloadStatus
from indoors.services.model_sidecars import InstalledModel, Provenance, Sidecar
from indoors.ui.welcome.card_state import Connection, FootState, TimeLeft, foot_of
from indoors.ui.welcome.downloads_seen import DownloadsSeen
from tests.ui.seeing import RESOURCES

ONLINE, OFFLINE, SEALED = Connection(), Connection(is_online=False), Connection(is_sealed=True)


def some_file() -> tuple[Entry, File]:
    entry = next(e for e in read_catalog(RESOURCES).entries if e.is_shortlisted)
    return entry, next(f for f in entry.files if f.sha256)


def status(phase: DownloadPhase, name: str = "a", **changes: object) -> DownloadStatus:
    request = request_for(*some_file())
    return DownloadStatus(name, request, phase, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("connection", "state"),
    [(ONLINE, FootState.IDLE), (OFFLINE, FootState.OFFLINE), (SEALED, FootState.SEALED)],
)
def test_without_a_download_the_connection_decides(
    connection: Connection, state: FootState
) -> None:
    assert foot_of(None, "ab", connection, installed=False).state is state


@pytest.mark.parametrize("connection", [ONLINE, OFFLINE, SEALED])
def test_what_is_there_can_be_used_whatever_the_connection(connection: Connection) -> None:
    assert foot_of(None, "ab", connection, installed=True).state is FootState.VERIFIED


@pytest.mark.parametrize("phase", list(DownloadPhase))
def test_every_phase_has_its_state(phase: DownloadPhase) -> None:
    foot = foot_of(status(phase, done=30, total=60, speed=10.0), "ab", ONLINE, installed=False)

    assert foot.state is not FootState.IDLE
    assert foot.fraction == 0.5
    assert foot.seconds_left == 3.0


def test_the_time_left_waits_three_seconds() -> None:
    left = TimeLeft()

    assert [left.update(40, now) for now in (0.0, 1.0, 2.9)] == [None] * 3
    assert left.update(37, 3.0) is not None


def test_the_time_left_follows_a_jump_slowly() -> None:
    left = TimeLeft(quiet_s=0)
    left.update(100, 0.0)
    after = left.update(200, 1.0)

    assert after == pytest.approx(99 + 0.2 * 101)


def test_a_break_begins_the_quiet_time_again() -> None:
    left = TimeLeft()
    left.update(40, 0.0)
    left.update(36, 4.0)

    assert left.update(None, 5.0) is None
    assert left.update(30, 6.0) is None


def test_news_of_a_cancelled_download_is_not_heard() -> None:
    _, file = some_file()
    seen = DownloadsSeen()
    seen.take(status(DownloadPhase.RUNNING))
    assert seen.cancel(file) == "a"
    seen.take(status(DownloadPhase.RUNNING, done=9))

    assert seen.status(file) is None
    assert seen.cancel(file) is None


def test_a_download_that_was_cancelled_can_be_begun_again() -> None:
    _, file = some_file()
    seen = DownloadsSeen()
    seen.take(status(DownloadPhase.RUNNING))
    seen.cancel(file)
    seen.take_all([status(DownloadPhase.QUEUED, "b")])

    found = seen.status(file)
    assert found is not None
    assert found.id == "b"


def test_a_finished_download_is_a_file_until_it_is_deleted(tmp_path: Path) -> None:
    _, file = some_file()
    sidecar = Sidecar(
        sha256=file.sha256 or "", size=1, mtime_ns=0, provenance=Provenance(origin="download")
    )
    path = tmp_path / "a.gguf"
    path.touch()
    model = InstalledModel(path, sidecar, linked=False)
    seen = DownloadsSeen()
    seen.take(status(DownloadPhase.RUNNING))
    seen.take(status(DownloadPhase.DONE, model=model))

    assert seen.status(file) is None
    seen.take_shelf([])  # read before the file came
    assert seen.path(file) == path
    path.unlink()
    seen.take_shelf([])
    assert seen.path(file) is None
