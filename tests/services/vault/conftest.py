from collections.abc import Iterator
from pathlib import Path

import pytest

from indoors.services.paths import Paths
from tests.helpers.keyring import Keyring, running_keyring


@pytest.fixture
def paths(profile: Path) -> Paths:
    return Paths.of(profile)


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keyring]:
    folder = tmp_path / "bus"
    folder.mkdir()
    with running_keyring(folder) as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
