"""What the operating system enforces on each of our programs: facts, never a promise.

Each program tells at its start what it could give up and what it could not; here it is kept
for the shield and the privacy page. A gap is shown, and never passed over in silence.
"""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass

from indoors.protocol.isolation import Enforcement, ProgramName
from indoors.services.launcher_link import LauncherLink
from indoors.services.programs import OwnPrograms, Programs

NOT_CONFINED = "not_confined"
"""The gap of a process that runs without the launcher: nothing was taken from it."""


@dataclass(frozen=True, slots=True)
class IsolationFacts:
    """Programs that ran since the start. ``gaps``: (program, what is not enforced)."""

    programs: tuple[Enforcement, ...]
    gaps: tuple[tuple[ProgramName, str], ...]
    proven: bool
    """Whether this was ever run on such a system. If not, it is only believed."""

    @property
    def enforced(self) -> bool:
        return self.proven and not self.gaps


class Isolation:
    """Collects the facts; any thread may tell and ask."""

    def __init__(
        self,
        link: LauncherLink | None = None,
        own: Enforcement | None = None,
        programs: Programs | None = None,
    ) -> None:
        self.link = link
        self.programs: Programs = programs or link or OwnPrograms()
        """Who starts programs: the launcher, or this process, as nothing confines it."""
        self._changed = _nobody
        self._lock = threading.Lock()
        self._pids: dict[str, int] = {"window": os.getpid()}
        if link is not None:
            self._pids["launcher"] = os.getppid()
        self._told: dict[ProgramName, Enforcement | None] = {"window": own}

    def when_changed(self, call: Callable[[], None]) -> None:
        """Have this called, on whatever thread, as soon as there are new facts."""
        self._changed = call

    def note(self, program: ProgramName, enforcement: Enforcement | None, pid: int) -> None:
        """Take down what a program told at its start; None if it told nothing."""
        with self._lock:
            self._pids[program] = pid
            changed = program not in self._told or self._told[program] != enforcement
            self._told[program] = enforcement
        if changed:
            self._changed()

    @property
    def processes(self) -> dict[str, int]:
        """Process ids of what ran last; they may be gone."""
        with self._lock:
            return dict(self._pids)

    def facts(self) -> IsolationFacts:
        with self._lock:
            told = dict(self._told)
        programs = tuple(it for it in told.values() if it is not None)
        gaps = [(name, NOT_CONFINED) for name, it in told.items() if it is None]
        gaps += [(it.program, gap) for it in programs for gap in it.gaps]
        return IsolationFacts(programs, tuple(gaps), all(it.proven for it in programs))


def _nobody() -> None:
    """Nobody waits for facts."""
