"""Judges all models by what is known of this computer and by the memory that is free now.

It takes some 60 ms for 82 models, so it happens on a thread; ``rows`` and ``cards`` give
what was found last, and ``changed`` says when that is new. While an answer is written and
nobody looks, it waits: the answer needs the processor.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, QTimer, Signal

from indoors.bridge.engine import EngineBridge
from indoors.bridge.file_tasks import FileTasks
from indoors.bridge.settings import SettingsBridge
from indoors.bridge.shelf import ShelfReader
from indoors.core.candidates import USUAL_CONTEXT, Situation
from indoors.core.fit import ModelShape, repacked_types
from indoors.core.hardware import Computer
from indoors.core.model_settings import ModelSettings
from indoors.core.model_speeds import MeasuredSpeed, predictions, speeds_of
from indoors.core.recommend import Card, Purpose, recommend
from indoors.core.speed import Estimate, Source
from indoors.services.download_status import DownloadStatus
from indoors.services.engine_state import EngineState
from indoors.services.model_rows import ModelRow, Present, model_rows
from indoors.services.model_shelf import Shelf, speed_key
from indoors.services.model_sources import ModelSources
from indoors.services.situation import Free, Known, read_free, returned_by, situation

REFRESH_MS = 5_000
"""While somebody looks; free memory moves slowly."""
_LOADING = (EngineState.STARTING, EngineState.LOADING)
_ANSWERING = (EngineState.READING, EngineState.WRITING)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store holds of models. ``bandwidth`` of main memory: bytes per second."""

    settings: Mapping[str, ModelSettings] = field(default_factory=dict)  # by path
    speeds: tuple[MeasuredSpeed, ...] = ()
    bandwidth: float | None = None


@dataclass(frozen=True, slots=True)
class _Judgement:
    situation: Situation
    free: Free
    rows: tuple[ModelRow, ...]
    cards: Mapping[Purpose, tuple[Card, ...]]


