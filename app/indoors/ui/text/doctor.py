"""What ``indoors doctor`` says."""

from collections.abc import Callable, Mapping
from typing import Final

from indoors.core.errors import Fact
from indoors.protocol.faults import Fault
from indoors.services.doctor import Computer, Engine, Examination, Finding, Problem, Profile
from indoors.ui.text.command_line import apt
from indoors.ui.text.error_words import size_of
from indoors.ui.text.errors import describe_fault

NO_PROBLEM: Final = "No problem found."
SET_UP_AGAIN: Final = "In the project's folder, run: make clean run"

_DATABASE: Final = {
    "absent": "not made yet (the first start makes it)",
    "good": "checked, no fault found",
    "unusable": "cannot be used, see below",
}

_FINDINGS: Final[Mapping[str, Callable[[Mapping[str, Fact]], str]]] = {
    Finding.LIBRARIES_MISSING: lambda facts: (
        "The window needs system libraries that are missing. "
        f"Install them: {apt(str(facts['packages']).split())}"
    ),
    Finding.QT_MISSING: lambda _: f"Qt is not installed, so no window can open. {SET_UP_AGAIN}",
    Finding.STARTER_MISSING: lambda _: (
        "The starter model is not installed, so a model file has to be chosen to chat. "
        f"To get it: {SET_UP_AGAIN.lower()}"
    ),
    Finding.DISK_LOW: lambda facts: (
        f"Only {size_of(facts['free_bytes'])} are free where conversations are saved. "
        "Free some space before the disk is full."
    ),
}


def problem(found: Problem) -> str:
    """Say what is wrong and what to do, in a line."""
    if found.kind in _FINDINGS:
        return _FINDINGS[found.kind](found.facts)
    words = describe_fault(Fault(found.kind), found.facts)
    return f"{words.title} {words.body}"


def report(seen: Examination) -> str:
    """Return all that was seen, as aligned lines."""
    rows = [
        ("Indoors", seen.version),
        *_computer(seen.computer),
        *_engine(seen.engine),
        ("Starter model", seen.starter_model or "not installed"),
        *_profile(seen.profile),
    ]
    width = max(len(name) for name, _ in rows) + 2
    lines = [f"{name:<{width}}{value}" for name, value in rows]
    if not seen.problems:
        return "\n".join([*lines, "", NO_PROBLEM])
    count = len(seen.problems)
    heading = "1 problem:" if count == 1 else f"{count} problems:"
    numbered = [f"{number}. {problem(each)}" for number, each in enumerate(seen.problems, 1)]
    return "\n".join([*lines, "", heading, *numbered])


def _computer(seen: Computer) -> list[tuple[str, str]]:
    memory = f"{size_of(seen.memory_total)}, {size_of(seen.memory_available)} available"
    return [
        ("System", seen.system),
        ("Processor", f"{seen.cores} cores"),
        ("Memory", memory),
        ("Python", f"{seen.python} ({seen.executable})"),
        ("Qt", seen.qt or "not installed"),
        ("Screen", "yes" if seen.has_screen else "none (the command line works without)"),
    ]


def _engine(seen: Engine | None) -> list[tuple[str, str]]:
    if seen is None:
        return [("Engine", "does not start, see below")]
    devices = [
        ("Device", f"{device.description} ({device.kind}, {size_of(device.memory_total)})")
        for device in seen.devices
    ]
    return [("Engine", seen.build), ("Built for", seen.system), *devices]


def _profile(seen: Profile) -> list[tuple[str, str]]:
    size = f", {size_of(seen.database_bytes)}" if seen.database_bytes is not None else ""
    return [
        ("Data folder", f"{seen.folder} ({size_of(seen.free_bytes)} free)"),
        ("Conversations", f"{_DATABASE[seen.database_state]}{size}"),
        ("Logs", seen.logs),
    ]
