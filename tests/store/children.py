"""Other processes that use the same store: real ones, since that is what is tested."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

APP = Path(__file__).resolve().parents[2] / "app"

BECOME_NOBODY = """
import os
import indoors.store, indoors.services.profile, tests.helpers.keys
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
"""


def environment() -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": f"{APP}{os.pathsep}{APP.parent}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@contextmanager
def child(code: str, *arguments: object) -> Iterator["subprocess.Popen[str]"]:
    """Run Python code with the program's packages; kill what is left of it at the end."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def output_as_nobody(code: str, *arguments: object) -> str:
    """Run code as a user whom file permissions bind, which they don't for root.

    The change comes after the import: the interpreter may lie where only root may read.
    """
    done = subprocess.run(
        [sys.executable, "-c", BECOME_NOBODY + code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
        timeout=30,
        check=True,
    )
    return done.stdout.strip()
