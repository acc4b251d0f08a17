"""``indoors doctor`` on this very computer."""

import json
import os
from pathlib import Path

import pytest

from indoors.cli.run import main
from indoors.core.hardware import Use
from indoors.services.doctor import Doctor, Examination, Finding, Problem
from indoors.services.paths import Paths
from indoors.ui.text import doctor as text
from tests.helpers.keys import KEY, key_file, open_vault, opened


def examine(profile: Path) -> Examination:
    return Doctor(Paths.of(profile), os.environ, measure=False, key=KEY).examine()


def test_shows_a_sound_computer(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--profile", str(profile)]) == 0
    printed = capsys.readouterr().out
    assert "llama" in printed
    assert "CPython" in printed
    assert str(profile) in printed
    assert text.NO_PROBLEM in printed
    assert not profile.exists(), "the doctor only looks"


def test_json_is_complete(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json", "--profile", str(profile)]) == 0
    seen = json.loads(capsys.readouterr().out)
    assert set(seen) == set(Examination.__struct_fields__)
    assert seen["profile"]["database_state"] == "absent"
    hardware = seen["hardware"]
    assert any(each["kind"] == "cpu" for each in hardware["computer"]["engine"]["devices"])
    assert hardware["computer"]["memory"]["total"] > 0
    speed = hardware["computer"]["memory_speed"]
    if speed is None:  # other programs were in the way, and it says so
        assert hardware["missing"]["memory_speed"]
    else:
        assert speed["bytes_per_second"] > 0
    assert set(hardware["seconds"]) >= {"processor", "memory", "disk", "nvidia", "pci", "engine"}
    for name in ("nvidia", "apple"):
        assert name in hardware["missing"] or hardware["computer"]["graphics"]
    assert hardware["graphics_use"]["use"] in set(Use)
    assert all(note.endswith(".") for note in hardware["notes"])


def test_quick_measures_nothing(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--quick", "--profile", str(profile)]) == 0
    assert capsys.readouterr().out.count("not measured: not asked for") == 2


def test_checks_a_database_that_is_there(profile: Path) -> None:
    opened(profile).close()
    seen = examine(profile)
    assert seen.profile.database_state == "good"
    assert not seen.problems


def test_a_damaged_database_is_a_problem_with_a_remedy(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened(profile).close()
    Paths.of(profile).database.write_bytes(b"no database at all" * 500)
    locked = ["--profile", str(profile), "--key-file", str(key_file(tmp_path))]
    assert main(["doctor", "--json", *locked]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["kind"] == "database_damaged"
    assert "backups" in problem["message"]
    assert main(["doctor", *locked]) == 1
    assert "1 problem:" in capsys.readouterr().out


def test_a_locked_database_is_no_problem(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened(profile).close()
    open_vault(profile).set_phrase("a phrase of my own")
    assert main(["doctor", "--profile", str(profile)]) == 0
    assert "asks for the recovery phrase" in capsys.readouterr().out


def test_a_key_file_that_holds_no_key(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.key"
    for content in (b"", b"secret words", b"ab" * 31, b"\xff" * 64):
        wrong.write_bytes(content)
        assert main(["doctor", "--profile", str(profile), "--key-file", str(wrong)]) == 2
        said = capsys.readouterr().err
        assert "64 hexadecimal digits" in said
        assert "secret" not in said


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    occupied = tmp_path / "profile"
    occupied.write_text("a file")
    assert [each.kind for each in examine(occupied).problems] == ["folder_read_only"]


@pytest.mark.parametrize("finding", Finding)
def test_every_finding_has_words(finding: Finding) -> None:
    facts: dict[str, str | int | float] = {
        "packages": "libegl1 libgl1",
        "path": "/somewhere",
        "free_bytes": 12_000_000,
    }
    words = text.problem(Problem(finding.value, facts))
    assert words.endswith(".") or "make" in words or "apt-get" in words
