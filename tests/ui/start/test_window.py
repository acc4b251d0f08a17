"""The window in place of the window, and the program behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from indoors.core.errors import AppError
from indoors.main import Program
from indoors.protocol.faults import Fault
from indoors.services.paths import Paths
from indoors.services.vault import KeySource, Vault
from indoors.store.backup import DAILY, copies
from indoors.ui.start.window import LOCKED, StartWindow
from indoors.ui.text import start as text
from tests.helpers.keyring import needs_keyring, running_keyring
from tests.helpers.keys import KEY, opened
from tests.helpers.windows import WAIT_MS, theme_for_tests
from tests.store.samples import conversation_with

WORDS = "a phrase of my own"


@pytest.fixture
def started(
    qtbot: QtBot, qapp: QApplication, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    """The program on a computer without a keyring, not started yet."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    program = Program(Paths.of(profile), theme_for_tests(qapp))
    yield program
    end(program)


def start_window(program: Program, qtbot: QtBot) -> StartWindow:
    program.start()
    qtbot.waitUntil(lambda: not program.opening, timeout=WAIT_MS)
    assert program.start_window is not None
    return program.start_window


def wait_for_window(program: Program, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: program.window is not None, timeout=WAIT_MS)


def filled(profile: Path) -> None:
    with opened(profile) as store:
        conversation_with(store, "kept", title="Kept")


def titles(program: Program) -> list[str]:
    assert program.indoors is not None
    return [each.title for each in program.indoors.chat.conversations.conversations()]


def test_a_new_profile_without_a_keyring_asks_for_a_phrase(
    started: Program, qtbot: QtBot, profile: Path
) -> None:
    window = start_window(started, qtbot)
    assert window.setup is not None
    QTest.keyClicks(window.setup.first.edit, "short")
    window.setup.create_button.click()
    assert started.window is None
    window.setup.first.edit.setText(WORDS)
    window.setup.second.edit.setText("another phrase")
    window.setup.create_button.click()
    assert started.window is None
    window.setup.second.edit.setText(WORDS)
    QTest.keyClick(window.setup.second.edit, Qt.Key.Key_Return)
    wait_for_window(started, qtbot)
    assert started.start_window is None
    assert started.vault.status().source is KeySource.PHRASE
    assert Paths.of(profile).keys.exists()


def test_keeping_nothing_is_a_choice(started: Program, qtbot: QtBot, profile: Path) -> None:
    window = start_window(started, qtbot)
    assert window.setup is not None
    window.setup.session.click()
    wait_for_window(started, qtbot)
    assert started.vault.status().source is KeySource.SESSION
    assert started.window is not None
    assert "gone when" in started.window.page.list.footer.toolTip()
    assert not Paths.of(profile).database.exists()


def test_the_phrase_opens_and_a_wrong_one_is_told(
    started: Program, qtbot: QtBot, profile: Path
) -> None:
    filled(profile)
    vault = Vault(Paths.of(profile), None, KEY)
    vault.open()
    vault.set_phrase(WORDS)
    window = start_window(started, qtbot)
    for words in ("not the phrase at all", WORDS):
        assert started.window is None
        assert window.phrase is not None
        window.phrase.field.edit.setText(words)
        QTest.keyClick(window.phrase.field.edit, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not started.opening, timeout=WAIT_MS)
    wait_for_window(started, qtbot)
    qtbot.waitUntil(lambda: titles(started) == ["Kept"], timeout=WAIT_MS)


@pytest.mark.parametrize("trouble", ["damaged", "gone"])
def test_a_backup_brings_the_conversations_back(
    started: Program, qtbot: QtBot, profile: Path, trouble: str
) -> None:
    paths = Paths.of(profile)
    filled(profile)
    Vault(paths, None, KEY).open()
    Vault(paths, None, KEY).open()
    locked = Vault(paths, None, KEY)
    locked.open()
    locked.set_phrase(WORDS)
    with opened(profile) as store:
        store.back_up(DAILY)
    if trouble == "damaged":
        paths.database.write_bytes(b"\xa5" * 50_000)
    else:
        paths.database.unlink()
    window = start_window(started, qtbot)
    assert window.phrase is not None
    window.phrase.field.edit.setText(WORDS)
    window.phrase.button.click()
    qtbot.waitUntil(lambda: window.copies is not None, timeout=WAIT_MS)
    assert window.copies is not None
    window.copies.buttons[0].click()
    wait_for_window(started, qtbot)
    qtbot.waitUntil(lambda: titles(started) == ["Kept"], timeout=WAIT_MS)
    kept = [path for path in paths.backups.iterdir() if path.suffix == ".old"]
    assert [path.read_bytes()[:4] for path in kept] == [b"\xa5" * 4] * (trouble == "damaged")
    assert len(copies(paths.backups)) == 1


@pytest.mark.parametrize("fault", sorted(LOCKED))
def test_every_lock_says_what_opens_it(fault: Fault) -> None:
    assert text.locked(fault).endswith(".")


def test_without_a_phrase_no_phrase_is_asked_for(qtbot: QtBot) -> None:
    window = StartWindow()
    qtbot.addWidget(window)
    window.show_error(AppError(Fault.KEY_LOST, new=0, phrase=0))
    assert window.phrase is None
    assert window.retry is not None
    with qtbot.waitSignal(window.retry_asked):
        window.retry.click()


@needs_keyring
def test_with_a_keyring_nobody_is_asked(
    qtbot: QtBot,
    qapp: QApplication,
    profile: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bus = tmp_path / "bus"
    bus.mkdir()
    with running_keyring(bus) as keyring:
        for name, value in keyring.environment.items():
            monkeypatch.setenv(name, value)
        for _ in range(2):
            program = Program(Paths.of(profile), theme_for_tests(qapp))
            program.start()
            wait_for_window(program, qtbot)
            assert program.vault.status().source is KeySource.KEYRING
            end(program)
        keyring.lock()
        program = Program(Paths.of(profile), theme_for_tests(qapp))
        window = start_window(program, qtbot)
        assert window.retry is not None
        assert program.window is None
        end(program)


def end(program: Program) -> None:
    for window in (program.window, program.start_window):
        if window is not None:
            window.close()
            window.deleteLater()
    program.close()
    program.deleteLater()
    if program.indoors is not None:
        program.indoors.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
