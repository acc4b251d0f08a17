"""One program for each profile: tried with real processes."""

import contextlib
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.paths import Paths
from indoors.services.profile import ProfileLock, open_profile
from tests.helpers.keys import KEY
from tests.store.children import child, line, output_as_nobody

HOLD = """
import sys
from pathlib import Path
from indoors.services.paths import Paths
from indoors.services.profile import ProfileLock
lock = ProfileLock.acquire(Paths.of(Path(sys.argv[1])), lambda: print("raised", flush=True))
print("held", flush=True)
sys.stdin.readline()
lock.close()
print("closed", flush=True)
sys.stdin.readline()
"""

OPEN = """
import sys
from pathlib import Path
from indoors.core.errors import AppError
from indoors.services.paths import Paths
from indoors.services.profile import ProfileLock, open_profile
from tests.helpers.keys import KEY
paths = Paths.of(Path(sys.argv[1]))
for action in (lambda: ProfileLock.acquire(paths, print), lambda: open_profile(paths, KEY)):
    try:
        action()
    except AppError as error:
        print(error.fault)
"""


def nothing() -> None:
    raise AssertionError("nobody asked for the window")


@pytest.fixture
def paths(profile: Path) -> Paths:
    return Paths.of(profile)


@pytest.fixture
def long_paths(tmp_path: Path) -> Paths:
    """A profile in a folder too deep for the address of a socket."""
    return Paths.of(tmp_path / ("a" * 100) / ("b" * 100))


@pytest.fixture
def open_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="indoors-test-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


def test_a_profile_is_made_for_its_owner_alone(paths: Paths) -> None:
    with open_profile(paths, KEY) as store:
        assert store.chats.conversations() == []
    assert paths.database.exists()
    if os.name == "posix":
        assert paths.data.stat().st_mode & 0o077 == 0


def test_the_lock_can_be_taken_again_after_it_was_given_back(paths: Paths) -> None:
    for _ in range(3):
        with ProfileLock.acquire(paths, nothing):
            pass
    assert [path.name for path in paths.data.iterdir()] == ["lock"]
    assert paths.lock.read_bytes() == b""


@pytest.mark.parametrize("kind", ["paths", "long_paths"])
def test_a_second_program_raises_the_first_and_is_refused(
    kind: str, request: pytest.FixtureRequest
) -> None:
    paths: Paths = request.getfixturevalue(kind)
    with child(HOLD, paths.data) as first:
        assert line(first) == "held"
        for _ in range(3):
            with pytest.raises(AppError) as caught:
                ProfileLock.acquire(paths, nothing)
            assert caught.value.fault is Fault.ALREADY_RUNNING
            assert caught.value.facts == {"path": str(paths.data), "told": 1}
            assert line(first) == "raised"
        assert first.stdin is not None
        first.stdin.write("\n")
        first.stdin.flush()
        assert line(first) == "closed"
        ProfileLock.acquire(paths, nothing).close()


@pytest.mark.parametrize("kind", ["paths", "long_paths"])
def test_a_killed_program_blocks_nobody(kind: str, request: pytest.FixtureRequest) -> None:
    paths: Paths = request.getfixturevalue(kind)
    for _ in range(2):
        with child(HOLD, paths.data) as first:
            assert line(first) == "held"
            address = Path(os.fsdecode(paths.lock.read_bytes()))
            assert address.exists()
            first.kill()
            first.wait()
            ProfileLock.acquire(paths, nothing, patience_s=0).close()
        assert not address.exists()


def test_the_first_is_raised_by_a_second_process(paths: Paths) -> None:
    raised = threading.Event()
    with ProfileLock.acquire(paths, raised.set):
        assert output_of_second(paths) == "already_running"
        assert raised.wait(5)


def test_one_that_holds_the_lock_and_does_not_answer_is_still_respected(paths: Paths) -> None:
    with ProfileLock.acquire(paths, nothing):
        paths.lock.write_bytes(b"/nowhere/door")
        with pytest.raises(AppError) as caught:
            ProfileLock.acquire(paths, nothing, patience_s=0.1)
        assert caught.value.facts["told"] == 0


def test_two_profiles_do_not_meet(tmp_path: Path) -> None:
    one, two = Paths.of(tmp_path / "one"), Paths.of(tmp_path / "two")
    with ProfileLock.acquire(one, nothing), ProfileLock.acquire(two, nothing):
        pass


def test_strangers_at_the_door_do_no_harm(paths: Paths) -> None:
    from multiprocessing.connection import Client

    raised = threading.Event()
    with ProfileLock.acquire(paths, raised.set):
        address = os.fsdecode(paths.lock.read_bytes())
        for message in (b"", b"other", b"x" * 100_000):
            with Client(address, "AF_UNIX") as stranger, contextlib.suppress(BrokenPipeError):
                stranger.send_bytes(message)  # the door may shut while a long one arrives
        assert not raised.is_set()
        assert output_of_second(paths) == "already_running"
        assert raised.is_set()


def test_a_folder_that_cannot_be_written(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o555)
    refused = "folder_read_only\nfolder_read_only"
    assert output_as_nobody(OPEN, closed) == refused
    assert output_as_nobody(OPEN, closed / "profile") == refused


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("a file")
    paths = Paths.of(tmp_path / "profile")
    for action in (lambda: open_profile(paths, KEY), lambda: ProfileLock.acquire(paths, nothing)):
        with pytest.raises(AppError) as caught:
            action()
        assert caught.value.fault is Fault.FOLDER_READ_ONLY


def output_of_second(paths: Paths) -> str:
    with child(OPEN, paths.data) as second:
        return line(second)
