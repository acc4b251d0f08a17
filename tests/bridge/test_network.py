"""From a refused download to a token, and on to the file: real keyring, real hub client."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from indoors.bridge.downloads import DownloadsBridge
from indoors.bridge.held_secrets import Held
from indoors.bridge.network import NetworkBridge
from indoors.bridge.settings import SettingsBridge
from indoors.bridge.tasks import StoreTasks
from indoors.core.settings import NetworkChoice, Settings
from indoors.protocol.faults import Fault
from indoors.services.download_status import DownloadPhase, DownloadStatus
from indoors.services.model_files import ModelFiles
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from indoors.services.secrets import HUB_TOKEN, KeyringState, Secrets
from tests.helpers.contacts import Contacts
from tests.helpers.desk import request
from tests.helpers.hub import LoopbackHub, content, running_hub
from tests.helpers.keyring import Keyring, needs_keyring, running_keyring
from tests.helpers.keys import KEY
from tests.helpers.windows import Desk, theme_for_tests

TOKEN = "hf_found-in-no-file"
DATA = content(300_000)
WAIT_MS = 30_000


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with running_hub() as server:
        server.put(DATA).gated = True
        server.token = TOKEN
        yield server


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keyring]:
    (tmp_path / "bus").mkdir()
    with running_keyring(tmp_path / "bus") as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


class Office(QObject):
    """One run of the program, as far as the network goes."""

    def __init__(self, qtbot: QtBot, profile: Path, hub: LoopbackHub) -> None:
        super().__init__()
        self._qtbot = qtbot
        paths = Paths.of(profile)
        with open_profile(paths, KEY) as store:
            settings, _ = store.settings.load()
        if settings == Settings():
            way = NetworkChoice(endpoint=hub.url, more_hosts=(hub.cdn,), proxy="none")
            settings = Settings(network=way)
        self.tasks = StoreTasks(lambda: open_profile(paths, KEY), self)
        self.settings = SettingsBridge(settings, self.tasks, self)
        self.secrets = Secrets(profile)
        self.network = NetworkBridge(self.settings, self.secrets, Contacts(), {}, self)
        files = ModelFiles(paths.models)
        self.downloads = DownloadsBridge(self.network.network, files, self)
        self.network.way_changed.connect(self.downloads.go_on)
        self.last: DownloadStatus | None = None
        self.downloads.changed.connect(lambda status: setattr(self, "last", status))
        self.downloads.start()

    def add(self) -> None:
        self.downloads._downloads.add(request())

    def until(self, phase: DownloadPhase) -> DownloadStatus:
        self._qtbot.waitUntil(
            lambda: self.last is not None and self.last.phase is phase, timeout=WAIT_MS
        )
        assert self.last
        return self.last

    def until_held(self, held: Held) -> None:
        self._qtbot.waitUntil(lambda: self.network.token.held is held, timeout=WAIT_MS)

    def close(self) -> None:
        self.downloads.close()
        self.network.close()
        self.secrets.close()
        self.tasks.close()


@needs_keyring
def test_a_prompt_that_nobody_answers_does_not_hold_up_the_end(
    qtbot: QtBot,
    qapp: QApplication,
    profile: Path,
    hub: LoopbackHub,
    keyring: Keyring,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The whole program, closed while a download waits for the keyring's password."""
    Secrets(profile).set(HUB_TOKEN, TOKEN)
    endless = {"patience_s": 3600.0}  # longer than a test may take
    monkeypatch.setattr(Secrets.__init__, "__kwdefaults__", endless)
    made = Desk(profile, theme_for_tests(qapp))
    made.settings.update("network", endpoint=hub.url, proxy="none", has_token=True)
    made.chat.start()
    made.indoors.models.start()
    keyring.freeze()
    made.indoors.models.downloads._downloads.add(request())
    qtbot.waitUntil(lambda: asks_keyring(), timeout=WAIT_MS)
    made.close()
    keyring.thaw()
    assert hub.seen == []


