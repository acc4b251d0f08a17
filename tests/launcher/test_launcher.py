"""The launcher with its real programs: what it starts, what it refuses, and every way to end."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from indoors.launcher.outside import may_open
from tests.helpers.engines import wait_gone
from tests.helpers.hub import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

ROOT = Path(__file__).parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": f"{ROOT / 'app'}{os.pathsep}{ROOT}"}
LONG = ("Count from one to a thousand in words.", "--max-tokens", "4000", "--temperature", "0.9")


def with_front(*arguments: str) -> "subprocess.Popen[str]":
    code = f"""
        import sys
        from indoors.launcher import program
        program.FRONT = "tests.launcher.front"
        sys.exit(program.run({list(arguments)!r}))
    """
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        stdout=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )


@pytest.mark.parametrize(("how", "code"), [("end", 0), ("kill", -9)])
def test_it_starts_what_it_knows_and_reports_the_end(how: str, code: int) -> None:
    with with_front(how) as launcher:
        assert launcher.stdout
        told = json.loads(launcher.stdout.readline())
        assert launcher.wait(30) == 7
    assert told["said"] == ["NotStarted", "Started"]
    assert told["exit"] == {"kind": "Exited", "id": 2, "code": code}
    assert told["seccomp"] == "2"
    assert told["session"] == told["pid"]  # no terminal to type into
    assert told["parent is the launcher"] == launcher.pid


def asking() -> "subprocess.Popen[bytes]":
    """Return a command whose engine is writing."""
    command = [sys.executable, "-m", "indoors", "ask", *LONG]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT
    )
    assert process.stdout
    assert process.stdout.read(1)
    return process


def child(process: "subprocess.Popen[bytes]", module: str) -> psutil.Process:
    return next(
        it for it in psutil.Process(process.pid).children() if f"indoors.{module}" in it.cmdline()
    )


@pytest.mark.parametrize(
    ("who", "number", "code"),
    [
        ("launcher", signal.SIGKILL, -signal.SIGKILL),
        ("launcher", signal.SIGTERM, -signal.SIGTERM),
        ("cli", signal.SIGKILL, -signal.SIGKILL),
        ("cli", signal.SIGSEGV, -signal.SIGSEGV),
        ("engine", signal.SIGKILL, 1),
    ],
)
def test_whoever_is_killed_nobody_is_left(who: str, number: int, code: int) -> None:
    with asking() as process:
        front, engine = child(process, "cli"), child(process, "engine")
        victim = process.pid if who == "launcher" else child(process, who).pid
        os.kill(victim, number)
        if who == "engine":
            engine.wait(30)
            return_code = process.wait(60)
        else:
            return_code = process.wait(30)
        wait_gone(front.pid)
        wait_gone(engine.pid)
    assert return_code == code


def test_the_launcher_has_no_socket_of_the_network_and_keeps_others_out() -> None:
    with asking() as process:
        launcher = psutil.Process(process.pid)
        assert not launcher.net_connections("inet")
        status = Path(f"/proc/{process.pid}/status").read_text()
        assert "Threads:\t1" in status
        if os.geteuid():
            assert not os.access(f"/proc/{process.pid}/environ", os.R_OK)
        process.kill()


def test_the_launcher_uses_nothing_while_idle() -> None:
    with with_front("stay") as launcher:
        assert launcher.stdout
        launcher.stdout.readline()
        process = psutil.Process(launcher.pid)
        before = process.cpu_times()
        time.sleep(1.0)
        after = process.cpu_times()
        front = process.children()[0]
        front.kill()
        assert launcher.wait(30) == -signal.SIGKILL
    assert after.user + after.system - before.user - before.system < 0.05


def test_what_may_be_opened_outside(tmp_path: Path) -> None:
    file = tmp_path / "script.sh"
    file.write_text("#!/bin/sh\n")
    for good in ("https://example.org/a?b=c", "http://a.b", "mailto:a@b.c", str(tmp_path)):
        assert may_open(good)
    for bad in (
        *("file:///etc/passwd", "javascript:alert(1)", "--help", "", "relative", "ftp://a.b"),
        *(str(file), "/nothing/here", "https://a\nb", "https://a/" + "x" * 3000, "HTTPS:\\\\a"),
    ):
        assert not may_open(bad), bad


def test_links_reach_the_desktop_by_the_launcher(tmp_path: Path) -> None:
    """With a stand-in for the desktop's own opener, first on the path."""
    seen = tmp_path / "seen"
    opener = tmp_path / "xdg-open"
    opener.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> {seen}\n')
    opener.chmod(0o755)
    code = """
        import sys
        from indoors.launcher import program
        program.FRONT = "tests.launcher.front_with_links"
        sys.exit(program.run([]))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env=ENVIRONMENT | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    wait_until(lambda: seen.exists() and seen.read_text().count("\n") == 2)
    assert sorted(seen.read_text().split()) == ["/tmp", "https://example.org/a%20b?c=%2F"]
