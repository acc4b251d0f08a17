"""A whole session without a connection, as the kernel sees it: every call of every process."""

import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.desktop import MISSING, Window, screen, wait_for, welcomed

pytestmark = [
    pytest.mark.skipif(
        bool(MISSING) or shutil.which("strace") is None, reason="needs Xvfb, xdotool and strace"
    ),
    pytest.mark.timeout(300),
]

SOCKET = re.compile(r"\bsocket(?:pair)?\((\w+)")
STARTED = re.compile(r'\bexecve\("([^"]+)"')
ANSWERS = "select state from message where role = 'assistant'"


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with screen() as name:
        yield name


class Log:
    """What strace wrote: one line a call, of all processes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.command = [
            *("strace", "--follow-forks", "--output", str(path), "--quiet=all"),
            *("--trace=socket,socketpair,connect,bind,listen,sendto,execve,io_uring_setup",),
        ]

    @property
    def text(self) -> str:
        return self.path.read_text(errors="replace")

    def families(self) -> Counter[str]:
        return Counter(SOCKET.findall(self.text))

    def calls(self, name: str) -> list[str]:
        return [line for line in self.text.splitlines() if f" {name}(" in line]

    def programs(self) -> set[str]:
        """Names of what was really started; refused attempts are answered by an error."""
        lines = [line for line in self.calls("execve") if line.endswith("= 0")]
        return {Path(path).name for line in lines for path in STARTED.findall(line)}


def assert_silent(log: Log) -> None:
    families = log.families()
    assert families["AF_UNIX"] > 2  # the launcher's pair, the screen, the profile's door
    assert set(families) <= {"AF_UNIX"}, families
    for name in ("connect", "bind", "sendto"):
        strangers = [line for line in log.calls(name) if "AF_INET" in line or "AF_NETLINK" in line]
        assert not strangers
    assert not log.calls("io_uring_setup")
    assert all(name.startswith("python") for name in log.programs()), log.programs()


def test_a_session_of_chat_and_settings(display: str, profile: Path) -> None:
    welcomed(profile)
    log = Log(profile.parent / "calls.txt")
    with Window(display, profile, through=tuple(log.command)) as window:
        wait_for(lambda: window.rows("select 1 from sqlite_master where name = 'draft'"))
        time.sleep(2.0)  # until keys are taken; a user needs longer
        window.focus()
        window.type("What is the capital of France?")
        window.key("Return")
        wait_for(lambda: ("done",) in window.rows(ANSWERS), 120)
        window.key("ctrl+comma")
        time.sleep(1.0)
        window.key("Escape")
        assert window.program("broker") is None
        assert window.close() == 0
        assert "Traceback" not in window.errors()
    assert_silent(log)
    assert log.text.count("execve(") >= 3  # launcher, window, engine


def test_a_first_start_on_a_fresh_profile(display: str, profile: Path) -> None:
    log = Log(profile.parent / "calls.txt")
    with Window(display, profile, through=tuple(log.command)) as window:
        wait_for(lambda: window.rows("select 1 from sqlite_master where name = 'draft'"))
        time.sleep(6.0)  # the look at this computer runs to its end
        assert window.close() == 0
        assert "Traceback" not in window.errors()
    assert_silent(log)
