"""What the command line says."""

from collections.abc import Sequence
from typing import Final

DESCRIPTION: Final = "Private AI on your own computer. Without a command, Indoors opens its window."
EXIT_CODES: Final = """\
exit codes:
  0    done
  1    something failed, or doctor found a problem; one sentence says what
  2    the command was not understood
  130  stopped by Ctrl-C
"""
HELP_PROFILE: Final = "keep all data in this folder instead of the usual one"
HELP_KEY_FILE: Final = (
    "take the key of the data from this file (64 hexadecimal digits) instead of the keyring"
)
HELP_ASK: Final = "ask one question and print the answer as it is written"
HELP_DOCTOR: Final = "show what this computer has, and what is missing"
HELP_DOCTOR_JSON: Final = "print one JSON object"
HELP_DOCTOR_QUICK: Final = "do not measure the speed of memory and disk"
HELP_PRIVACY_CHECK: Final = "have every program try to get out, and show that none can"
HELP_QUESTION: Final = "the question; - reads it from standard input"
HELP_MODEL: Final = "a GGUF file (default: the starter model)"
HELP_SYSTEM: Final = "a system prompt"
HELP_TEMPERATURE: Final = "0 always takes the likeliest token (default: 0.7)"
HELP_SEED: Final = "the same seed gives the same answer"
HELP_MAX_TOKENS: Final = "end the answer after this many tokens (default: 1024)"
HELP_CONTEXT: Final = "tokens of context (default: the model's own, at most 8192)"
HELP_LEDGER: Final = "check or export the record of every connection"
HELP_VERIFY: Final = "check this computer's ledger, or an export from any computer"
HELP_VERIFY_FILE: Final = "an export (default: the ledger of this profile)"
HELP_VERIFY_KEY: Final = "the fingerprint shown on the Privacy screen, to be compared"
HELP_EXPORT: Final = "write the ledger to a file"
HELP_EXPORT_FILE: Final = "where to write"
HELP_EXPORT_FORMAT: Final = "json is signed (default); csv, jsonl, cef and rfc5424 are not"
HELP_ASK_JSON: Final = "print one JSON object with the answer and its measurements"

KEY_FILE_UNUSABLE: Final = "The key file cannot be read, or does not hold 64 hexadecimal digits."
NOT_POSITIVE: Final = "must be at least 1"
NOT_A_SEED: Final = "must lie between 0 and 4294967295"
NEGATIVE: Final = "must be 0 or more"

EMPTY_QUESTION: Final = "There is no question to answer."
QUESTION_NOT_TEXT: Final = "The question on standard input is not UTF-8 text."
STOPPING: Final = "Stopping…"
NO_SCREEN: Final = (
    "There is no screen here: neither DISPLAY nor WAYLAND_DISPLAY is set. Start Indoors from a "
    'desktop session, or use the command line: indoors ask "…"'
)
REMOTE_SCREEN: Final = (
    "This screen is reached over a network (DISPLAY names a host), and the window of Indoors has "
    "no network. Start it on the computer itself, or in a remote desktop that runs there."
)
NO_QT: Final = "Qt is not installed completely. In the project's folder, run: make clean run"


def loading(percent: int) -> str:
    """Tell how much of the model file is loaded."""
    return f"Loading the model {percent} %"


def reading(percent: int) -> str:
    """Tell how much of the question the model has read."""
    return f"Reading {percent} %"


def install_libraries(packages: Sequence[str]) -> str:
    """Name the command that installs what Qt needs from the system."""
    return (
        f"The window needs system libraries that are missing here. Install them:\n  {apt(packages)}"
    )


def apt(packages: Sequence[str]) -> str:
    """Return the command that installs Debian packages."""
    return f"sudo apt-get install {' '.join(packages)}"
