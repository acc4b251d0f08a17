"""Asks all sources at once, and waits for none of them longer than it may take."""

import queue
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from indoors.core.hardware import Computer, Disk, Graphics, MainMemory, Processor
from indoors.services.probe.answer import NotHere
from indoors.services.probe.apple import read_apple
from indoors.services.probe.asked import Asked
from indoors.services.probe.disk import read_disk
from indoors.services.probe.memory import read_memory
from indoors.services.probe.nvidia import read_nvidia
from indoors.services.probe.pci import read_pci
from indoors.services.probe.processor import read_processor

Facts = Processor | MainMemory | Disk | tuple[Graphics, ...]
Source = Callable[[], Facts | NotHere]

LIMIT_S = 0.3
"""For each source; as they run side by side, for all of them together too."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found, why the rest was not (source -> reason), and seconds of each source."""

    computer: Computer
    missing: Mapping[str, str] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)


def sources(models: Path) -> dict[str, Source]:
    """Return every source of this computer; ``models`` is the folder that models go to."""
    return {
        "processor": read_processor,
        "memory": read_memory,
        "disk": lambda: read_disk(models),
        "nvidia": read_nvidia,
        "pci": read_pci,
        "apple": read_apple,
    }


def survey(
    asked: Mapping[str, Source],
    on_answer: Callable[[str, Facts | NotHere], None] = lambda _name, _answer: None,
    limit_s: float = LIMIT_S,
) -> Survey:
    """Ask every source. ``on_answer`` is called here, for each as soon as it has answered."""
    said: queue.SimpleQueue[Asked[Facts]] = queue.SimpleQueue()
    end = time.monotonic() + limit_s
    questions = [Asked(name, source, said.put) for name, source in asked.items()]
    answers: dict[str, Facts | NotHere] = {}
    while len(answers) < len(asked):
        try:
            one = said.get(timeout=max(0.0, end - time.monotonic()))
        except queue.Empty:
            break
        answers[one.name] = one.answer
        on_answer(one.name, one.answer)
    for late in (each for each in questions if each.name not in answers):
        answers[late.name] = late.answer
        on_answer(late.name, late.answer)
    missing = {name: each.reason for name, each in answers.items() if isinstance(each, NotHere)}
    return Survey(_computer(answers), missing, {each.name: each.seconds for each in questions})


def look_for_graphics(models: Path) -> tuple[Graphics, ...]:
    """Return the graphics of this computer; it takes a moment."""
    asked = sources(models)
    return survey({name: asked[name] for name in ("nvidia", "pci", "apple")}).computer.graphics


def _computer(answers: Mapping[str, Facts | NotHere]) -> Computer:
    processor, memory, disk = (answers.get(name) for name in ("processor", "memory", "disk"))
    return Computer(
        processor=processor if isinstance(processor, Processor) else None,
        memory=memory if isinstance(memory, MainMemory) else None,
        disk=disk if isinstance(disk, Disk) else None,
        graphics=_merged([answers.get(name) for name in ("nvidia", "apple", "pci")]),
    )


def _merged(lists: list[Facts | NotHere | None]) -> tuple[Graphics, ...]:
    """Each device once; the first list that has it knows it best."""
    found: list[Graphics] = []
    for devices in lists:
        if not isinstance(devices, tuple):
            continue
        known = {each.address for each in found if each.address}
        found += [each for each in devices if not each.address or each.address not in known]
    return tuple(found)
