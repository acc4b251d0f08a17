"""``indoors privacy-check``: every program tries to get out, and the outcome is shown."""

import sys

from msgspec import to_builtins

from indoors.cli.outcome import Exit, write_json
from indoors.services.isolation import Isolation
from indoors.services.privacy_check import check_privacy
from indoors.ui.text import privacy_check as text


def privacy_check(isolation: Isolation, *, as_json: bool) -> Exit:
    """Run the check; anything that got out, or could not be tested, makes the exit code 1."""
    report = check_privacy(isolation)
    if as_json:
        write_json({"passed": report.passed, **to_builtins(report)})
    else:
        sys.stdout.write(f"{text.report(report)}\n")
    return Exit.DONE if report.passed else Exit.FAILED
