"""Choose the command. Every known error becomes one sentence and an exit code."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from indoors.cli import parser

if TYPE_CHECKING:
    from indoors.services.isolation import Isolation


def main(arguments: Sequence[str] | None = None, isolation: "Isolation | None" = None) -> int:
    """Run one command and return its exit code.

    ``isolation`` is what the launcher arranged; without it programs are started from here.

    Each command is imported when it is chosen: ``--version`` and ``--help`` load next to nothing.
    """
    typed = parser.build().parse_args(arguments)
    try:
        return _dispatch(typed, isolation)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever reads the output, for example `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _dispatch(typed: argparse.Namespace, isolation: "Isolation | None") -> int:
    from indoors.cli.outcome import report_error
    from indoors.core.errors import AppError

    try:
        from indoors.services.isolation import Isolation

        return _command(typed, isolation or Isolation())
    except AppError as error:
        return report_error(error, as_json=getattr(typed, "json", False))


def _command(typed: argparse.Namespace, isolation: "Isolation") -> int:
    profile = getattr(typed, "profile", None)
    key_file = getattr(typed, "key_file", None)
    if typed.command == "ask":
        from indoors.cli.ask import ask

        return ask(typed, isolation)
    if typed.command == "doctor":
        from indoors.cli.doctor import doctor

        return doctor(
            profile,
            isolation,
            as_json=typed.json,
            measure=not typed.quick,
            key_file=key_file,
        )

    if typed.command == "ledger":
        from indoors.cli.ledger import ledger

        return ledger(typed, profile)
    if typed.command == "privacy-check":
        from indoors.cli.privacy_check import privacy_check

        return privacy_check(isolation, as_json=typed.json)
    from indoors.cli.window import open_window

    return open_window(profile, isolation, key_file)
