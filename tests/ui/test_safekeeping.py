"""The settings' cards on encryption and backups, over a real profile."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from indoors.services.paths import Paths
from indoors.store import Store
from indoors.store.backup import copies
from indoors.ui.erase_dialog import EraseDialog
from indoors.ui.phrase_dialogs import AskPhraseDialog, NewPhraseDialog
from indoors.ui.safekeeping_flows import SafekeepingFlows
from indoors.ui.text import safekeeping as text
from indoors.ui.widgets import ScrimDialog
from indoors.ui.widgets.toast import Toast
from tests.helpers.keys import KEY, opened
from tests.helpers.windows import WAIT_MS, Desk, desk, theme_for_tests
from tests.store.samples import conversation_with

WORDS = "a phrase of my own"


@pytest.fixture
def made(qtbot: QtBot, qapp: QApplication, profile: Path) -> Iterator[Desk]:
    with opened(profile) as store:
        conversation_with(store, "kept", title="Kept")
    with desk(qtbot, profile, theme_for_tests(qapp)) as opened_desk:
        opened_desk.window.show_settings()
        yield opened_desk


def flows(made: Desk) -> SafekeepingFlows:
    (found,) = made.window.findChildren(SafekeepingFlows)
    return found


def dialog(made: Desk) -> ScrimDialog:
    (shown,) = [each for each in made.window.findChildren(ScrimDialog) if each.isVisible()]
    return shown


def no_dialog(made: Desk) -> bool:
    return not [each for each in made.window.findChildren(ScrimDialog) if each.isVisible()]


def set_phrase(made: Desk, qtbot: QtBot) -> None:
    flows(made).set_phrase()
    asked = dialog(made)
    assert isinstance(asked, NewPhraseDialog)
    assert len(asked.first.text) == 29, "one is suggested"
    for field in (asked.first, asked.second):
        field.edit.setText(WORDS)
    asked.do.click()
    qtbot.waitUntil(lambda: no_dialog(made), timeout=WAIT_MS)


def says(asked: AskPhraseDialog, words: str) -> bool:
    return asked.result.text() == words


def titles(made: Desk) -> list[str]:
    return [each.title for each in made.chat.conversations.conversations()]


def test_a_phrase_is_set_and_checked(made: Desk, qtbot: QtBot, profile: Path) -> None:
    set_phrase(made, qtbot)
    assert made.indoors.safekeeping.status.phrase_set_ms is not None
    flows(made).check_phrase()
    asked = dialog(made)
    assert isinstance(asked, AskPhraseDialog)
    for words, said in (("another phrase", text.WRONG), (WORDS, text.RIGHT)):
        asked.field.edit.setText(words)
        asked.do.click()
        qtbot.waitUntil(partial(says, asked, said), timeout=WAIT_MS)
    asked.reject()
    assert WORDS.encode() not in Paths.of(profile).keys.read_bytes()


def test_a_phrase_has_to_be_typed_twice(made: Desk) -> None:
    flows(made).set_phrase()
    asked = dialog(made)
    assert isinstance(asked, NewPhraseDialog)
    asked.do.click()
    assert asked.problem.text()
    asked.reject()
    assert made.indoors.safekeeping.status.phrase_set_ms is None


def test_a_backup_is_made_and_restored(made: Desk, qtbot: QtBot, profile: Path) -> None:
    flows(made).back_up()
    qtbot.waitUntil(lambda: len(made.indoors.safekeeping.copies) == 1, timeout=WAIT_MS)
    conversation = next(iter(made.chat.conversations.conversations()))
    made.chat.delete(conversation.id)
    made.settle(qtbot)
    qtbot.waitUntil(lambda: titles(made) == [], timeout=WAIT_MS)
    flows(made).restore()
    shown = dialog(made)
    from indoors.ui.copies_list import CopiesList

    shown.findChildren(CopiesList)[0].buttons[0].click()
    qtbot.waitUntil(lambda: titles(made) == ["Kept"], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: no_dialog(made), timeout=WAIT_MS)
    assert len(copies(Paths.of(profile).backups)) == 1


def test_a_profile_is_exported_and_imported(made: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    keeping = made.indoors.safekeeping
    target = tmp_path / "ana.indoors-profile"
    ended: list[object] = []
    keeping.export(target, WORDS, ended.append, ended.append)
    qtbot.waitUntil(lambda: bool(ended), timeout=WAIT_MS)
    assert ended == [target]
    made.chat.delete(next(iter(made.chat.conversations.conversations())).id)
    qtbot.waitUntil(lambda: titles(made) == [], timeout=WAIT_MS)
    failures: list[object] = []
    keeping.import_profile(target, "not this phrase", lambda: None, failures.append)
    qtbot.waitUntil(lambda: len(failures) == 1, timeout=WAIT_MS)
    with qtbot.waitSignal(keeping.replaced, timeout=WAIT_MS):
        keeping.import_profile(target, WORDS, lambda: None, failures.append)
    qtbot.waitUntil(lambda: titles(made) == ["Kept"], timeout=WAIT_MS)
    assert len(failures) == 1


def test_the_key_stays_out_of_the_words(made: Desk) -> None:
    assert KEY.reveal().hex() not in repr(KEY) + str(KEY)


def test_the_privacy_screen_leads_to_the_recovery_phrase(made: Desk, qtbot: QtBot) -> None:
    made.window.show_privacy()
    card = made.window.pages.privacy.encryption
    card.change.click()
    assert isinstance(dialog(made), NewPhraseDialog)
    dialog(made).reject()
    qtbot.waitUntil(lambda: no_dialog(made), timeout=WAIT_MS)
    set_phrase(made, qtbot)
    card.change.click()
    assert isinstance(dialog(made), AskPhraseDialog)


def test_a_conversation_is_deleted_for_good(made: Desk, qtbot: QtBot, profile: Path) -> None:
    (kept,) = made.chat.conversations.conversations()
    made.window.show_chat()
    made.window.page.open(kept.id)
    qtbot.waitUntil(lambda: made.chat.current is not None, timeout=WAIT_MS)
    flows_of_settings = flows(made)
    flows_of_settings.back_up()
    qtbot.waitUntil(lambda: len(made.indoors.safekeeping.copies) == 1, timeout=WAIT_MS)
    made.window.actions_by_name["erase"].trigger()
    asked = dialog(made)
    assert isinstance(asked, EraseDialog)
    asked.keep.click()
    qtbot.waitUntil(lambda: no_dialog(made), timeout=WAIT_MS)
    assert titles(made) == ["Kept"]
    made.window.page.list._menu.erase_requested.emit(kept.id)
    asked = dialog(made)
    assert isinstance(asked, EraseDialog)
    asked.erase.click()
    qtbot.waitUntil(lambda: no_dialog(made), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: titles(made) == [], timeout=WAIT_MS)
    assert made.chat.current is None
    (copy,) = copies(Paths.of(profile).backups)
    with Store(copy.path, KEY) as store:
        assert store.chats.conversation(kept.id) is None
        assert store.chats.path(kept.id) == []
    assert [each for each in made.window.findChildren(Toast) if each.isVisible()]


def test_what_was_deleted_is_gone_after_the_next_start(
    qtbot: QtBot, qapp: QApplication, profile: Path
) -> None:
    with opened(profile) as store:
        made = conversation_with(store, "to go")
        conversation_with(store, "kept", title="Kept")
        store.chats.delete(made, 1)
    failures: list[object] = []
    with desk(qtbot, profile, theme_for_tests(qapp)) as started:
        started.tasks.failed.connect(failures.append)
        started.indoors.safekeeping.start()
        started.settle(qtbot)
        started.settle(qtbot)
        qtbot.waitUntil(lambda: titles(started) == ["Kept"], timeout=WAIT_MS)
    assert failures == []
    with opened(profile) as store, store.chats._connection.reading() as db:
        assert db.execute("select count(*) from conversation").fetchone() == (1,)
