"""A watched folder lists what has settled, and misses what was pulled out."""

import os
from pathlib import Path

import pytest

from indoors.services.watched_folder import WatchedFolder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def watched(folder: Path, tmp_path: Path) -> WatchedFolder:
    return WatchedFolder(folder, tmp_path / "watched.json")


def put(path: Path, data: bytes = b"GGUF") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_file_waits_until_it_has_stopped_growing(watched: WatchedFolder, folder: Path) -> None:
    path = put(folder / "a.gguf")
    first = watched.look()
    assert (first.here, first.growing) == ((), 1)
    put(path, b"GGUF more")
    assert watched.look().here == ()
    assert watched.look().here == (path,)
    assert watched.look().here == (path,)
    path.unlink()
    gone = watched.look()
    assert (gone.here, gone.missed) == ((), ())  # deleted in a folder that is there: forgotten


def test_a_few_levels_and_only_models(watched: WatchedFolder, folder: Path) -> None:
    inside = put(folder / "publisher" / "repository" / "b.GGUF")
    put(folder / "notes.txt")
    put(folder / ".trash" / "old.gguf")
    put(folder / "._a.gguf")  # what macOS leaves on sticks
    put(folder / "1" / "2" / "3" / "4" / "deep.gguf")
    (folder / "loop").symlink_to(folder)
    (folder / "gone.gguf").symlink_to(folder / "nowhere")
    watched.look()
    assert watched.look().here == (inside,)


def test_a_stick_that_is_pulled_out_and_back(
    watched: WatchedFolder, folder: Path, tmp_path: Path
) -> None:
    path = put(folder / "a.gguf")
    watched.look()
    watched.look()
    folder.rename(tmp_path / "pulled")
    away = watched.look()
    assert not away.reachable
    assert [each.name for each in away.missed] == ["a.gguf"]
    again = WatchedFolder(folder, tmp_path / "watched.json")  # after a restart
    assert [each.name for each in again.look().missed] == ["a.gguf"]
    (tmp_path / "pulled").rename(folder)
    back = again.look()
    assert (back.here, back.missed, back.reachable) == ((path,), (), True)


def test_an_empty_mount_point_is_a_stick_that_is_away(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder of a fixed mount point stays, but it is then on another device."""
    watched = WatchedFolder(folder, tmp_path / "watched.json")
    path = put(folder / "a.gguf")
    watched.look()
    watched.look()
    path.unlink()
    monkeypatch.setattr("indoors.services.watched_folder._device", lambda _: 987_654)
    assert [each.name for each in watched.look().missed] == ["a.gguf"]


def test_what_was_remembered_of_another_folder_is_no_help(
    watched: WatchedFolder, folder: Path, tmp_path: Path
) -> None:
    put(folder / "a.gguf")
    watched.look()
    watched.look()
    other = WatchedFolder(tmp_path / "other", tmp_path / "watched.json").look()
    assert (other.missed, other.reachable) == ((), False)


@pytest.mark.parametrize("text", [b"", b"{", b'{"folder": 3}', b"\xff"])
def test_a_memory_that_is_none(folder: Path, tmp_path: Path, text: bytes) -> None:
    (tmp_path / "watched.json").write_bytes(text)
    assert WatchedFolder(folder, tmp_path / "watched.json").look().here == ()


def test_looking_changes_nothing(watched: WatchedFolder, folder: Path) -> None:
    path = put(folder / "a.gguf")
    os.utime(folder, ns=(5, 5))
    watched.look()
    watched.look()
    assert folder.stat().st_mtime_ns == 5
    assert list(folder.iterdir()) == [path]
