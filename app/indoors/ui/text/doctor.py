"""What ``indoors doctor`` says."""

from collections.abc import Callable, Mapping
from typing import Final

from indoors.core.errors import Fact
from indoors.core.hardware import Bandwidth, Graphics, Processor
from indoors.protocol.faults import Fault
from indoors.services.doctor import Examination, Finding, Problem, Profile, System
from indoors.services.probe import Survey
from indoors.ui.text.command_line import apt
from indoors.ui.text.error_words import size_of
from indoors.ui.text.errors import describe_fault
from indoors.ui.text.hardware import notes
from indoors.ui.text.numbers import gigabytes, rate, size_bytes

NO_PROBLEM: Final = "No problem found."
NOT_THERE: Final = "not installed"
SET_UP_AGAIN: Final = "In the project's folder, run: make clean run"

_KINDS: Final = {True: ", solid state", False: ", spinning disk", None: ""}
_DATABASE: Final = {
    "absent": "not made yet (the first start makes it)",
    "plain": "not encrypted yet (the next start of the window does it)",
    "locked": "encrypted, and locked: the window asks for the recovery phrase",
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
    """Return all that was seen, as aligned lines in three blocks, then notes and problems."""
    found = seen.hardware
    blocks = [
        [("Indoors", seen.version), *_system(seen.system), *_profile(seen.profile)],
        [*_hardware(found), *_engine(found), ("Starter model", seen.starter_model or NOT_THERE)],
        _sources(found),
    ]
    width = max(len(name) for block in blocks for name, _ in block) + 2
    lines = []
    for block in blocks:
        lines += [f"{name:<{width}}{value}" for name, value in block]
        lines.append("")
    said = [f"Note: {note}" for note in notes(found.computer)]
    lines += [*said, ""] if said else []
    if not seen.problems:
        return "\n".join([*lines, NO_PROBLEM])
    count = len(seen.problems)
    heading = "1 problem:" if count == 1 else f"{count} problems:"
    numbered = [f"{number}. {problem(each)}" for number, each in enumerate(seen.problems, 1)]
    return "\n".join([*lines, heading, *numbered])


def _system(seen: System) -> list[tuple[str, str]]:
    return [
        ("System", seen.name),
        ("Python", f"{seen.python} ({seen.executable})"),
        ("Qt", seen.qt or NOT_THERE),
        ("Screen", "yes" if seen.has_screen else "none (the command line works without)"),
    ]


def _hardware(found: Survey) -> list[tuple[str, str]]:
    computer, missing = found.computer, found.missing
    processor, memory, disk = computer.processor, computer.memory, computer.disk
    return [
        ("Processor", _processor(processor) if processor else _not_here(missing, "processor")),
        (
            "Memory",
            f"{gigabytes(memory.total)}, {gigabytes(memory.free)} free"
            if memory
            else _not_here(missing, "memory"),
        ),
        *([("Graphics", _graphics(each)) for each in computer.graphics] or [("Graphics", "none")]),
        (
            "Disk",
            f"{size_bytes(disk.free)} free of {size_bytes(disk.total)}{_KINDS[disk.is_solid_state]}"
            f", at {disk.folder}"
            if disk
            else _not_here(missing, "disk"),
        ),
        ("Memory speed", _speed(computer.memory_speed, missing.get("memory_speed"))),
        ("Disk speed", _speed(computer.disk_speed, missing.get("disk_speed"))),
    ]


def _processor(found: Processor) -> str:
    cores = found.physical_cores or found.logical_cores
    said = [found.model, f"{cores} cores" if cores > 1 else "1 core"]
    if found.logical_cores != cores:
        said.append(f"{found.logical_cores} threads")
    if found.performance_cores is not None:
        said.append(f"{found.performance_cores} of them fast")
    if found.quota is not None:
        said.append(f"{found.quota:g} may be used")
    if found.cache is not None:
        said.append(f"{found.cache / 1024**2:.0f} MB cache")
    return ", ".join([*said, *found.features])


def _graphics(found: Graphics) -> str:
    said = [found.name]
    if found.is_shared:
        said.append("uses main memory")
    if found.memory_total is not None:
        free = f", {gigabytes(found.memory_free)} free" if found.memory_free is not None else ""
        said.append(f"{gigabytes(found.memory_total)}{free}")
    if found.bandwidth is not None:
        said.append(f"{rate(found.bandwidth)} by its data sheet")
    return ", ".join([*said, f"driver {found.driver}" if found.driver else "no driver"])


def _speed(found: Bandwidth | None, reason: str | None) -> str:
    if found is None:
        return f"not measured: {reason or 'not looked at'}"
    read = f"{size_bytes(found.bytes_read)} read in {found.seconds:.1f} s"
    return f"{rate(found.bytes_per_second)}, measured: {read}"


def _not_here(missing: Mapping[str, str], name: str) -> str:
    return f"not known: {missing.get(name, 'no source')}"


def _engine(found: Survey) -> list[tuple[str, str]]:
    seen = found.computer.engine
    if seen is None:
        return [("Engine", "does not start, see below")]
    devices = [
        ("Device", f"{device.description} ({device.kind}, {gigabytes(device.memory_total)})")
        for device in seen.devices
    ]
    return [("Engine", seen.build), ("Built for", seen.system.rstrip(" |")), *devices]


def _sources(found: Survey) -> list[tuple[str, str]]:
    """How long each source took, and why it had nothing."""
    rows = []
    for name, seconds in found.seconds.items():
        reason = f", not here: {found.missing[name]}" if name in found.missing else ""
        rows.append((f"Asked {name}", f"{1000 * seconds:,.0f} ms{reason}"))
    return rows


def _profile(seen: Profile) -> list[tuple[str, str]]:
    size = f", {size_of(seen.database_bytes)}" if seen.database_bytes is not None else ""
    return [
        ("Data folder", f"{seen.folder} ({size_of(seen.free_bytes)} free)"),
        ("Conversations", f"{_DATABASE[seen.database_state]}{size}"),
        ("Logs", seen.logs),
    ]
