"""Prepare ``.venv`` for ``make run`` or ``make test``; does nothing if it is ready.

Needs Python with pip, nothing else: no ensurepip (Debian splits it off), no network if pip's
cache has everything. Every package is pinned by hash in the lock files. A step that was
interrupted is done again at the next run; pip's cache makes that quick.

Usage: setup_environment.py run|test
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an old Python reads this file too
    sys.exit(
        f"Indoors needs Python 3.11 or newer, and this is {sys.version.split()[0]}. "
        "Install one and name it, for example: make run PYTHON=python3.12"
    )

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import setup_steps as steps
from setup_failures import DISK_FULL, SetupError

VENV = steps.VENV
STAMPS = VENV / "stamps"

Step = tuple[str, Callable[[], None], tuple[Path, ...]]
"""What it does in words, what does it, and the files whose content it depends on."""

RUN: tuple[Step, ...] = (
    ("preparing the tools that install and build", steps.build_tools, (steps.BUILD_LOCK,)),
    ("downloading Qt, the starter model and other libraries", steps.libraries, (steps.RUN_LOCK,)),
    ("building llama.cpp", steps.engine, (steps.RUN_LOCK,)),
    ("connecting this checkout", steps.connect, ()),
)
TEST: tuple[Step, ...] = (
    *RUN,
    ("downloading the test tools", steps.test_tools, (steps.DEV_LOCK,)),
)


def main() -> int:
    """Set up what is missing. Returns the exit code."""
    if sys.argv[1:] not in (["run"], ["test"]):
        print(__doc__)
        return 2
    try:
        VENV.mkdir(exist_ok=True)
        with (VENV / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # a second set-up waits for the first
            set_up(TEST if sys.argv[1] == "test" else RUN)
    except (SetupError, OSError) as failure:
        full = isinstance(failure, OSError) and failure.errno in (errno.ENOSPC, errno.EDQUOT)
        print(f"\nSet-up stopped. {DISK_FULL if full else failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nSet-up stopped. The same command goes on from there.", file=sys.stderr)
        return 130
    return 0


def set_up(wanted: tuple[Step, ...]) -> None:
    """Do the steps whose inputs changed since they were last done."""
    if not stamped("venv", venv_identity()):
        start_afresh()
    todo = [step for step in wanted if not stamped(step[1].__name__, digest(step[2]))]
    if not todo:
        return
    steps.check_machine()
    for number, (words, action, inputs) in enumerate(todo, 1):
        print(f"Step {number} of {len(todo)}: {words}{steps.expectation(action)}.", flush=True)
        done_for = digest(inputs)  # a lock file that changes meanwhile is not done
        action()
        (STAMPS / action.__name__).write_text(done_for)
    print("Set-up is complete.", flush=True)


def start_afresh() -> None:
    """Empty ``.venv`` and make the environment anew."""
    for entry in VENV.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != ".lock":
            entry.unlink()
    steps.make_venv()
    STAMPS.mkdir()
    (STAMPS / "venv").write_text(venv_identity())


def venv_identity() -> str:
    """Changes when the checkout was moved or the interpreter behind it is another one."""
    return f"{VENV}\n{os.path.realpath(steps.PYTHON)}\n{steps.PYTHON.exists()}"


def digest(inputs: tuple[Path, ...]) -> str:
    """Return the hash of what the files contain."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in inputs)).hexdigest()


def stamped(name: str, value: str) -> bool:
    """Whether this step was done for this very input."""
    stamp = STAMPS / name
    return stamp.is_file() and stamp.read_text() == value


if __name__ == "__main__":
    sys.exit(main())
