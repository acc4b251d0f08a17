"""``indoors ledger`` as another computer runs it: a real process, without a keyring."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.broker import APP
from tests.helpers.ledgers import filled


def indoors(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "indoors", *arguments],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(APP)},
        timeout=120,
        check=False,
    )


@pytest.fixture
def exported(profile: Path, tmp_path: Path) -> Path:
    filled(profile / "ledger.jsonl", None)
    path = tmp_path / "export.json"
    done = indoors("--profile", str(profile), "ledger", "export", str(path))
    assert done.returncode == 0, done.stderr
    assert "Its key: " in done.stdout
    assert "no keyring" in done.stderr
    return path


def test_an_export_is_verified(exported: Path) -> None:
    done = indoors("ledger", "verify", str(exported))
    assert done.returncode == 0
    assert "Ledger is unbroken: 6 entries" in done.stdout
    assert "The signature is right" in done.stdout
    key = next(line for line in done.stdout.splitlines() if line.startswith("Key: "))[5:]
    assert indoors("ledger", "verify", str(exported), "--key", key).returncode == 0
    wrong = indoors("ledger", "verify", str(exported), "--key", "0000 " + key[5:])
    assert wrong.returncode == 1
    assert "not the key you named" in wrong.stdout


def test_a_changed_export_is_not(exported: Path) -> None:
    exported.write_bytes(exported.read_bytes().replace(b"line 2", b"line 9"))
    done = indoors("ledger", "verify", "--json", str(exported))
    assert done.returncode == 1
    said = json.loads(done.stdout)
    assert (said["flaw"], said["at_line"], said["signature"]) == ("edited", 4, "bad")
    assert said["good"] is False


def test_a_file_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("hello")
    for argument in (str(path), str(tmp_path / "none")):
        done = indoors("ledger", "verify", argument)
        assert done.returncode == 1
        assert done.stderr.startswith("indoors: ")
        assert len(done.stderr.splitlines()) == 1


def test_the_ledger_of_this_profile(profile: Path) -> None:
    path = profile / "ledger.jsonl"
    assert indoors("--profile", str(profile), "ledger", "verify").returncode == 0
    filled(path, None)
    done = indoors("--profile", str(profile), "ledger", "verify")
    assert done.returncode == 0
    assert "no keyring" in done.stdout
    path.write_bytes(path.read_bytes().replace(b"line 2", b"line 9"))
    done = indoors("--profile", str(profile), "ledger", "verify")
    assert done.returncode == 1
    assert "entry 4 was changed" in done.stdout


@pytest.mark.parametrize("form", ["csv", "jsonl", "cef", "rfc5424"])
def test_other_forms(form: str, profile: Path, tmp_path: Path) -> None:
    filled(profile / "ledger.jsonl", None)
    path = tmp_path / "out"
    arguments = ("--profile", str(profile), "ledger", "export", "--format", form, str(path))
    assert indoors(*arguments).returncode == 0
    assert path.read_text("utf-8-sig").count("sealed_on") == 5
