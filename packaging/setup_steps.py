"""The steps of a set-up. Each leaves ``.venv`` usable for the next and may be repeated."""

import os
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from setup_failures import SetupError
from setup_pip import run_pip

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "setup.log"
BUILD_LOCK = ROOT / "requirements-build.lock"
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
CMAKE_HOOK = ROOT / "packaging" / "llama_only.cmake"
ENGINE = "llama-cpp-python"
ENGINE_CPU_MINUTES = 6
DISK_NEEDED = 2_000_000_000
WHEELS_ONLY = ("--require-hashes", "--no-deps", "--only-binary", ":all:")
"""``--no-deps``: a lock file is complete, and leaves out what the project excludes on purpose."""


def check_machine() -> None:
    """Raise SetupError for what would stop a later, longer step."""
    compiler = os.environ.get("CXX", "").split()[:1] or ["c++", "g++", "clang++"]
    if not any(map(shutil.which, compiler)):
        raise SetupError("There is no C++ compiler: sudo apt-get install g++")
    free = shutil.disk_usage(ROOT).free
    if free < DISK_NEEDED:
        raise SetupError(f"Set-up needs 2 GB of free disk here; there are {free / 1e9:.1f} GB.")


def make_venv() -> None:
    """Make an environment without pip: Debian's Python has no ensurepip, and none is needed."""
    command = [sys.executable, "-m", "venv", "--without-pip", str(VENV)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SetupError(f"Python could not make an environment: {done.stderr.strip()[-300:]}")


def build_tools() -> None:
    """Install the pinned pip by the system's pip; from then on the pinned one does the work."""
    pip = [sys.executable, "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode != 0:
        raise SetupError("Python has no pip: sudo apt-get install python3-pip")
    run_pip([*pip, "--python", str(PYTHON), "install", *WHEELS_ONLY, "-r", str(BUILD_LOCK)], LOG)


def libraries() -> None:
    """Install everything the app needs but the engine's library."""
    run_pip([*venv_pip("install"), *WHEELS_ONLY, "-r", str(part_of_lock(engine_part=False))], LOG)


def engine() -> None:
    """Build llama-cpp-python from its source package, or take pip's cached build of it."""
    own = os.environ.get("CMAKE_ARGS", "")
    hook = shlex.quote(f"-DCMAKE_PROJECT_llama.cpp_INCLUDE={CMAKE_HOOK}")
    arguments = f"-DLLAVA_BUILD=OFF -DLLAMA_OPENSSL=OFF -DLLAMA_CURL=OFF {hook} {own}"
    cache = ["--no-cache-dir"] if own else []  # a cached build was made with other arguments
    options = ["-v", "--require-hashes", "--no-deps", "--no-build-isolation", *cache]
    lock = str(part_of_lock(engine_part=True))
    command = [*venv_pip("install"), *options, "--no-binary", ENGINE, "-r", lock]
    run_pip(command, LOG, {"CMAKE_ARGS": arguments})
    check = [str(PYTHON), "-c", "import llama_cpp; llama_cpp.llama_backend_init()"]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SetupError(
            f"llama.cpp was built but does not load ({done.stderr.strip()[-200:]}). "
            f"Remove the old build and start again: {PYTHON} -m pip cache remove {ENGINE}"
        )


def connect() -> None:
    """Let ``.venv``'s Python find ``app/``, and make ``.venv/bin/indoors``."""
    site = next((VENV / "lib").glob("python3*/site-packages"))
    (site / "indoors.pth").write_text(f"{ROOT / 'app'}\n", encoding="utf-8")
    script = VENV / "bin" / "indoors"
    script.write_text(f'#!/bin/sh\nexec {shlex.quote(str(PYTHON))} -P -m indoors "$@"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


def test_tools() -> None:
    """Install what tests and checks need."""
    run_pip([*venv_pip("install"), *WHEELS_ONLY, "-r", str(DEV_LOCK)], LOG)


def expectation(step: Callable[[], None]) -> str:
    """How long a step will take, where that is long."""
    if step is not engine:
        return ""
    wheel = ENGINE.replace("-", "_")
    cached = subprocess.run(
        [*venv_pip("cache"), "list", wheel], capture_output=True, text=True, check=False
    )
    if wheel in cached.stdout and not os.environ.get("CMAKE_ARGS"):
        return ", as built earlier on this computer"
    cores = len(os.sched_getaffinity(0))
    minutes = max(1, round(ENGINE_CPU_MINUTES / cores))
    return f" from source, once, about {minutes} min on {cores} free cores"


def venv_pip(command: str) -> list[str]:
    """Return the start of a command line for the pinned pip."""
    progress = ["--progress-bar", "raw"] if command == "install" else []
    return [str(PYTHON), "-m", "pip", command, *progress]


def part_of_lock(*, engine_part: bool) -> Path:
    """Write the lock's engine entry, or all others, to a file of its own."""
    entries: list[str] = []
    for line in RUN_LOCK.read_text(encoding="utf-8").splitlines(keepends=True):
        if line[:1].isalnum():
            entries.append(line)
        elif entries and line.strip():
            entries[-1] += line
    chosen = [entry for entry in entries if entry.startswith(f"{ENGINE}==") is engine_part]
    part = VENV / ("engine.lock" if engine_part else "libraries.lock")
    part.write_text("".join(chosen), encoding="utf-8")
    return part
