"""The check of this computer as the window sees it: each fact as soon as it is known."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from indoors.core.hardware import Computer, EngineBuild
from indoors.services.connectivity import has_network
from indoors.services.probe import NotHere, check_computer, sources
from indoors.services.probe.asked import LATE
from indoors.services.probe.engine import read_engine
from indoors.services.probe.survey import Source
from indoors.services.starter import starter_model

log = logging.getLogger(__name__)

FACTS = ("processor", "memory", "graphics", "disk", "engine", "memory_speed", "disk_speed")
LIMIT_MS = 15_000
"""After this the check ends with what is known."""
CLOSE_LIMIT_S = 5.0


class SurveyBridge(QObject):
    """Runs the check on a thread of its own.

    ``fact`` comes once for each of ``FACTS``, with the value or a ``NotHere``; ``finished``
    comes once, last, with the ``Computer``, and at the latest after ``limit_ms``. ``seconds``
    of all, and ``when`` each fact was told, are counted from ``start``.
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
        engine: Callable[[], EngineBuild | NotHere] = read_engine,
        is_online: Callable[[], bool] = has_network,
        limit_ms: int = LIMIT_MS,
    ) -> None:
        """``models`` is the folder that models go to; ``asked`` replaces the sources of facts."""
        super().__init__(parent)
        self._asked = sources(models) if asked is None else asked
        self._engine = engine
        self._is_online = is_online
        self._thread: threading.Thread | None = None
        self._clock = QTimer(self, interval=limit_ms, singleShot=True)
        self._clock.timeout.connect(self._late)
        self._stop = threading.Event()
        self._run = 0  # what an earlier run still says is not heard
        self._began = 0.0
        self.facts: dict[str, object] = {}
        self.when: dict[str, float] = {}
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
        self.when.clear()
        self.computer = self.seconds = None
        self._began = time.monotonic()
        self._stop = threading.Event()
        self._clock.start()
        run, stop = self._run, self._stop
        self._thread = threading.Thread(
            target=self._work, args=(run, stop), name="survey", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """End the check, wherever it is; one that hangs is left behind."""
        self._clock.stop()
        self._run += 1
        self._stop.set()
        if self._thread is not None:
            self._thread.join(CLOSE_LIMIT_S)

    # ---- on the thread ------------------------------------------------------------------

    def _work(self, run: int, stop: threading.Event) -> None:
        computer = Computer()
        try:
            computer = check_computer(
                self._asked,
                file=starter_model(),
                heard=lambda name, value: self._told.emit(run, name, value),
                engine=self._engine,
                stop=stop,
            ).computer
        except Exception:  # what is known by now is still worth showing
            log.exception("the check of this computer failed")
        with contextlib.suppress(RuntimeError):  # the window went while the check hung
            self._ended.emit(run, computer)

    # ---- on the GUI thread --------------------------------------------------------------

    def _take(self, run: int, name: str, value: object) -> None:
        if run == self._run and name in FACTS and name not in self.facts:
            self.facts[name] = value
            self.when[name] = time.monotonic() - self._began
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
        self._stop.set()
        known = {
            name: value for name, value in self.facts.items() if not isinstance(value, NotHere)
        }
        self._end(self._run, Computer(**known))  # type: ignore[arg-type]
        self._run += 1
