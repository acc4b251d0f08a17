"""What the program does with its arguments."""

import subprocess
import sys
from pathlib import Path

import pytest

from indoors import __version__
from indoors.cli import parser, window
from indoors.cli.run import main
from indoors.ui.text import command_line as text


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"Indoors {__version__}\n"


def test_help_lists_commands_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    printed = capsys.readouterr().out
    assert all(word in printed for word in ("ask", "doctor", "--profile", "exit codes", "130"))


@pytest.mark.parametrize(
    "typed",
    [["--profile", "here", "doctor"], ["doctor", "--profile", "here"], ["--profile", "here"]],
)
def test_the_profile_may_stand_anywhere(typed: list[str]) -> None:
    assert parser.build().parse_args(typed).profile == Path("here")


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["sing"])
    assert ended.value.code == 2
    assert "sing" in capsys.readouterr().err


def test_no_screen_is_said_before_qt_is_touched(profile: Path) -> None:
    """Qt itself would end the process with a core dump."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "indoors", "--profile", str(profile)],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(Path(__file__).parents[2] / "app")},
        check=False,
    )
    assert done.returncode == 1
    assert text.NO_SCREEN in done.stderr or "sudo apt-get install" in done.stderr
    assert "PySide6" not in done.stderr
    assert "Traceback" not in done.stderr
    assert not profile.exists()


def test_missing_libraries_come_with_the_command_to_install_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(window, "missing_packages", lambda _: ["libegl1", "libxcb-cursor0"])
    assert main([]) == 1
    assert "sudo apt-get install libegl1 libxcb-cursor0\n" in capsys.readouterr().err
