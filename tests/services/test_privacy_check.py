"""The privacy check, for real: every program under its real filter tries everything."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.protocol.proof import Attempt, KernelState, Proved
from indoors.sandbox.attacks import ATTEMPTS
from indoors.sandbox.self_test import OLD_THREAD
from indoors.services.isolation import Isolation
from indoors.services.privacy_check import SUBJECTS, PrivacyReport, as_proof, check_privacy
from indoors.services.programs import OwnPrograms
from indoors.ui.text import privacy_check as text

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="so far on Linux only")

ROOT = Path(__file__).parents[2]
NETWORK = {"tcp4", "udp4", "native_connect", "forked", OLD_THREAD, "stolen_descriptor", "shell"}


@pytest.fixture(scope="module")
def report() -> PrivacyReport:
    seen: list[object] = []
    made = check_privacy(Isolation(), seen.append)
    assert isinstance(seen[-1], Proved)
    return made


def test_nothing_gets_out(report: PrivacyReport) -> None:
    assert as_proof(report).passed
    assert report.passed, [it for it in report.attempts if not it.passed] or report.programs
    assert len(report.programs) == SUBJECTS
    assert {it.name for it in report.attempts} == {*ATTEMPTS, OLD_THREAD}
    assert len(report.attempts) == SUBJECTS * (len(ATTEMPTS) + 1)
    for program in ("window", "engine", "ingest"):
        ways = [it for it in report.attempts if it.program == program and it.name in NETWORK]
        assert len(ways) == len(NETWORK)
        assert not any(it.worked or it.arrived or it.by_design for it in ways)


def test_the_attempts_work_where_nothing_confines_them(report: PrivacyReport) -> None:
    """Else they would prove nothing. What needs root, or IPv6, may be missing."""
    possible = {it.name for it in report.attempts if it.works_without}
    assert possible >= {
        *("tcp4", "udp4", "native_connect", "forked", OLD_THREAD, "unix_path", "unix_abstract"),
        *("listen_tcp", "run_new_code", "read_file", "list_folder", "write_file", "netlink"),
    }
    broker = {it.name: it for it in report.attempts if it.program == "broker"}
    assert broker["tcp_granted"].worked
    assert broker["tcp_granted"].arrived
    assert broker["tcp4"].error == "EACCES"  # the same network, another port


def test_a_program_that_is_not_confined_is_found_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The check against a build whose engine takes nothing away."""
    broken = tmp_path / "app"
    shutil.copytree(ROOT / "app", broken, ignore=shutil.ignore_patterns("__pycache__"))
    profiles = broken / "indoors" / "sandbox" / "kernel.py"
    profiles.write_text(
        profiles.read_text().replace(
            '    """Put a filter in place for ever,',
            '    return\n    """Put a filter in place for ever,',
        )
    )
    done = subprocess.run(
        [sys.executable, "-P", "-m", "indoors", "privacy-check", "--json"],
        env=os.environ | {"PYTHONPATH": str(broken)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    told = msgspec.json.decode(done.stdout)
    out = {(it["program"], it["name"]) for it in told["attempts"] if it["arrived"]}
    assert ("engine", "udp4") in out
    assert told["passed"] is False


def test_the_command_tells_a_person(report: PrivacyReport) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "indoors", "privacy-check"],
        env=os.environ | {"PYTHONPATH": str(ROOT / "app")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert "none worked" in lines[-1]
    assert sum("kept in" in line for line in lines) == len(report.attempts) - 9
    assert sum("a system call filter" in line for line in lines) == 1  # the command itself
    assert "Launcher" in done.stdout


def test_every_attempt_has_words() -> None:
    assert set(text.ATTEMPTS) == {*ATTEMPTS, OLD_THREAD}


def test_a_failure_is_said_in_words() -> None:
    attempt = Attempt(
        program="engine",
        name="udp4",
        worked=True,
        arrived=True,
        error="",
        by_design=False,
        works_without=True,
    )
    state = KernelState(
        program="window",
        pid=1,
        seccomp=0,
        seccomp_filters=0,
        no_new_privileges=False,
        core_limit=0,
        readable=None,
        ip_sockets=1,
    )
    made = PrivacyReport(
        version="1",
        system="x",
        when="2030-01-01T00:00:00+00:00",
        seconds=1.0,
        listeners=1,
        attempts=(attempt,),
        processes=(state,),
        programs=(),
    )
    assert not made.passed
    assert not state.passed
    assert "NOT PRIVATE: 1 of 1" in text.report(made)
    proof = as_proof(made)
    assert not proof.passed
    assert proof.problems == ("window, process 1: the kernel knows of no filter",)


@pytest.mark.parametrize(
    ("program", "fault"),
    [
        (["/nothing/here"], Fault.PROOF_DID_NOT_START),
        ([sys.executable, "-c", "import sys; sys.exit('no such thing')"], Fault.PROOF_FAILED),
    ],
)
def test_a_check_that_cannot_be_made_proves_nothing(program: list[str], fault: Fault) -> None:
    with pytest.raises(AppError) as caught:
        check_privacy(Isolation(programs=OwnPrograms(program)))
    assert caught.value.fault is fault


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user")
def test_as_a_plain_user(tmp_path: Path) -> None:
    """The same by a user without any right: where the interpreter and we can be read by them."""
    python = next((p for p in ("/usr/bin/python3",) if Path(p).exists()), None)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    setpriv = shutil.which("setpriv")
    if python is None or setpriv is None:
        pytest.skip("no interpreter that others may run")
    told = subprocess.run(
        [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=True,
    )
    site = next(path for path in sys.path if path.endswith("site-packages"))
    folders = [Path(site), *Path(site).parents]
    readable = all(folder.stat().st_mode & 0o005 == 0o005 for folder in folders)
    if told.stdout.strip() != version or not readable:
        pytest.skip("no interpreter of this version that others may run")
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, 1001, 1001)
    done = subprocess.run(
        [setpriv, "--reuid=1001", "--regid=1001", "--clear-groups", "--inh-caps=-all",
         python, "-P", "-m", "indoors", "privacy-check", "--json"],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "PYTHONPATH": f"{ROOT / 'app'}{os.pathsep}{site}",
        },
        cwd="/",
        capture_output=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    report = msgspec.json.decode(done.stdout)
    assert report["passed"]
    window = next(it for it in report["processes"] if it["program"] == "window")
    assert window["readable"] is False
