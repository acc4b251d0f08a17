"""The order for the energy counters: what reaches the administrator's prompt, and what it does."""

import os
import shutil
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from indoors.launcher.meter_access import COUNTERS, GRANT, RULE, UNDO
from tests.helpers.energy import PowerCap

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux's counters")

ROOT = Path(__file__).parents[2]


def test_only_yes_or_no_reaches_the_administrator(tmp_path: Path) -> None:
    """With a stand-in for the system's own prompt, first on the path."""
    seen = tmp_path / "seen"
    prompt = tmp_path / "pkexec"
    prompt.write_text(f'#!/bin/sh\nprintf "%s|" "$@" >> {seen}\necho END >> {seen}\nsleep 0.5\n')
    prompt.chmod(0o755)
    code = """
        import os, sys
        from indoors.launcher import meter_access, program
        meter_access._own_group = lambda: 4711
        program.FRONT = "tests.launcher.front_with_meters"
        sys.exit(program.run([]))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env=os.environ
        | {
            "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": f"{ROOT / 'app'}{os.pathsep}{ROOT}",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    asked = seen.read_text().split("END\n")[:-1]
    assert asked == [
        f"/bin/sh|-c|{GRANT}|indoors|4711|",
        f"/bin/sh|-c|{UNDO}|indoors|4711|",
    ]


def test_nobody_else_may_read() -> None:
    assert "0440" in GRANT
    assert not any(mode in GRANT for mode in ("0444", "0644", "o+r", "0666"))
    assert "0400" in UNDO


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("systemd-tmpfiles"),
    reason="needs root and systemd-tmpfiles",
)
def test_the_texts_do_what_they_say(tmp_path: Path) -> None:
    """Run for real, on counters and a rule in a folder of the test's own."""
    cap = PowerCap(tmp_path)
    counters = [cap.zone("intel-rapl:0", "package-0"), cap.zone("intel-rapl:0:0", "dram")]
    for counter in counters:
        counter.chmod(0o400)
    rule = tmp_path / "rule.conf"

    def run(script: str) -> None:
        here = script.replace(COUNTERS, f"{tmp_path}{COUNTERS}").replace(RULE, str(rule))
        subprocess.run(["/bin/sh", "-c", here, "indoors", "4711"], check=True)

    def rights() -> set[tuple[int, int, int]]:
        found = [counter.stat() for counter in counters]
        return {(stat.S_IMODE(each.st_mode), each.st_uid, each.st_gid) for each in found}

    run(GRANT)
    assert rights() == {(0o440, 0, 4711)}
    assert stat.S_IMODE(rule.stat().st_mode) == 0o644
    run(UNDO)
    assert rights() == {(0o400, 0, 0)}
    assert not rule.exists()
