"""Set-up: what it makes of lock files, of pip's output and of a machine that lacks something."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import setup_steps
from setup_failures import CAUSES, SetupError, explain
from setup_pip import Display, run_pip

ROOT = Path(__file__).resolve().parents[2]
LOG = Path("setup.log")

SAID = [
    ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left", "disk"),
    (
        "WARNING: Retrying after connection broken by 'NewConnectionError(...)'\n"
        "ERROR: Could not find a version that satisfies the requirement cmake==4.4.4",
        "could not be reached",
    ),
    ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "pins"),
    ("ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED]", "PIP_CERT"),
    ("g++: fatal error: Killed signal terminated program cc1plus", "memory"),
    ("CMake Error: No CMAKE_CXX_COMPILER could be found.", "g++"),
    ("ERROR: No matching distribution found for pyside6-essentials==6.11.3", "Python"),
    ("error: subprocess-exited-with-error", "llama.cpp"),
    ("something nobody expected", "setup.log"),
]


@pytest.mark.parametrize(("output", "word"), SAID)
def test_causes_are_told_in_a_sentence(output: str, word: str) -> None:
    sentence = str(explain(output, LOG))
    assert word in sentence
    assert "Traceback" not in sentence


def test_every_cause_is_tried() -> None:
    assert all(any(re.search(pattern, output) for output, _ in SAID) for pattern, _ in CAUSES)


def test_the_lock_is_split_without_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_steps, "VENV", tmp_path)
    parts = [setup_steps.part_of_lock(engine_part=part).read_text() for part in (True, False)]
    assert parts[0].startswith("llama-cpp-python==")
    assert parts[0].count("==") == 1
    lock = (ROOT / "requirements.lock").read_text()
    assert sorted("".join(parts).splitlines()) == sorted(line for line in lock.splitlines() if line)


def test_progress_is_read_off_pips_output(capsys: pytest.CaptureFixture[str]) -> None:
    display = Display()
    display.live = True
    for line in (
        "  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.whl (16.8 MB)\n",
        "Progress 8400000 of 16800000\n",
        "  [12/83] /usr/bin/c++ -O3 -o llama.o\n",
        "Installing collected packages: numpy\n",
    ):
        display.read(line)
    shown = capsys.readouterr().out
    assert all(text in shown for text in ("numpy (16.8 MB)", "numpy (16.8 MB) 50 %", "[12/83]"))


def test_all_output_goes_to_the_log_and_failure_is_an_error(tmp_path: Path) -> None:
    log = tmp_path / "setup.log"
    run_pip([sys.executable, "-c", "print('all is well')"], log)
    assert "all is well" in log.read_text()
    with pytest.raises(SetupError, match="disk is full"):
        run_pip([sys.executable, "-c", "exit('No space left on device')"], log)
    assert not (tmp_path / "tmp").exists()


def test_a_missing_compiler_is_told_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXX", "no-such-compiler")
    with pytest.raises(SetupError, match=r"apt-get install g\+\+"):
        setup_steps.check_machine()


def test_the_environment_is_made_without_pip_or_ensurepip(tmp_path: Path) -> None:
    """In a folder with a space in its name; a second run finds everything in place."""
    checkout = tmp_path / "a checkout"
    shutil.copytree(ROOT / "packaging", checkout / "packaging")
    code = (
        "import setup_steps as s, setup_environment as e;"
        "s.VENV.mkdir(); e.start_afresh(); s.connect();"
        "assert e.stamped('venv', e.venv_identity())"
    )
    folder = checkout / "packaging"
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True, env={"PATH": ""})
    (checkout / "app" / "indoors").mkdir(parents=True)
    (checkout / "app" / "indoors" / "__main__.py").write_text("import sys; print(sys.argv[1:])")
    program = checkout / ".venv" / "bin" / "indoors"
    done = subprocess.run([program, "a b"], capture_output=True, text=True, check=True, env={})
    assert done.stdout.strip() == "['a b']"