class Judge(QObject):
    """Lives on the GUI thread, works on its lane."""

    changed = Signal()
    error = Signal(object)  # AppError

    def __init__(
        self,
        given: ModelSources,
        engine: EngineBridge,
        settings: SettingsBridge,
        downloads: Callable[[], Sequence[DownloadStatus]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._given = given
        self._engine = engine
        self._settings = settings
        self._downloads = downloads
        self.lane = FileTasks(self)
        self.lane.failed.connect(self.error)
        self.kept = Kept()
        self.computer = Computer()
        self.reader = ShelfReader(given, engine, settings, self.lane, self)
        self.reader.changed.connect(self.refresh)
        self.rows: tuple[ModelRow, ...] = ()
        self.situation: Situation | None = None
        self.free: Free | None = None
        self.loading: str | None = None  # the path that was asked for last
        self._cards: Mapping[Purpose, tuple[Card, ...]] = {}
        self._purposes: tuple[Purpose, ...] = ()
        self._engine_seen: object = None
        self._resident: int | None = None
        self._remote: Mapping[str, ModelShape] = {}
        self._busy = self._again = False
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self._look)

    def set_visible(self, visible: bool) -> None:
        if visible and not self._timer.isActive():
            self._timer.start()
            self._look()
        elif not visible:
            self._timer.stop()

    @property
    def is_following(self) -> bool:
        """Whether free memory is being followed."""
        return self._timer.isActive()

    def close(self) -> None:
        self._timer.stop()
        self.reader.close()
        self.lane.close()

    @property
    def shelf(self) -> Shelf:
        """The model files that are here."""
        return self.reader.shelf

    def in_use(self) -> str | None:
        """Return the path of the loaded model."""
        return self._engine.loaded.model.path if self._engine.loaded else None

    def want_cards(self, *purposes: Purpose) -> None:
        """Say which cards somebody looks at; only these are found."""
        self._purposes = purposes
        if self.situation is not None and not self._cards.keys() >= set(purposes):
            self.refresh()

    def cards(self, purpose: Purpose) -> tuple[Card, ...] | None:
        """Return up to three models for this computer; ``None`` before they were looked for."""
        return self._cards.get(purpose)

    def take_computer(self, computer: Computer) -> None:
        """Judge by what a check of this computer found."""
        self.computer = computer
        self._engine_seen = None
        self.take_engine()

    def take_engine(self) -> None:
        """The engine said what it is: sizes in memory depend on it."""
        hello = self._engine.hello or self.computer.engine
        if hello is not None:
            self._given.headers.set_repacked(repacked_types(hello.system))
        is_loading = self._engine.state in _LOADING
        if not is_loading:
            self.loading = None
        if self._engine.loaded is None:
            self._resident = None
        seen = (hello, self._engine.loaded, is_loading)
        if seen != self._engine_seen:  # that it reads or writes changes nothing here
            self._engine_seen = seen
            self.refresh()
        elif self._again and not self._busy:
            self._next()

    def take_remote(self, shapes: Mapping[str, ModelShape]) -> None:
        """Take shapes of files that are still at the hub, by file name."""
        self._remote = shapes
        self.refresh()

    def take_resident(self, resident: int | None) -> None:
        """Take what the engine holds after an answer, in bytes."""
        self._resident = resident
        self.refresh()

    def read_folder(self) -> None:
        """Look at the folders again."""
        self.reader.read()

    def refresh(self) -> None:
        """Judge everything again; asked while it is at it, it does so once more."""
        if self._busy or self._waits:
            self._again = True
            return
        self._busy = True
        self.lane.run(self._work(), self._take, self._failed)

    # ---- inside ---------------------------------------------------------------------------

    @property
    def _waits(self) -> bool:
        answering = self._engine.state in _ANSWERING
        return answering and not self.is_following and self.situation is not None

    def _work(self) -> Callable[[], _Judgement]:
        catalog, shelf, folder = self._given.catalog, self.shelf, self._given.files.folder
        known, present = self._known(), self._present()
        loaded, hello = self._engine.loaded, self._engine.hello
        memory, pid = loaded.memory if loaded else None, hello.pid if hello else None
        purposes = self._purposes

        def work() -> _Judgement:
            free = read_free(folder, returned_by(memory, pid))
            made = situation(known, free)
            rows = tuple(model_rows(catalog, shelf, made, present))
            cards = {purpose: recommend(catalog.entries, made, purpose) for purpose in purposes}
            return _Judgement(made, free, rows, cards)

        return work

    def _known(self) -> Known:
        hello = self._engine.hello or self.computer.engine
        by_key = speeds_of(self.kept.speeds)
        by_id = {
            entry.id: by_key[key]
            for entry in self._given.catalog.entries
            if entry.files and (key := speed_key(entry, entry.files[0])) in by_key
        }
        installed = (each.model.sidecar.sha256 for each in self.shelf.files if each.model)
        return Known(
            computer=self.computer,
            devices=hello.devices if hello else None,
            bandwidth=self.kept.bandwidth,
            context=self._settings.current.engine.context or USUAL_CONTEXT,
            speeds=by_id,
            measured=self.kept.speeds,
            shapes=dict(self._remote)
            | {each.file.name: each.known.shape for each in self.shelf.files},
            installed=frozenset(installed),
        )

    def _present(self) -> Present:
        chosen = self._engine.chosen()
        return Present(
            downloads=tuple(self._downloads()),
            speeds=speeds_of(self.kept.speeds),
            first={
                each.model: Estimate(each.predicted, each.low, each.high, Source.PREDICTED)
                for each in predictions(self.kept.speeds)
            },
            settings=self.kept.settings,
            in_use=self.in_use(),
            in_use_context=self._engine.loaded.model.context if self._engine.loaded else 0,
            resident=self._resident,
            loading=self.loading if self._engine.state in _LOADING else None,
            default=chosen.path if chosen else None,
            resting=chosen.path if chosen and self._engine.is_resting else None,
        )

    def _look(self) -> None:
        self.reader.follow()
        self.refresh()

    def _take(self, made: _Judgement) -> None:
        self.situation, self.free, self.rows = made.situation, made.free, made.rows
        self._cards = made.cards
        self.changed.emit()
        self._next()

    def _failed(self, error: object) -> None:
        self.error.emit(error)
        self._next()

    def _next(self) -> None:
        self._busy = False
        again, self._again = self._again, False
        if again:
            self.refresh()


def with_speed(kept: Kept, speed: MeasuredSpeed) -> Kept:
    """Return what is kept, with one more measurement."""
    return replace(kept, speeds=(*kept.speeds, speed))
