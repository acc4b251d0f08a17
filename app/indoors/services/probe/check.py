"""The whole check of this computer, in the order in which it has something to show.

First all sources side by side and the engine's list of devices, which together take less
than two seconds; then the measurements, one after the other and with nothing beside them.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from indoors.core.hardware import Bandwidth, Computer, EngineBuild, reading_threads
from indoors.services.probe import disk_speed, memory_speed
from indoors.services.probe.answer import NotHere
from indoors.services.probe.asked import STOPPED, Asked
from indoors.services.probe.engine import read_engine
from indoors.services.probe.survey import Facts, Source, Survey, survey

ENGINE_LIMIT_S = 1.8
"""A cold disk may need longer. The measurements go on then; the engine is heard when it comes."""
ENGINE_LATE_S = 10.0
_MARGIN_S = 0.2

NOT_ASKED = NotHere("not asked for")
NO_FILE = NotHere("no large file to read")

Heard = Callable[[str, object], None]


def check_computer(
    asked: Mapping[str, Source],
    *,
    file: Path | None,
    heard: Heard = lambda _name, _value: None,
    engine: Callable[[], EngineBuild | NotHere] = read_engine,
    measure: bool = True,
    stop: threading.Event | None = None,
) -> Survey:
    """Find out everything. ``heard`` is called here for each fact, with a value or ``NotHere``.

    ``file`` is a large file on the disk whose speed is wanted. Without ``measure`` nothing is
    measured. ``stop`` ends the check with what is known by then.
    """
    question = Asked("engine", engine)

    def answered(name: str, answer: Facts | NotHere) -> None:
        if not isinstance(answer, tuple):  # of graphics several sources tell
            heard(name, answer)

    found = survey(asked, answered)
    saw = asked.keys() & {"nvidia", "pci", "apple"} - found.missing.keys()
    heard("graphics", found.computer.graphics if saw else NotHere("no source could tell"))
    build = question.wait(ENGINE_LIMIT_S, stop)
    if isinstance(build, EngineBuild):
        heard("engine", build)
    for name, measurement in _measurements(found.computer, file, stop).items():
        if measure and not (stop is not None and stop.is_set()):
            taken: Asked[Bandwidth] = Asked(name, measurement.work)
            found = _with(found, name, taken.wait(measurement.limit_s, stop), taken.seconds)
        else:
            found = _with(found, name, STOPPED if measure else NOT_ASKED, 0.0)
        heard(name, getattr(found.computer, name) or NotHere(found.missing[name]))
    if not isinstance(build, EngineBuild):
        build = question.wait(ENGINE_LATE_S, stop)
        heard("engine", build)
    return _with(found, "engine", build, question.seconds)


@dataclass(frozen=True, slots=True)
class _Measurement:
    """Ends itself a little before its limit; one that hangs is left behind there."""

    limit_s: float
    work: Callable[[], Bandwidth | NotHere]


def _measurements(
    computer: Computer, file: Path | None, stop: threading.Event | None
) -> dict[str, _Measurement]:
    free = computer.memory.free if computer.memory else 0
    threads = reading_threads(computer.processor)
    cache = (computer.processor.cache if computer.processor else None) or 0

    def memory() -> Bandwidth | NotHere:
        limit_s = memory_speed.LIMIT_S - _MARGIN_S
        return memory_speed.measure_memory_speed(
            free, threads, cache=cache, limit_s=limit_s, stop=stop
        )

    def disk() -> Bandwidth | NotHere:
        if file is None:
            return NO_FILE
        limit_s = disk_speed.LIMIT_S - _MARGIN_S
        return disk_speed.measure_disk_speed(file, limit_s=limit_s, stop=stop)

    return {
        "memory_speed": _Measurement(memory_speed.LIMIT_S, memory),
        "disk_speed": _Measurement(disk_speed.LIMIT_S, disk),
    }


def _with(
    found: Survey, name: str, value: EngineBuild | Bandwidth | NotHere, seconds: float
) -> Survey:
    times = {**found.seconds, name: seconds}
    if isinstance(value, NotHere):
        return Survey(found.computer, {**found.missing, name: value.reason}, times)
    computer = replace(found.computer, **{name: value})  # type: ignore[arg-type]
    return Survey(computer, found.missing, times)
