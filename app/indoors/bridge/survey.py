"""The check of this computer as the window sees it: each fact as soon as it is known."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from indoors.core.hardware import Computer, Processor
from indoors.services.connectivity import has_network
from indoors.services.probe import (
    NotHere,
    measure_disk_speed,
    measure_memory_speed,
    sources,
    survey,
)
from indoors.services.probe.survey import Facts, Source
from indoors.services.starter import starter_model

log = logging.getLogger(__name__)

FACTS = ("processor", "memory", "graphics", "disk", "memory_speed")
LIMIT_MS = 15_000
"""After this the check ends with what is known."""
LATE = NotHere("did not answer in time")


class SurveyBridge(QObject):
    """Runs the check on a thread of its own.

    ``fact`` comes once for each of ``FACTS``, with the value or a ``NotHere``; ``finished``
    comes once, last, with the ``Computer``, and at the latest after ``limit_ms``.
    """

    fact = Signal(str, object)  # name, Processor | MainMemory | ... | NotHere
    finished = Signal(object)  # Computer

    _told = Signal(int, str, object)
    _ended = Signal(int, object)

    def __init__(
        self,
        models: Path,
        parent: QObject | None = None,
        *,
        asked: Mapping[str, Source] | None = None,
        is_online: Callable[[], bool] = has_network,
        limit_ms: int = LIMIT_MS,
    ) -> None:
        """``models`` is the folder that models go to; ``asked`` replaces the sources of facts."""
        super().__init__(parent)
        self._asked = sources(models) if asked is None else asked
        self._is_online = is_online
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._clock = QTimer(self, interval=limit_ms, singleShot=True)
        self._clock.timeout.connect(self._late)
        self._run = 0  # what an earlier run still says is not heard
        self._began = 0.0
        self.facts: dict[str, object] = {}
        self.computer: Computer | None = None
        self.seconds: float | None = None
        self._told.connect(self._take)
        self._ended.connect(self._end)

    @property
    def is_running(self) -> bool:
        return self._clock.isActive()

    @property
    def is_online(self) -> bool:
        """Whether a network is connected at all. Nothing is asked of it."""
        return self._is_online()

    def start(self) -> None:
        """Begin, or begin again; a check that runs goes on."""
        if self.is_running:
            return
        self._run += 1
        self.facts.clear()
        self.computer = self.seconds = None
        self._began = time.monotonic()
        self._clock.start()
        run = self._run
        self._pool.start(lambda: self._work(run))

    def close(self) -> None:
        """Wait for the thread; a measurement takes some seconds at most."""
        self._clock.stop()
        self._run += 1
        self._pool.waitForDone()

    # ---- on the pool's thread -----------------------------------------------------------

    def _work(self, run: int) -> None:
        computer = Computer()
        try:
            computer = self._look(run)
            computer = self._measure(run, computer)
        except Exception:  # what is known by now is still worth showing
            log.exception("the check of this computer failed")
        self._ended.emit(run, computer)

    def _look(self, run: int) -> Computer:
        saw_graphics = False

        def answered(name: str, answer: Facts | NotHere) -> None:
            nonlocal saw_graphics
            saw_graphics |= isinstance(answer, tuple)
            if name in FACTS:
                self._told.emit(run, name, answer)

        found = survey(self._asked, answered).computer
        none = NotHere("no source could tell")
        self._told.emit(run, "graphics", found.graphics if saw_graphics else none)
        return found

    def _measure(self, run: int, computer: Computer) -> Computer:
        if computer.memory is None:
            return computer
        speed = measure_memory_speed(computer.memory.free, threads_for(computer.processor))
        self._told.emit(run, "memory_speed", speed)
        if not isinstance(speed, NotHere):
            computer = replace(computer, memory_speed=speed)
        starter = starter_model()
        disk = measure_disk_speed(starter) if starter else LATE
        return computer if isinstance(disk, NotHere) else replace(computer, disk_speed=disk)

    # ---- on the GUI thread --------------------------------------------------------------

    def _take(self, run: int, name: str, value: object) -> None:
        if run == self._run and name not in self.facts:
            self.facts[name] = value
            self.fact.emit(name, value)

    def _end(self, run: int, computer: Computer) -> None:
        if run != self._run:
            return
        self._clock.stop()
        for name in FACTS:
            self._take(run, name, LATE)
        self.seconds = time.monotonic() - self._began
        self.computer = computer
        self.finished.emit(computer)

    def _late(self) -> None:
        """End with what has been said; a driver that hangs must not hold up the first start."""
        known = {
            name: value for name, value in self.facts.items() if not isinstance(value, NotHere)
        }
        self._end(self._run, Computer(**known))  # type: ignore[arg-type]
        self._run += 1


def threads_for(processor: Processor | None) -> int:
    """Return how many threads it takes to read memory as fast as it goes."""
    if processor is None:
        return 2
    cores = processor.physical_cores or processor.logical_cores
    return max(1, min(cores, round(processor.quota) if processor.quota else cores))
