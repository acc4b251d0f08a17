"""How one of our programs is started: which module, with how little of our surroundings."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, NamedTuple

import indoors
from indoors.protocol.isolation import VARIABLE, Start

_ALWAYS = (
    "PATH", "HOME", "LANG", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LD_LIBRARY_PATH",
    "PYTHONUSERBASE",
)  # fmt: skip


class Program(NamedTuple):
    """A module of ours to run, and what of the environment it is passed on."""

    module: str
    names: tuple[str, ...] = ()
    families: tuple[str, ...] = ()


ENGINE = Program(
    "indoors.engine",
    families=("LC_", "GGML_", "GOMP_", "OMP_", "KMP_", "CUDA_", "HIP_", "ROCR_", "VK_"),
)
BROKER = Program(
    "indoors.broker",
    names=(
        "SSL_CERT_FILE", "SSL_CERT_DIR",
        "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
        "http_proxy", "https_proxy", "all_proxy", "no_proxy",
    ),
)  # fmt: skip
PROOF = Program("indoors.proof")

PROGRAMS = {"engine": ENGINE, "broker": BROKER, "proof": PROOF}
"""All that a window can have started."""


class Pipes(NamedTuple):
    """Our ends: what is written to the program, what it answers, what it complains."""

    orders: IO[bytes]
    events: IO[bytes]
    errors: IO[bytes]


def command(program: Program) -> list[str]:
    """``-P``: no folder of the user's is searched for modules."""
    return [sys.executable, "-P", "-m", program.module]


def environment(program: Program, ours: Mapping[str, str], start: Start) -> dict[str, str]:
    """Return the little of our environment that a program needs; nothing of the user's."""
    wanted = {*_ALWAYS, *program.names}
    passed_on = {
        name: value
        for name, value in ours.items()
        if name in wanted or (program.families and name.startswith(program.families))
    }
    places = [str(Path(indoors.__file__).parents[1]), ours.get("PYTHONPATH", "")]
    return passed_on | {
        "PYTHONPATH": os.pathsep.join(filter(None, places)),
        "PYTHONUTF8": "1",
        VARIABLE: start.text(),
    }


def spawn(
    program: Program, start: Start, *, own_command: list[str] | None = None
) -> "subprocess.Popen[bytes]":
    """Start a program with pipes for its three streams. Raises ``OSError``.

    It gets a session of its own: a terminal's Ctrl+C is for the one who started Indoors, and
    without a terminal nothing can be typed into it.
    """
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        own_command or command(program),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(sys.executable).anchor,  # no folder of the user's is held or searched
        env=environment(program, os.environ, start),
        start_new_session=True,
    )
