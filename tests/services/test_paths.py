from pathlib import Path

import pytest

from indoors.services.paths import Paths


def test_everything_of_a_profile_lies_below_its_folder(tmp_path: Path) -> None:
    paths = Paths.of(tmp_path)
    inside = [paths.database, paths.lock, paths.backups, paths.models, paths.logs]
    assert all(tmp_path in path.parents for path in inside)
    assert len(set(inside)) == len(inside)


def test_a_relative_profile_stays_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    paths = Paths.of(Path("profile"))
    monkeypatch.chdir("/")
    assert paths.data == tmp_path / "profile"


def test_without_a_profile_the_users_own_folder_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    data = Paths.of().data
    assert data.name == "indoors"
    assert data.is_absolute()
    assert not data.exists()


def test_the_resources_are_there(tmp_path: Path) -> None:
    assert (Paths.of(tmp_path).resources / "tokens.json").is_file()