def asks_keyring() -> bool:
    return any(thread.name == "keyring" for thread in threading.enumerate())


def written(profile: Path) -> bytes:
    return b"".join(path.read_bytes() for path in profile.rglob("*") if path.is_file())


@needs_keyring
def test_a_gated_model_comes_once_a_token_is_entered(
    qtbot: QtBot,
    profile: Path,
    hub: LoopbackHub,
    keyring: Keyring,
    caplog: pytest.LogCaptureFixture,
) -> None:
    office = Office(qtbot, profile, hub)
    office.add()
    error = office.until(DownloadPhase.FAILED).error
    assert error is not None
    assert (error.fault, error.facts["token"]) == (Fault.HUB_GATED, "none")

    office.network.token.set(TOKEN)
    office.until_held(Held.KEYRING)
    office.until(DownloadPhase.DONE)  # by itself
    assert office.settings.current.network.has_token
    office.close()

    assert TOKEN.encode() not in written(profile)
    assert TOKEN not in caplog.text
    assert {seen.server for seen in hub.seen if "authorization" in seen.headers} == {"hub"}

    again = Office(qtbot, profile, hub)  # the next start
    assert again.network.token.held is Held.KEYRING
    with qtbot.waitSignal(again.network.tested, timeout=WAIT_MS) as tested:
        again.network.test()
    assert tested.args
    assert tested.args[0].account == "ana"
    again.network.token.forget()
    again.until_held(Held.NONE)
    assert again.secrets.get("hub-token") is None
    assert not again.settings.current.network.has_token
    again.close()


def test_without_a_keyring_it_lasts_for_the_session(
    qtbot: QtBot, profile: Path, hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    office = Office(qtbot, profile, hub)
    office.network.token.set(TOKEN)
    office.until_held(Held.SESSION)
    assert office.network.token.keyring is KeyringState.ABSENT
    office.add()
    office.until(DownloadPhase.DONE)
    office.close()
    assert TOKEN.encode() not in written(profile)

    again = Office(qtbot, profile, hub)
    assert again.network.token.held is Held.NONE
    again.close()


@needs_keyring
def test_a_locked_keyring_is_asked_once_and_told(
    qtbot: QtBot, profile: Path, hub: LoopbackHub, keyring: Keyring
) -> None:
    office = Office(qtbot, profile, hub)
    office.network.token.set(TOKEN)
    office.until_held(Held.KEYRING)
    office.close()

    keyring.lock()
    again = Office(qtbot, profile, hub)
    again.add()
    error = again.until(DownloadPhase.FAILED).error
    assert error is not None
    assert error.fault is Fault.HUB_GATED
    assert again.network.token.is_refused
    again.network.token.look()
    again.until_held(Held.REFUSED)
    assert again.settings.current.network.has_token  # it is still there
    again.close()


def test_nobody_without_a_token_is_asked_for_the_keyrings_password(
    qtbot: QtBot, profile: Path, hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Secrets, "get", lambda self, name: asked.append(name))
    hub.files[next(iter(hub.files))].gated = False
    office = Office(qtbot, profile, hub)
    office.add()
    office.until(DownloadPhase.DONE)
    office.close()
    assert not asked


def test_a_download_that_failed_on_the_way_goes_on_when_the_way_is_another(
    qtbot: QtBot, profile: Path, hub: LoopbackHub
) -> None:
    hub.files[next(iter(hub.files))].gated = False
    office = Office(qtbot, profile, hub)
    office.settings.update("network", ca_file=str(profile / "none.pem"))
    office.add()
    error = office.until(DownloadPhase.PAUSED).error
    assert error is not None
    assert error.fault is Fault.CA_FILE_UNUSABLE
    office.settings.update("network", ca_file="")
    office.until(DownloadPhase.DONE)
    office.close()
