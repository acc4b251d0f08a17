"""Space held back for a full disk."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.store import Store
from indoors.store.ballast import Ballast
from tests.helpers.keys import KEY
from tests.store.samples import add, conversation_with

MB = 1024**2


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("mounting needs root")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def ballast_on(disk: Path) -> Ballast:
    return Ballast(disk / "ballast", size=3 * MB, low=MB, room=4 * MB)


def fill(disk: Path) -> Path:
    rest = disk / "rest"
    with rest.open("wb") as file:
        try:
            while True:
                file.write(os.urandom(65_536))
                file.flush()
        except OSError:
            return rest


def exhaust(store: Store, conversation_id: str) -> None:
    while True:
        add(store, conversation_id, os.urandom(60_000).hex())


def test_it_takes_space_once_and_gives_it_back(disk: Path) -> None:
    ballast = ballast_on(disk)
    assert ballast.restore()
    assert (disk / "ballast").stat().st_blocks * 512 >= 3 * MB
    assert ballast.restore()
    assert ballast.release()
    assert not ballast.release()
    assert list(disk.iterdir()) == []


def test_it_is_not_made_where_there_is_no_room(disk: Path) -> None:
    ballast = ballast_on(disk)
    rest = fill(disk)
    assert not ballast.restore()
    assert list(disk.iterdir()) == [rest]


def test_on_a_full_disk_an_answer_is_still_saved(disk: Path) -> None:
    ballast = ballast_on(disk)
    with Store(disk / "indoors.db", KEY, ballast=ballast) as store:
        made = conversation_with(store, "question")
        assert ballast.restore()
        rest = fill(disk)
        add(store, made, "the end of the answer")
        store.chats.delete(made, 1)
        store.chats.undelete(made)
        assert not ballast.is_there
        with pytest.raises(AppError) as caught:
            exhaust(store, made)
        assert caught.value.fault is Fault.DISK_FULL
        assert [message.text[:9] for message in store.chats.tree(made)][:2] == [
            "question",
            "the end o",
        ]
        rest.unlink()
        add(store, made, "room again")
        assert store.problems() == []
