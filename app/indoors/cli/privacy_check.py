"""``indoors privacy-check``: every program tries to get out, and the outcome is shown."""

import sys
from typing import Any

from msgspec import to_builtins

from indoors.cli.outcome import Exit, write_json
from indoors.services.isolation import Isolation
from indoors.services.privacy_check import PrivacyReport, check_privacy
from indoors.ui.text import privacy_check as text


def privacy_check(isolation: Isolation, *, as_json: bool) -> Exit:
    """Run the check; anything that got out, or could not be tested, makes the exit code 1."""
    report = check_privacy(isolation)
    if as_json:
        write_json({"passed": report.passed, **_named(report)})
    else:
        sys.stdout.write(f"{text.report(report)}\n")
    return Exit.DONE if report.passed else Exit.FAILED


def _named(report: PrivacyReport) -> dict[str, Any]:
    """Return the report with a name for each of a program's limits."""
    whole: dict[str, Any] = to_builtins(report)
    for program, tested in zip(whole["programs"], report.programs, strict=True):
        program["enforcement"] = tested.enforcement and tested.enforcement._asdict()
    return whole
