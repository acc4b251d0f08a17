"""The look at this computer at every start: nothing is measured, and nobody waits for it."""

import contextlib
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from indoors.core.hardware import Computer, EngineBuild
from indoors.services.probe import NotHere, sources, survey
from indoors.services.probe.asked import Asked
from indoors.services.probe.engine import read_engine
from indoors.services.programs import Programs


class Glance(QObject):
    """``seen`` comes with what the sources tell, and once more with the engine's devices.

    The engine is asked only if there are graphics: it alone knows whether it can use them.
    """

    seen = Signal(object)  # Computer

    _looked = Signal(object)  # Computer | NotHere
    _said = Signal(object, object)  # Computer, EngineBuild | NotHere

    def __init__(self, programs: Programs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._programs = programs
        self._asks_engine = False
        self._looked.connect(self._take)
        self._said.connect(self._take_engine)

    def start(self, models: Path, *, ask_engine: bool) -> None:
        """Look, on threads; ``models`` is the folder that models go to."""
        self._asks_engine = ask_engine
        Asked(
            "glance",
            lambda: survey(sources(models)).computer,
            lambda asked: self._hand_over(asked.answer),
        )

    def _take(self, computer: Computer | NotHere) -> None:
        if isinstance(computer, NotHere):
            return
        self.seen.emit(computer)
        if self._asks_engine and computer.graphics:
            read = partial(read_engine, self._programs)
            Asked("engine", read, lambda asked: self._hand_over(asked.answer, computer))

    def _hand_over(self, answer: object, computer: Computer | None = None) -> None:
        """On a source's thread: pass its answer to the GUI thread."""
        with contextlib.suppress(RuntimeError):  # the window went meanwhile
            if computer is None:
                self._looked.emit(answer)
            else:
                self._said.emit(computer, answer)

    def _take_engine(self, computer: Computer, build: object) -> None:
        if isinstance(build, EngineBuild):
            self.seen.emit(replace(computer, engine=build))
