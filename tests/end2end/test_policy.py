"""An office's policy file, obeyed by the whole program: real files, real network program."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from indoors.core.ledger import Record
from indoors.protocol.faults import Fault
from indoors.services.download_status import DownloadPhase, DownloadStatus
from indoors.services.policy import PolicyFiles
from indoors.services.secrets import Secrets
from tests.helpers.desk import request
from tests.helpers.engines import starter_model
from tests.helpers.hub import NAME, LoopbackHub, running_hub
from tests.helpers.windows import WAIT_MS, Desk, theme_for_tests

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="owners of files")

DATA = starter_model().read_bytes()  # what is no model would be refused when it has come
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with running_hub() as server:
        server.put(DATA)
        yield server


class Office:
    """A computer with a policy, and one run of the program on it."""

    def __init__(
        self, qtbot: QtBot, theme_app: QApplication, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._qtbot = qtbot
        self._app = theme_app
        self.root = folder / "computer"
        self.profile = folder / "profile"
        (self.root / "etc" / "indoors").mkdir(parents=True)
        for place in (self.root, self.root / "etc", self.root / "etc" / "indoors"):
            place.chmod(0o755)
        files = PolicyFiles(self.root, owner=os.getuid())
        monkeypatch.setattr("indoors.main.system_place", lambda: files)
        self.desk: Desk | None = None

    def says(self, **values: Any) -> None:
        path = self.root / "etc" / "indoors" / "policy.json"
        named = {key.replace("__", "."): value for key, value in values.items()}
        path.write_text(json.dumps(named))
        path.chmod(0o644)

    def start(self, endpoint: str = "", hosts: tuple[str, ...] = ()) -> Desk:
        self.desk = Desk(self.profile, theme_for_tests(self._app))
        self.desk.settings.update("network", endpoint=endpoint, more_hosts=hosts, proxy="none")
        self.desk.indoors.privacy.start()
        self.desk.indoors.models.start()
        return self.desk

    def download(self) -> DownloadStatus:
        """Ask for the model and return how that ended."""
        assert self.desk is not None
        found: list[DownloadStatus] = []
        downloads = self.desk.indoors.models.downloads
        downloads.changed.connect(found.append)
        downloads._downloads.add(request())
        ended = {DownloadPhase.DONE, DownloadPhase.FAILED, DownloadPhase.PAUSED}
        self._qtbot.waitUntil(lambda: bool(found) and found[-1].phase in ended, timeout=WAIT_MS)
        return found[-1]

    def records(self) -> tuple[Record, ...]:
        assert self.desk is not None
        return self.desk.indoors.ledger.records()

    def close(self) -> None:
        if self.desk is not None:
            self.desk.close()


@pytest.fixture
def office(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    monkeypatch.setattr(Secrets, "state", lambda _: "absent")  # the ledger's key: this session
    made = Office(qtbot, qapp, tmp_path, monkeypatch)
    yield made
    made.close()


def test_the_mirror_and_its_servers_and_a_copy_of_each_line(
    office: Office, hub: LoopbackHub, tmp_path: Path
) -> None:
    audit = tmp_path / "audit.jsonl"
    office.says(
        mirror__url=hub.url,
        network__allow=[f"127.0.0.1:{hub.port}", hub.cdn],
        audit__path=str(audit),
    )
    office.start(NOWHERE, hosts=(hub.cdn,))  # the office's mirror is asked, not the user's hub
    status = office.download()
    assert status.phase is DownloadPhase.DONE
    assert status.model is not None
    assert status.model.path.read_bytes() == DATA
    assert {seen.server for seen in hub.seen} == {"hub", "cdn"}
    records = office.records()
    asked = [record for record in records if record.kind == "intent"]
    assert {record.port for record in asked} >= {hub.port}
    assert all(record.policy for record in asked)
    copied = [json.loads(line) for line in audit.read_text().splitlines()]
    assert [line["hash"] for line in copied] == [record.hash for record in records]


def test_a_server_that_the_office_does_not_name_is_refused(
    office: Office, hub: LoopbackHub, tmp_path: Path
) -> None:
    audit = tmp_path / "audit.log"
    office.says(
        network__allow=[f"127.0.0.1:{hub.port}"], audit__path=str(audit), audit__format="cef"
    )
    office.start(hub.url, hosts=(hub.cdn,))  # the user would allow it
    status = office.download()
    assert status.phase is DownloadPhase.FAILED
    assert status.error is not None
    assert {seen.server for seen in hub.seen} == {"hub"}
    refused = [record for record in office.records() if record.kind == "refused"]
    assert len(refused) == 1
    assert any("refused" in line for line in audit.read_text().splitlines())
    assert not list((office.profile / "models").glob(NAME))


def test_a_hub_that_the_office_does_not_name_is_not_asked(office: Office, hub: LoopbackHub) -> None:
    office.says(network__allow=["models.example"])
    office.start(hub.url, hosts=(hub.cdn,))
    assert office.download().phase is not DownloadPhase.DONE
    assert hub.seen == []


def test_what_cannot_be_copied_does_not_happen(
    office: Office, hub: LoopbackHub, tmp_path: Path
) -> None:
    office.says(audit__path=str(tmp_path / "gone" / "audit.jsonl"))
    office.start(hub.url, hosts=(hub.cdn,))
    status = office.download()
    assert status.phase is not DownloadPhase.DONE
    assert hub.seen == []


def test_a_policy_that_comes_while_it_runs(office: Office, hub: LoopbackHub) -> None:
    desk = office.start(hub.url, hosts=(hub.cdn,))
    office.says(network__mode="off")
    status = office.download()
    assert status.error is not None
    assert status.error.fault is Fault.NETWORK_SEALED
    assert hub.seen == []
    assert desk.indoors.network.network.pids == []
