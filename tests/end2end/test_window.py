"""The real window on a virtual screen, worked by keyboard, killed and started again."""

import errno
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from indoors.store import driver
from tests.helpers.desktop import APP, MISSING, Window, screen, wait_for, welcomed
from tests.helpers.keys import KEY, command

pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}"),
    pytest.mark.timeout(300),
]

STATES = "select role, state from message order by created_ms, role desc"
ANSWERS = "select text from message where role = 'assistant' order by created_ms"


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with screen() as name:
        yield name


def open_window(display: str, profile: Path) -> Window:
    if not (profile / "indoors.db").exists():
        welcomed(profile)
    window = Window(display, profile)
    wait_for(lambda: window.rows("select 1 from sqlite_master where name = 'draft'"))
    time.sleep(1.0)  # until keys are taken; a user needs longer
    window.focus()
    return window


def ask(window: Window, question: str, answers: int) -> str:
    window.type(question)
    window.key("Return")

    def done() -> object:
        states = [row[1] for row in window.rows(STATES) if row[0] == "assistant"]
        return len(states) == answers and "writing" not in states

    wait_for(done)
    return str(window.rows(ANSWERS)[-1][0])


def writing(window: Window) -> object:
    rows = window.rows("select text from message where state = 'writing' and length(text) > 40")
    return rows and rows[0][0]


def test_a_conversation_with_stop_branch_and_restart(display: str, profile: Path) -> None:
    with open_window(display, profile) as window:
        assert "Paris" in ask(window, "What is the capital of France?", 1)
        ask(window, "Say it again in five words.", 2)
        window.key("ctrl+r")  # answer again: a branch
        wait_for(lambda: window.rows(STATES).count(("assistant", "done")) == 3)
        window.type("Write a very long story about a ship, with ten chapters.")
        window.key("Return")
        wait_for(lambda: writing(window))
        window.key("Escape")
        wait_for(lambda: ("assistant", "stopped") in window.rows(STATES))
        rows = window.rows("select id, parent_id, text, state from message order by id")
        assert window.close() == 0
    with open_window(display, profile) as window:
        wait_for(lambda: window.title().startswith("What is the capital of France?"))
        assert window.rows("select id, parent_id, text, state from message order by id") == rows
        ask(window, "Thank you.", 5)
        path = window.rows("select parent_id from message where text = 'Thank you.'")
        assert path[0][0] in {row[0] for row in rows if row[3] == "stopped"}
        assert "Traceback" not in window.errors()
        for file in profile.rglob("*"):  # while it is open: log and shared memory are there
            if file.is_file() and "models" not in file.parts:
                content = file.read_bytes()
                assert not [w for w in (b"France", b"Paris", b"Thank you") if w in content], file


def test_kill_9_loses_no_more_than_the_last_second(display: str, profile: Path) -> None:
    with open_window(display, profile) as window:
        window.type("Write a very long story about a mountain, with ten chapters.")
        window.key("Return")
        wait_for(lambda: writing(window))
        time.sleep(1.5)
        saved = str(window.rows(ANSWERS)[-1][0])
        engine = window.engine
        window.kill()
        psutil.wait_procs([engine], timeout=10)
        assert not engine.is_running()  # it ends with its parent
    with open_window(display, profile) as window:
        wait_for(lambda: ("assistant", "interrupted") in window.rows(STATES))
        assert str(window.rows(ANSWERS)[-1][0]).startswith(saved)


def test_what_was_typed_survives_kill_9(display: str, profile: Path) -> None:
    with open_window(display, profile) as window:
        window.type("Half a question that nobody has s")
        time.sleep(1.0)
        window.kill()
    with open_window(display, profile) as window:
        window.key("End")
        window.type("ent.")
        window.key("Return")
        wait_for(lambda: window.rows(STATES))
        asked = window.rows("select text from message where role = 'user'")
        assert asked == [("Half a question that nobody has sent.",)]


def test_a_killed_engine_leaves_the_window_up(display: str, profile: Path) -> None:
    with open_window(display, profile) as window:
        window.type("Write a very long story about a river, with ten chapters.")
        window.key("Return")
        text = str(wait_for(lambda: writing(window)))
        os.kill(window.engine.pid, signal.SIGKILL)
        wait_for(lambda: ("assistant", "interrupted") in window.rows(STATES))
        assert str(window.rows(ANSWERS)[-1][0]).startswith(text)
        ask(window, "Are you there?", 2)


def test_a_second_start_raises_the_first_window(display: str, profile: Path) -> None:
    with open_window(display, profile) as window:
        second = subprocess.run(
            command(profile),
            env=os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(APP)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert second.returncode == 0
        assert "Traceback" not in second.stderr
        assert window.process.poll() is None


@pytest.mark.parametrize("content", [b"not a database " * 500, b""], ids=["garbage", "empty"])
def test_a_damaged_database_is_told_and_left_alone(
    display: str, profile: Path, content: bytes
) -> None:
    profile.mkdir()
    database = profile / "indoors.db"
    database.write_bytes(content)
    with Window(display, profile) as window:
        time.sleep(1.5)
        assert window.process.poll() is None
        assert database.read_bytes() == content
        assert "Traceback" not in window.errors()


@pytest.mark.parametrize("trouble", ["newer", "locked"])
def test_a_database_that_cannot_be_used_now_is_told(
    display: str, profile: Path, trouble: str
) -> None:
    with open_window(display, profile):
        pass
    connection = driver.connect(profile / "indoors.db", KEY).conn
    connection.isolation_level = None
    if trouble == "newer":
        connection.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " select migration_set, 'm999_future', applied_at from _sqlite_migrations limit 1"
        )
    else:
        connection.execute("begin exclusive")
    with Window(display, profile) as window:  # a small one: nothing can be shown yet
        time.sleep(1.5)
        assert window.process.poll() is None
        assert "Traceback" not in window.errors()
    connection.close()


@pytest.fixture
def small_disk(profile: Path) -> Iterator[Path]:
    """A profile on a disk of 3 MB."""
    profile.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(profile)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    yield profile
    subprocess.run(["umount", "-l", str(profile)], check=True)


def fill(filler: Path) -> None:
    """Write until the disk takes no more."""
    handle = os.open(filler, os.O_CREAT | os.O_WRONLY)
    try:
        while os.write(handle, bytes(4096)):
            pass
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
    finally:
        os.close(handle)


def test_a_full_disk_keeps_the_answer_until_there_is_room(display: str, small_disk: Path) -> None:
    with open_window(display, small_disk) as window:
        window.type("Write a very long story about a train, with ten chapters.")
        window.key("Return")
        wait_for(lambda: writing(window))
        filler = small_disk / "filler"
        fill(filler)
        time.sleep(1.0)
        window.key("Escape")
        window.type("A question for later")
        window.key("Return")
        time.sleep(2.0)
        assert window.process.poll() is None
        filler.unlink()
        wait_for(lambda: ("assistant", "stopped") in window.rows(STATES))
        window.key("Return")  # the question is still in its field
        wait_for(lambda: window.rows(STATES).count(("assistant", "done")) == 1)
        asked = window.rows("select text from message where role = 'user' order by created_ms")
        assert asked[-1] == ("A question for later",)
