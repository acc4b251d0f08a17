"""``indoors doctor``: what this computer has, and what is missing."""

import sys
from pathlib import Path

from msgspec import structs, to_builtins

from indoors.cli.key_file import KeyFileUnusableError, read_key
from indoors.cli.outcome import Exit, misused, write_json
from indoors.core.hardware import reconcile
from indoors.services.doctor import Doctor, Examination
from indoors.services.isolation import Isolation
from indoors.services.paths import Paths
from indoors.ui.text import command_line
from indoors.ui.text import doctor as text
from indoors.ui.text.hardware import notes


def doctor(
    profile: Path | None,
    isolation: Isolation,
    *,
    as_json: bool,
    measure: bool,
    key_file: Path | None = None,
) -> Exit:
    """Print the examination; a problem makes the exit code 1."""
    try:
        key = read_key(key_file)
    except KeyFileUnusableError:
        return misused(command_line.KEY_FILE_UNUSABLE)
    paths = Paths.of(profile)
    seen = Doctor(paths, programs=isolation.programs, measure=measure, key=key).examine()
    if as_json:
        write_json(_whole(seen))
    else:
        sys.stdout.write(f"{text.report(seen)}\n")
    return Exit.FAILED if seen.problems else Exit.DONE


def _whole(seen: Examination) -> dict[str, object]:
    """Everything that was seen, and what it comes to: in words, and whether graphics count."""
    computer = seen.hardware.computer
    devices = computer.engine.devices if computer.engine else None
    concluded = {
        "graphics_use": reconcile(computer.graphics, devices),
        "notes": notes(computer),
    }
    problems = [
        {"kind": each.kind, "message": text.problem(each), "facts": each.facts}
        for each in seen.problems
    ]
    hardware = to_builtins(seen.hardware) | concluded
    return structs.asdict(seen) | {"hardware": hardware, "problems": problems}
