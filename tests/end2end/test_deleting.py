"""Deleting for good, by hands on a keyboard: the real program under a real window system."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indoors.services.paths import Paths
from indoors.store import Store
from indoors.store.backup import DAILY, copies
from tests.helpers.desktop import MISSING, Window, screen, wait_for, welcomed
from tests.helpers.keys import KEY, opened

pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason="needs Xvfb and xdotool"),
    pytest.mark.timeout(300),
]

QUESTIONS = "select text from message where role = 'user'"


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with screen() as name:
        yield name


def test_a_conversation_and_its_backup(display: str, profile: Path) -> None:
    welcomed(profile)
    with Window(display, profile) as window:
        wait_for(lambda: window.rows("select 1 from sqlite_master where name = 'draft'"))
        time.sleep(2.0)  # until keys are taken; a user needs longer
        window.focus()
        window.type("Keep my secret.")
        window.key("Return")
        wait_for(lambda: window.rows("select 1 from message where state = 'done'"), 120)
        with opened(profile) as store:
            store.back_up(DAILY)
        window.key("ctrl+k")
        time.sleep(0.5)
        window.type("delete for good")
        time.sleep(0.5)
        window.key("Return")
        time.sleep(1.0)
        window.key("Return")  # the safe answer is the default
        time.sleep(1.0)
        assert window.rows(QUESTIONS) == [("Keep my secret.",)]
        window.key("ctrl+k")
        time.sleep(0.5)
        window.type("delete for good")
        time.sleep(0.5)
        window.key("Return")
        time.sleep(1.0)
        window.key("shift+Tab", "space")
        wait_for(lambda: window.rows(QUESTIONS) == [])
        wait_for(lambda: window.rows("select count(*) from conversation") == [(0,)])
        assert window.close() == 0
        assert "Traceback" not in window.errors()
    (copy,) = copies(Paths.of(profile).backups)
    with Store(copy.path, KEY) as store:
        assert store.chats.conversations() == []
