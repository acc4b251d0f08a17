"""``indoors doctor``: what this computer has, and what is missing."""

import sys
from pathlib import Path

from msgspec import structs

from indoors.cli.outcome import Exit, write_json
from indoors.services.doctor import Doctor
from indoors.services.paths import Paths
from indoors.ui.text import doctor as text


def doctor(profile: Path | None, *, as_json: bool) -> Exit:
    """Print the examination; a problem makes the exit code 1."""
    seen = Doctor(Paths.of(profile)).examine()
    if as_json:
        problems = [
            {"kind": each.kind, "message": text.problem(each), "facts": each.facts}
            for each in seen.problems
        ]
        write_json(structs.asdict(seen) | {"problems": problems})
    else:
        sys.stdout.write(f"{text.report(seen)}\n")
    return Exit.FAILED if seen.problems else Exit.DONE
