"""The network's card: what cannot be used is told and not saved, secrets are never shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from indoors.bridge.held_secrets import Held
from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.ui.models.panel_rows import DownloadRow
from indoors.ui.settings_folder import FolderField
from indoors.ui.settings_text import TextField
from indoors.ui.text import network as network_text
from indoors.ui.text import settings as text
from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import Button
from tests.helpers.hub import running_hub
from tests.ui.test_settings_page import Desk

WAIT_MS = 30_000


@pytest.fixture
def made(
    qtbot: QtBot, profile: Path, source: ThemeSource, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    found = Desk(profile)
    qtbot.addWidget(found.page)
    found.page.resize(900, 1400)
    found.page.show()
    yield found
    found.network.close()
    found.tasks.close()


def line(made: Desk, name: str) -> TextField:
    control = made.page.fields[f"network.{name}"].control
    assert isinstance(control, TextField)
    return control


def enter(field: TextField, words: str) -> None:
    field.edit.setFocus()
    field.edit.selectAll()
    QTest.keyClick(field.edit, Qt.Key.Key_Backspace)
    QTest.keyClicks(field.edit, words)
    QTest.keyClick(field.edit, Qt.Key.Key_Return)


def test_the_default_hub_is_shown_and_where_it_comes_from(made: Desk) -> None:
    shown = line(made, "endpoint").edit.placeholderText()
    assert shown == "https://mirror.office (set by HF_ENDPOINT)"


@pytest.mark.parametrize(
    ("name", "words", "value"),
    [
        ("endpoint", "https://models.office/hub", "https://models.office/hub"),
        ("endpoint", "http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("more_hosts", "a.office, *.b.office:8443;c", ("a.office", "*.b.office:8443", "c")),
        ("proxy_address", "proxy.office:8080", "proxy.office:8080"),
    ],
)
def test_what_can_be_used_is_saved(made: Desk, name: str, words: str, value: object) -> None:
    made.settings.update("network", proxy="address")
    enter(line(made, name), words)
    assert getattr(made.settings.current.network, name) == value
    assert line(made, name).problem.isHidden()
    assert getattr(made.stored().network, name) == value


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("endpoint", "models.office"),
        ("endpoint", "ftp://models.office"),
        ("endpoint", "https://ana:secret@models.office"),
        ("endpoint", "https://models.office/?token=x"),
        ("more_hosts", "https://a.office"),
        ("more_hosts", "*"),
        ("more_hosts", "a.office/x"),
        ("proxy_address", "http://ana:secret@proxy.office:8080"),
        ("proxy_address", "socks5://proxy.office"),
    ],
)
def test_what_cannot_be_used_is_told_and_not_saved(made: Desk, name: str, words: str) -> None:
    made.settings.update("network", proxy="address")
    before = made.settings.current.network
    field = line(made, name)
    enter(field, words)
    assert made.settings.current.network == before
    assert field.problem.text() == text.WRONG[f"network.{name}"]
    assert field.edit.text() == words  # to be corrected
    enter(field, "")
    assert field.problem.isHidden()


def test_the_proxys_address_is_asked_for_only_if_it_counts(made: Desk) -> None:
    row = made.page._rows["network.proxy_address"]
    assert row.isHidden()
    made.settings.update("network", proxy="address")
    assert not row.isHidden()


def test_a_file_that_is_no_certificate_is_told_and_not_saved(
    made: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    field = made.page.fields["network.ca_file"]
    chooser = field.control.findChild(FolderField)
    assert chooser is not None
    (tmp_path / "letter.pem").write_text("Dear all,")
    chooser.chosen.emit(str(tmp_path / "letter.pem"))
    qtbot.waitUntil(lambda: not field.problem.isHidden(), timeout=WAIT_MS)
    assert field.problem.text() == "“letter.pem” cannot be used as a certificate."
    assert made.settings.current.network.ca_file == ""

    good = tmp_path / "company.pem"
    trustme.CA().cert_pem.write_to_path(str(good))
    chooser.chosen.emit(str(good))
    qtbot.waitUntil(lambda: made.settings.current.network.ca_file == str(good), timeout=WAIT_MS)
    assert field.problem.isHidden()
    chooser.chosen.emit("")
    assert made.settings.current.network.ca_file == ""


def test_a_secret_is_entered_told_of_and_removed_but_never_shown(made: Desk, qtbot: QtBot) -> None:
    field = made.page.network.token
    QTest.keyClicks(field.entry.edit, "two words")
    QTest.keyClick(field.entry.edit, Qt.Key.Key_Return)
    assert field.problem.text() == network_text.ACCESS_WRONG

    field.entry.edit.setText("hf_abc")
    QTest.mouseClick(field.save, Qt.MouseButton.LeftButton)
    assert field.entry.text == ""
    qtbot.waitUntil(lambda: made.network.token.held is Held.SESSION, timeout=WAIT_MS)
    assert field.state.text() == network_text.held("session", "absent")
    assert not field.entry.isVisible()
    assert "hf_abc" not in str(made.settings.current)

    QTest.mouseClick(field.replace, Qt.MouseButton.LeftButton)
    assert field.entry.isVisible()
    assert field.entry.text == ""
    QTest.keyClick(field.entry.edit, Qt.Key.Key_Return)  # nothing entered: the old one stays
    assert made.network.token.held is Held.SESSION

    QTest.mouseClick(field.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: made.network.token.held is Held.NONE, timeout=WAIT_MS)
    assert field.entry.isVisible()


def test_the_connection_is_tested_by_one_request(made: Desk, qtbot: QtBot) -> None:
    test = made.page.network.test
    with running_hub() as hub:
        hub.put(b"GGUF" * 100)
        made.settings.update("network", endpoint=hub.url, proxy="none")
        QTest.mouseClick(test.button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(test.outcome.text()), timeout=WAIT_MS)
        assert test.outcome.text().startswith("“127.0.0.1” answered in ")
        assert len(hub.seen) == len(made.contacts.intents) == 1
    made.settings.update("network", endpoint="http://127.0.0.1:1")
    assert not test.outcome.text()  # it was about another way
    QTest.mouseClick(test.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(test.outcome.text()), timeout=WAIT_MS)
    assert test.outcome.text().startswith("No connection to “127.0.0.1” could be made.")


def test_an_error_of_a_download_leads_to_the_token(qtbot: QtBot, source: ThemeSource) -> None:
    from indoors.services.download_status import DownloadPhase, DownloadStatus
    from tests.helpers.desk import request

    error = AppError(Fault.HUB_GATED, repo="a/b", token="none", page="https://hub.test/a/b")
    row = DownloadRow(DownloadStatus("1", request(), DownloadPhase.FAILED, error=error))
    qtbot.addWidget(row)
    buttons = {button.text(): button for button in row.findChildren(Button)}
    with qtbot.waitSignal(row.action_requested) as asked:
        buttons["Enter a token…"].click()
    assert asked.args == ["token", error]
    with qtbot.waitSignal(row.action_requested) as asked:
        buttons["Open the model’s page…"].click()
    assert asked.args == ["hub_page", error]


def test_the_token_is_ready_to_be_typed_where_an_error_leads(made: Desk, qtbot: QtBot) -> None:
    made.page.show_network("token")
    qtbot.waitUntil(lambda: made.page.network.token.entry.edit.hasFocus(), timeout=WAIT_MS)
