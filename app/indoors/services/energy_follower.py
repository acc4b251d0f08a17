"""Tells the meters what the engine does: a model is there, an answer begins and ends.

It is called on the engine's thread, where a meter may take its few milliseconds, and nearer to
what happens than the window is.
"""

import threading
from collections.abc import Callable, Sequence

from msgspec import Struct

from indoors.core.energy.answer import AnswerEnergy
from indoors.core.hardware import Graphics
from indoors.core.power import wait_s
from indoors.protocol.engine import (
    Event,
    Failed,
    Finished,
    Hello,
    Loaded,
    Loading,
    Started,
    Token,
    Unloaded,
)
from indoors.services.energy import EnergySession, Tokens

_LEAST_S = 60.0  # of waiting, before it is known what that takes
_LATEST = 8
"""Energies kept until they are asked for; more than one is only there if nobody asks."""


UNKNOWN = AnswerEnergy()


class Ended(Struct, frozen=True):
    """What an answer took, and how large the model and its vocabulary were that wrote it."""

    energy: AnswerEnergy = UNKNOWN
    parameters: int | None = None
    vocabulary: int | None = None


class EnergyFollower:
    """``graphics`` returns the devices that this computer has; it may take a moment."""

    def __init__(
        self, session: EnergySession, graphics: Callable[[], Sequence[Graphics]] = tuple
    ) -> None:
        self.session = session
        self._graphics = graphics
        self._hello: Hello | None = None
        self._started: Started | None = None
        self._written = 0
        self._lock = threading.Lock()
        self._ended: dict[str, Ended] = {}
        self._parameters: int | None = None
        self._vocabulary: int | None = None
        self._before_load_j: float | None = None
        self._load_j: float | None = None

    def event(self, event: Event) -> None:
        """Follow one event of the engine."""
        match event:
            case Failed(id=None):  # a load
                self.session.unloaded()
            case Started() | Token() | Finished() | Failed():
                self._answer_event(event)
            case Hello():
                self._hello = event
            case Loading():
                self._loading()
            case Loaded():
                self._loaded(event)
            case Unloaded():
                self.session.unloaded()
            case _:
                pass

    def _answer_event(self, event: Started | Token | Finished | Failed) -> None:
        match event:
            case Started():
                self._started, self._written = event, 0
                self.session.begin(event.id)
            case Token():
                self._written += 1
                if self._written == 1:
                    self.session.first_token(event.id)
            case Finished() | Failed():
                self._end(event.id)

    def lost(self) -> None:
        """The engine is gone, and with it what it was writing."""
        if self._started is not None:
            self._end(self._started.id)
        self.session.unloaded()

    def taken(self, answer_id: str) -> Ended:
        """Return what an answer that has ended took; it is told once. For any thread."""
        with self._lock:
            return self._ended.pop(answer_id, Ended())

    def wait_s(self) -> float | None:
        """After how long the loaded model has taken, waiting, what loading it took."""
        totals = self.session.totals()
        if totals is None or totals.standby_j is None or totals.loaded_s < _LEAST_S:
            return None
        return wait_s(self._load_j, totals.standby_j / totals.loaded_s)

    def _loading(self) -> None:
        """The engine tells of each step; the first is the begin."""
        self.session.loading()
        if self._before_load_j is None:
            self._before_load_j = self._total_j()

    def _note_load(self) -> None:
        before, after = self._before_load_j, self._total_j()
        self._before_load_j = None
        self._load_j = None if before is None or after is None else after - before

    def _total_j(self) -> float | None:
        totals = self.session.totals()
        return None if totals is None else totals.total_j

    def _loaded(self, event: Loaded) -> None:
        self._parameters = event.model.parameters or None
        self._vocabulary = event.model.vocabulary or None
        hello = self._hello
        if hello is None:
            return
        refused = set(event.refused_graphics)
        kinds = {d.kind for d in hello.devices if not refused & {d.name, d.description}}
        graphics: Sequence[Graphics] = ()
        if kinds & {"gpu", "igpu"}:
            found = self._graphics()
            graphics = [g for g in found if ("igpu" if g.is_shared else "gpu") in kinds]
        self.session.loaded(hello.pid, graphics)
        self._note_load()

    def _end(self, answer_id: str | None) -> None:
        started = self._started
        if started is None or answer_id != started.id:
            return
        self._started = None
        read = max(0, started.prompt_tokens - started.reused_tokens)
        energy = self.session.end(started.id, Tokens(read, self._written))
        with self._lock:
            self._ended[started.id] = Ended(energy, self._parameters, self._vocabulary)
            while len(self._ended) > _LATEST:
                del self._ended[next(iter(self._ended))]
