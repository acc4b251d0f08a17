"""The Privacy screen over a real ledger and a real policy."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from indoors.core.ledger import Record
from indoors.core.ledger.signed import check_document
from indoors.core.proof import Attempt, Proof
from indoors.ui.privacy.dialogs import EntryDialog
from indoors.ui.privacy.ledger_model import Column
from indoors.ui.privacy.page import PrivacyPage
from indoors.ui.text import ledger as words
from indoors.ui.text import policy as rules
from indoors.ui.text import privacy as text
from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import Label, ScrimDialog
from tests.helpers.isolation import Told, enforcement
from tests.helpers.ledgers import filled
from tests.helpers.privacy_desk import WAIT_MS, PrivacyDesk


@pytest.fixture
def desk(qtbot: QtBot, source: ThemeSource, profile: Path, tmp_path: Path) -> Iterator[PrivacyDesk]:
    attempts = tuple(
        Attempt("engine", name, passed=True, error="EPERM") for name in ("tcp4", "udp", "exec")
    )
    made = PrivacyDesk(profile, tmp_path / "root", prove=lambda: Proof(1, 0.03, attempts))
    fill(made)
    made.start(qtbot)
    yield made
    made.close()


def fill(desk: PrivacyDesk) -> None:
    shared = {"order": "a", "number": 1, "purpose": "model_download", "bytes_out": 1148}
    desk.ledger.add(Record(kind="intent", host="huggingface.co", subject="x/y.gguf", **shared))  # type: ignore[arg-type]
    desk.ledger.add(Record(kind="result", status=200, bytes_in=7, **shared))  # type: ignore[arg-type]
    cloud = {"order": "b", "number": 1, "purpose": "cloud_answer", "bytes_out": 1902}
    desk.ledger.add(Record(kind="intent", host="api.example", **cloud))  # type: ignore[arg-type]
    desk.ledger.add(Record(kind="refused", host="evil.example", purpose="model_download"))
    desk.ledger.add(Record(kind="kept", host="api.example", purpose="cloud_answer"))


@pytest.fixture
def page(desk: PrivacyDesk, qtbot: QtBot) -> PrivacyPage:
    made = PrivacyPage(desk.privacy)
    qtbot.addWidget(made)
    made.resize(1208, 748)
    made.fit(1280)
    made.show()
    qtbot.waitExposed(made)
    return made


def is_sealed(desk: PrivacyDesk) -> bool:
    """A call, since mypy would remember what an attribute was."""
    return desk.rules.sealed


def cells(page: PrivacyPage, column: Column) -> list[str]:
    model = page.ledger.model
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def dialogs(page: PrivacyPage) -> list[ScrimDialog]:
    return [each for each in page.window().findChildren(ScrimDialog) if each.isVisible()]


def dialog(page: PrivacyPage) -> ScrimDialog:
    (found,) = dialogs(page)
    return found


def test_rows_and_sums(page: PrivacyPage) -> None:
    assert cells(page, Column.DECISION) == ["Kept indoors", "Refused", "Allowed once", "Allowed"]
    assert cells(page, Column.BYTES) == ["0", "0", "1,902", "1,148"]
    assert cells(page, Column.PURPOSE)[-1] == "Model download, y.gguf"
    assert page.ledger.foot.content.text() == "1,902 bytes"
    assert page.ledger.foot.requests.text() == "1,148 bytes"
    assert "6 entries" in page.ledger.foot.said.text
    aloud = page.ledger.model.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Allowed once, 1,902 bytes out" in aloud


@pytest.mark.parametrize(
    ("wanted", "decisions"),
    [("left", ["Allowed once"]), ("refused", ["Refused"]), ("kept", ["Kept indoors"])],
)
def test_filters(wanted: str, decisions: list[str], page: PrivacyPage, qtbot: QtBot) -> None:
    QTest.mouseClick(page.ledger.chips[wanted], Qt.MouseButton.LeftButton)
    assert cells(page, Column.DECISION) == decisions
    assert not page.ledger.chips["all"].isChecked()


def test_an_entry_in_full(page: PrivacyPage, qtbot: QtBot) -> None:
    table = page.ledger.table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialogs(page)), timeout=WAIT_MS)
    shown = dialog(page)
    assert isinstance(shown, EntryDialog)
    names = [child.accessibleName() for child in shown.findChildren(QWidget)]
    assert "Address: huggingface.co" in names
    assert any(name.startswith("Hash: ") and len(name) == 70 for name in names)
    shown.reject()


def test_a_click_opens_an_entry_and_the_last_column_too(page: PrivacyPage, qtbot: QtBot) -> None:
    table = page.ledger.table
    place = table.visualRect(page.ledger.model.index(1, Column.HASH)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    qtbot.waitUntil(lambda: bool(dialogs(page)), timeout=WAIT_MS)
    dialog(page).reject()


def test_the_switch_asks_once_and_the_safe_answer_is_the_default(
    page: PrivacyPage, desk: PrivacyDesk, qtbot: QtBot
) -> None:
    toggle = page.sealed.toggle
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert not toggle.isChecked(), "nothing is sealed before the answer"
    QTest.keyClick(dialog(page), Qt.Key.Key_Return)
    assert is_sealed(desk)
    assert toggle.isChecked()
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    QTest.keyClick(dialog(page), Qt.Key.Key_Return)
    assert is_sealed(desk), "Enter stays sealed"
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    dialog(page).accept()
    assert not is_sealed(desk)
    desk.settle(qtbot)


def test_an_administrator_locks_it(page: PrivacyPage, desk: PrivacyDesk, qtbot: QtBot) -> None:
    assert not page.sealed.managed.isVisible()
    desk.put(network__mode="off", retention__days=30)
    qtbot.waitUntil(lambda: desk.privacy.locked, timeout=WAIT_MS)
    assert not page.sealed.toggle.isEnabled()
    assert page.sealed.toggle.isChecked()
    assert page.sealed.lock.text() == text.LOCK_SET
    page.sealed.managed.click()
    assert page.managed is not None
    said = [label.text() for label in page.managed.findChildren(Label)]
    assert "Network" in said
    assert "off" in said
    names = [child.accessibleName() for child in page.managed.findChildren(QWidget)]
    assert f"{desk.folder}/policy.json, SHA-256 {desk.policy.current().sources[0].sha256}" in names
    assert rules.NO_EFFECT in names
    assert page.close_over()
    assert page.currentWidget() is page.first


def test_a_policy_that_cannot_be_read_is_named(
    page: PrivacyPage, desk: PrivacyDesk, qtbot: QtBot
) -> None:
    (desk.folder / "policy.json").write_text("{")
    qtbot.waitUntil(lambda: desk.privacy.locked, timeout=WAIT_MS)
    assert page.sealed.lock.text() == text.FAILED_CLOSED
    page.show_managed()
    assert page.managed is not None
    names = [child.accessibleName() for child in page.managed.findChildren(QWidget)]
    assert any("is not JSON" in name and rules.CLOSED in name for name in names)


def test_what_is_enforced_is_told_for_each_program(page: PrivacyPage, desk: PrivacyDesk) -> None:
    card = page.isolation
    assert card.title.text() == text.ENFORCED_TITLE
    rows = {child.accessibleName() for child in card.findChildren(QWidget)}
    assert "Engine: no network" in rows
    assert "Network program: not started yet" in rows
    desk.facts = Told((enforcement("window"),))
    desk.privacy.changed.emit()
    assert card.title.text() == text.BEFORE_TITLE, "nothing is said of an engine that never ran"
    desk.facts = Told((enforcement("engine", ("network",)),), (("engine", "network"),))
    desk.privacy.changed.emit()
    assert card.title.text() == text.PARTLY_TITLE
    rows = {child.accessibleName() for child in card.findChildren(QWidget)}
    assert "Engine: not enforced: network" in rows


def test_prove_it_now(page: PrivacyPage, desk: PrivacyDesk, qtbot: QtBot) -> None:
    assert not page.isolation.results.isVisible()
    with qtbot.waitSignal(desk.privacy.proved, timeout=WAIT_MS):
        page.isolation.prove.click()
        assert not page.isolation.prove.isEnabled()
    names = {child.accessibleName() for child in page.isolation.findChildren(QWidget)}
    assert "3 of 3 attempts refused" in names
    assert "Connect by TCP over IPv4: not permitted" in names
    page.isolation.results.click()
    shown = dialog(page)
    copy = next(b for b in shown.findChildren(QWidget) if b.accessibleName() == text.SAVE_RESULTS)
    copy.click()  # type: ignore[attr-defined]
    assert "Engine\tConnect by TCP over IPv4" in QGuiApplication.clipboard().text()
    shown.reject()


def test_commands_can_be_copied(page: PrivacyPage) -> None:
    page.isolation.check.click()
    assert page.check is not None
    title, _, command = text.COMMANDS[0]
    name = f"{text.COPY_COMMAND}: {title}"
    copy = next(b for b in page.check.findChildren(QWidget) if b.accessibleName() == name)
    copy.click()  # type: ignore[attr-defined]
    assert QGuiApplication.clipboard().text() == command
    page.check.back.click()
    assert page.currentWidget() is page.first


def test_the_key_of_exports_can_be_compared(
    page: PrivacyPage, desk: PrivacyDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    page.show_check()
    assert page.check is not None
    shown = page.check.key
    qtbot.waitUntil(lambda: len(shown.text) > 30, timeout=WAIT_MS)
    path = tmp_path / "out.json"
    with qtbot.waitSignal(desk.privacy.exported, timeout=WAIT_MS):
        desk.privacy.export(str(path), "json")
    assert check_document(path.read_bytes()).fingerprint == shown.text


def test_an_edit_in_place_is_found_when_somebody_looks(
    page: PrivacyPage, desk: PrivacyDesk, qtbot: QtBot
) -> None:
    path = desk.paths.ledger
    path.write_bytes(path.read_bytes().replace(b"huggingface.co", b"huggingface.cc"))
    page.hide()
    page.show()
    qtbot.waitUntil(lambda: "broken" in page.ledger.foot.said.text, timeout=WAIT_MS)


def test_a_broken_ledger_is_named_and_can_be_set_aside(
    qtbot: QtBot, source: ThemeSource, profile: Path, tmp_path: Path
) -> None:
    desk = PrivacyDesk(profile, tmp_path / "root")
    path = profile / "ledger.jsonl"
    filled(path, desk.keyring)
    path.write_bytes(path.read_bytes().replace(b"line 2", b"line 9"))
    page = PrivacyPage(desk.privacy)
    qtbot.addWidget(page)
    page.show()
    desk.start(qtbot)
    assert page.ledger.foot.said.text == "The ledger is broken: entry 4 was changed"
    page.ledger.foot.repair.click()
    dialog(page).accept()
    qtbot.waitUntil(lambda: "unbroken" in page.ledger.foot.said.text, timeout=WAIT_MS)
    assert cells(page, Column.PURPOSE)[0].startswith(words.PURPOSES["ledger_begun_anew"])
    desk.close()


@pytest.mark.parametrize("width", [1280, 1000, 800, 640])
def test_nothing_is_cut_off(width: int, page: PrivacyPage, qtbot: QtBot) -> None:
    page.resize(width - (48 if width < 760 else 72), 748)
    page.fit(width)
    cards = (page.isolation, page.sealed, page.encryption, page.ledger)
    qtbot.waitUntil(lambda: all(right_of(card, page) <= page.width() for card in cards))
    assert right_of(page.ledger.export, page.ledger) <= page.ledger.width()


def right_of(part: QWidget, whole: QWidget) -> int:
    return part.mapTo(whole, QPoint(part.width(), 0)).x()
