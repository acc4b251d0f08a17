"""Choose the command. Every known error becomes one sentence and an exit code."""

import argparse
import os
import sys
from collections.abc import Sequence

from indoors.cli import parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Each command is imported when it is chosen: ``--version`` and ``--help`` load next to nothing.
    """
    typed = parser.build().parse_args(arguments)
    try:
        return _dispatch(typed)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever reads the output, for example `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _dispatch(typed: argparse.Namespace) -> int:
    from indoors.cli.outcome import report_error
    from indoors.core.errors import AppError

    try:
        return _command(typed)
    except AppError as error:
        return report_error(error, as_json=getattr(typed, "json", False))


def _command(typed: argparse.Namespace) -> int:
    profile = getattr(typed, "profile", None)
    key_file = getattr(typed, "key_file", None)
    if typed.command == "ask":
        from indoors.cli.ask import ask

        return ask(typed)
    if typed.command == "doctor":
        from indoors.cli.doctor import doctor

        return doctor(profile, as_json=typed.json, measure=not typed.quick, key_file=key_file)
    if typed.command == "ledger":
        from indoors.cli.ledger import ledger

        return ledger(typed, profile)
    from indoors.cli.window import open_window

    return open_window(profile, key_file)
