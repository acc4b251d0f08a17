"""How a command ends: its exit code, and what it says if it failed."""

import sys
from enum import IntEnum

import msgspec

from indoors.core.errors import AppError
from indoors.ui.text.errors import describe


class Exit(IntEnum):
    """What a command returns to the shell; ``indoors --help`` lists these."""

    DONE = 0
    FAILED = 1
    MISUSED = 2
    STOPPED = 130


def report_error(error: AppError, *, as_json: bool) -> Exit:
    """Say what failed in one line; with ``as_json`` an object on standard output says it too."""
    words = describe(error)
    if as_json:
        write_json({"error": {"kind": error.fault, "message": words.sentence, **error.facts}})
    sys.stderr.write(f"indoors: {words.sentence}\n")
    return Exit.FAILED


def misused(sentence: str) -> Exit:
    """Say why a command makes no sense."""
    sys.stderr.write(f"indoors: {sentence}\n")
    return Exit.MISUSED


def write_json(value: object) -> None:
    """Print one JSON object, indented for people."""
    line = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
