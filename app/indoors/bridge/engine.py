"""The engine as the window sees it: its threads end here, its news become signals."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from indoors.bridge.settings import SettingsBridge
from indoors.core.errors import AppError
from indoors.protocol.engine import (
    Event,
    Failed,
    Finished,
    Generate,
    Hello,
    Load,
    Loaded,
    Loading,
    MemoryReport,
    Prefill,
    Started,
    Token,
)
from indoors.protocol.faults import Fault
from indoors.services.energy_follower import EnergyFollower
from indoors.services.engines import EngineState, EngineSupervisor
from indoors.services.isolation import Isolation
from indoors.services.journal import AnswerJournal
from indoors.services.models import ModelChoice, describe_file, known_models
from indoors.services.programs import Programs

if TYPE_CHECKING:
    from collections.abc import Callable

RECENT_MODELS = 8
MODEL_FAULTS = frozenset(
    {
        Fault.MODEL_MISSING,
        Fault.MODEL_NOT_GGUF,
        Fault.MODEL_DAMAGED,
        Fault.MODEL_UNKNOWN_ARCHITECTURE,
        Fault.MODEL_NOT_CHAT,
    }
)
"""A file that fails so is not offered again at the next start."""


class EngineBridge(QObject):
    """Loads models and passes answers on.

    Implements ``EngineListener``: the ``engine_*`` methods are called on the engine's
    threads, everything else happens on the GUI thread.
    """

    state_changed = Signal(object)  # EngineState
    loaded_changed = Signal(object)  # Loaded | None
    load_progress = Signal(float)
    memory_changed = Signal(object)  # Memory
    error = Signal(object)  # AppError of a load or of the process
    models_changed = Signal()
    answer_event = Signal(object)  # Started | Prefill | Finished | Failed with an id
    answer_lost = Signal(str, object)  # id, AppError

    _arrived = Signal(object)  # Event
    _state_arrived = Signal(object)
    _lost_arrived = Signal(object, object)

    def __init__(
        self,
        settings: SettingsBridge,
        journal: AnswerJournal,
        parent: QObject | None = None,
        isolation: Isolation | None = None,
        energy: EnergyFollower | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._journal = journal
        self._isolation = isolation or Isolation()
        self._energy = energy
        self._supervisor = EngineSupervisor(self, programs=self._isolation.programs)
        self._wanted: str | None = None
        # A model may have settings of its own; who keeps them puts itself in here.
        self.order_for: Callable[[str], Load] = self._usual_order
        self._names: Mapping[str, str] = {}  # by path, where the catalogue knows better
        self._watched: tuple[str, ...] = ()  # paths that are offered without having been opened
        self.state = EngineState.OFF
        self.loaded: Loaded | None = None
        self.hello: Hello | None = None
        self.is_resting = False  # unloaded for want of questions; the next one loads again
        self._arrived.connect(self._take)
        self._state_arrived.connect(self._take_state)
        self._lost_arrived.connect(self._take_lost)
        self._looser = settings.current.engine.looser_for_drivers
        settings.changed.connect(self._take_setting)

    @property
    def programs(self) -> Programs:
        """Who starts engines, for those who need one of their own."""
        return self._isolation.programs

    # ---- on the engine's threads --------------------------------------------------------

    def engine_event(self, event: Event) -> None:
        if self._energy is not None:
            self._energy.event(event)  # first, so that the meters are read when it happens
        if isinstance(event, Token):
            self._journal.add(event)  # the window takes the text from there, some times a second
            return
        if isinstance(event, Started):
            self._journal.add(event)
        self._arrived.emit(event)

    def engine_state(self, state: EngineState) -> None:
        self._state_arrived.emit(state)

    def engine_lost(self, answer_id: str | None, error: AppError) -> None:
        if self._energy is not None:
            self._energy.lost()
        self._lost_arrived.emit(answer_id, error)

    # ---- intents ------------------------------------------------------------------------

    def models(self) -> list[ModelChoice]:
        found = known_models((*self._settings.current.engine.recent_models, *self._watched))
        return [
            dataclasses.replace(each, name=self._names.get(each.path, each.name)) for each in found
        ]

    def chosen(self) -> ModelChoice | None:
        """The model that the next answer will use: the last one chosen, else the starter."""
        models = self.models()
        path = self._settings.current.engine.model_path
        return next((m for m in models if m.path == path), models[0] if models else None)

    def set_known(self, names: Mapping[str, str], watched: tuple[str, ...]) -> None:
        """Call models by these names, and offer the watched files, too."""
        if (names, watched) != (self._names, self._watched):
            self._names, self._watched = names, watched
            self.models_changed.emit()

    def load(self, path: str) -> None:
        """Load this file and make it the chosen model."""
        self._wanted = str(Path(path).absolute())
        self.is_resting = False
        self.state = EngineState.STARTING  # before word of it comes, a question may
        self._supervisor.load(self.order_for(self._wanted))

    def _usual_order(self, path: str) -> Load:
        engine = self._settings.current.engine
        return Load(
            path=path,
            context=engine.context,
            threads=engine.threads,
            looser_for_drivers=engine.looser_for_drivers,
        )

    def ensure_loaded(self) -> bool:
        """Load the chosen model unless one is loaded or on its way; False if there is none."""
        if self._wanted and self.state is not EngineState.FAILED:
            return True
        choice = self.chosen()
        if choice is None or not choice.exists:
            fault = Fault.MODEL_MISSING if choice else Fault.NO_MODEL
            self.error.emit(AppError(fault, path=choice.path if choice else ""))
            return False
        self.load(choice.path)
        return True

    def unload(self) -> None:
        """Give the model's memory back."""
        self._let_go(resting=False)

    def rest(self) -> None:
        """Do the same because nobody has asked for long; the next question loads it again."""
        self._let_go(resting=True)

    def _let_go(self, *, resting: bool) -> None:
        self._wanted = None
        self.is_resting = resting
        self.loaded = None
        self._supervisor.unload()
        self.loaded_changed.emit(None)

    def retry(self) -> None:
        """Start again after the engine failed."""
        if self._wanted:
            self.load(self._wanted)
        else:
            self.ensure_loaded()

    def set_looser_for_drivers(self, *, on: bool) -> None:
        """Make an exception for the graphics driver, or take it back."""
        self._settings.update("engine", looser_for_drivers=on)

    def load_safely(self) -> None:
        """Start again with a small context and one thread, for when the usual settings crash."""
        choice = self._wanted or (chosen.path if (chosen := self.chosen()) else None)
        if choice is None:
            return
        self._wanted = choice
        self._supervisor.load(Load(path=choice, context=2048, threads=1, use_mmap=False))

    def generate(self, order: Generate) -> None:
        """Send an answer's order; a refusal comes back as its ``Failed``."""
        self._supervisor.generate(order)

    def cancel(self, answer_id: str) -> None:
        self._supervisor.cancel(answer_id)

    def describe(self) -> None:
        """Ask for a fresh memory report, if a process is there."""
        if self.loaded is not None:
            self._supervisor.describe()

    def close(self) -> None:
        self._supervisor.close()

    # ---- on the GUI thread --------------------------------------------------------------

    def _take(self, event: Event) -> None:
        match event:
            case Loading():
                self.load_progress.emit(event.fraction)
            case Hello():
                self._isolation.note("engine", event.enforcement, event.pid)
                self.hello = event
            case Loaded():
                self._take_loaded(event)
            case Failed(id=None):
                self._take_failed(event)
            case Finished():
                self.answer_event.emit(self._with_our_name(event))
            case Started() | Prefill() | Failed():
                self.answer_event.emit(event)
        if isinstance(event, Finished | MemoryReport):
            self.memory_changed.emit(event.memory)

    def _take_loaded(self, event: Loaded) -> None:
        file, model = describe_file(Path(event.model.path)), event.model
        quantization = file.quantization or model.quantization
        name = self._names.get(model.path, file.name)
        event = replace(event, model=replace(model, name=name, quantization=quantization))
        self.loaded = event
        self._remember(event.model.path)
        self.loaded_changed.emit(event)
        self.memory_changed.emit(event.memory)
        if event.refused_graphics:
            self.error.emit(
                AppError(
                    Fault.GRAPHICS_REFUSED,
                    device=", ".join(event.refused_graphics),
                    looser=int(self._settings.current.engine.looser_for_drivers),
                )
            )

    def _with_our_name(self, event: Finished) -> Finished:
        if self.loaded is None:
            return event
        return replace(event, report=replace(event.report, model=self.loaded.model.name))

    def _take_failed(self, event: Failed) -> None:
        if event.fault in MODEL_FAULTS and self._wanted:
            self._forget(self._wanted)
        self.loaded = None
        self._wanted = None
        self.loaded_changed.emit(None)
        self.error.emit(AppError(event.fault, **event.facts))

    def _take_state(self, state: EngineState) -> None:
        self.state = state
        self.state_changed.emit(state)

    def _take_lost(self, answer_id: str | None, error: AppError) -> None:
        if self.loaded is not None:
            self.loaded = None
            self.loaded_changed.emit(None)
        if answer_id is not None:
            self.answer_lost.emit(answer_id, error)
        self.error.emit(error)

    def _take_setting(self, _section: str) -> None:
        """A process can't be given other rights: a model that is loaded gets another one."""
        looser = self._settings.current.engine.looser_for_drivers
        if looser is not self._looser:
            self._looser = looser
            if self._wanted:
                self.load(self._wanted)

    def _remember(self, path: str) -> None:
        recent = self._settings.current.engine.recent_models
        starter = next((m.path for m in self.models() if m.is_starter), None)
        kept = [p for p in recent if p != path]
        if path != starter:
            kept.insert(0, path)
        self._settings.update("engine", model_path=path, recent_models=tuple(kept[:RECENT_MODELS]))
        self.models_changed.emit()

    def _forget(self, path: str) -> None:
        engine = self._settings.current.engine
        kept = tuple(p for p in engine.recent_models if p != path)
        chosen = None if engine.model_path == path else engine.model_path
        self._settings.update("engine", model_path=chosen, recent_models=kept)
        self.models_changed.emit()
