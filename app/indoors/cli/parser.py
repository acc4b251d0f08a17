"""What can be typed after ``indoors``."""

import argparse
from pathlib import Path

from indoors import __version__
from indoors.ui.text import command_line as text


def build() -> argparse.ArgumentParser:
    """Return the whole grammar; ``command`` is ``None`` where the window is wanted."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--profile", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=text.HELP_PROFILE
    )
    locked = argparse.ArgumentParser(add_help=False)
    locked.add_argument(
        "--key-file", type=Path, metavar="FILE", default=argparse.SUPPRESS, help=text.HELP_KEY_FILE
    )
    parser = argparse.ArgumentParser(
        prog="indoors",
        description=text.DESCRIPTION,
        epilog=text.EXIT_CODES,
        parents=[shared, locked],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Indoors {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _add_ask(commands.add_parser("ask", parents=[shared], help=text.HELP_ASK))
    doctor = commands.add_parser("doctor", parents=[shared, locked], help=text.HELP_DOCTOR)
    doctor.add_argument("--json", action="store_true", help=text.HELP_DOCTOR_JSON)
    doctor.add_argument("--quick", action="store_true", help=text.HELP_DOCTOR_QUICK)
    check = commands.add_parser("privacy-check", parents=[shared], help=text.HELP_PRIVACY_CHECK)
    check.add_argument("--json", action="store_true", help=text.HELP_DOCTOR_JSON)
    _add_ledger(commands.add_parser("ledger", parents=[shared], help=text.HELP_LEDGER))
    return parser


def _add_ledger(ledger: argparse.ArgumentParser) -> None:
    actions = ledger.add_subparsers(dest="action", metavar="ACTION", required=True)
    verify = actions.add_parser("verify", help=text.HELP_VERIFY)
    verify.add_argument("file", nargs="?", type=Path, metavar="FILE", help=text.HELP_VERIFY_FILE)
    verify.add_argument("--key", metavar="FINGERPRINT", help=text.HELP_VERIFY_KEY)
    verify.add_argument("--json", action="store_true", help=text.HELP_DOCTOR_JSON)
    export = actions.add_parser("export", help=text.HELP_EXPORT)
    export.add_argument("file", type=Path, metavar="FILE", help=text.HELP_EXPORT_FILE)
    export.add_argument(
        "--format",
        choices=("json", "csv", "jsonl", "cef", "rfc5424"),
        default="json",
        help=text.HELP_EXPORT_FORMAT,
    )


def _add_ask(ask: argparse.ArgumentParser) -> None:
    ask.add_argument("question", help=text.HELP_QUESTION)
    ask.add_argument("--model", type=Path, metavar="FILE", help=text.HELP_MODEL)
    ask.add_argument("--system", metavar="TEXT", default="", help=text.HELP_SYSTEM)
    ask.add_argument("--temperature", type=_not_negative, metavar="T", help=text.HELP_TEMPERATURE)
    ask.add_argument("--seed", type=_seed, metavar="N", help=text.HELP_SEED)
    ask.add_argument("--max-tokens", type=_positive, metavar="N", help=text.HELP_MAX_TOKENS)
    ask.add_argument("--context", type=_positive, metavar="N", help=text.HELP_CONTEXT)
    ask.add_argument("--json", action="store_true", help=text.HELP_ASK_JSON)


def _positive(typed: str) -> int:
    number = int(typed)
    if number < 1:
        raise argparse.ArgumentTypeError(text.NOT_POSITIVE)
    return number


def _seed(typed: str) -> int:
    number = int(typed)
    if not 0 <= number < 2**32:
        raise argparse.ArgumentTypeError(text.NOT_A_SEED)
    return number


def _not_negative(typed: str) -> float:
    number = float(typed)
    if not 0 <= number < float("inf"):
        raise argparse.ArgumentTypeError(text.NEGATIVE)
    return number
