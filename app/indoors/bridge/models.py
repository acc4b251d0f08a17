"""Models as the window sees them: what there is, what fits, how fast, and what is under way."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from indoors.bridge.calibrating import Calibrating
from indoors.bridge.downloads import DownloadsBridge
from indoors.bridge.elsewhere import Elsewhere
from indoors.bridge.engine import EngineBridge
from indoors.bridge.glance import Glance
from indoors.bridge.installed import InstalledModels
from indoors.bridge.judge import Judge
from indoors.bridge.learning import Learning
from indoors.bridge.measuring import Measuring
from indoors.bridge.recent import RecentModels
from indoors.bridge.remote import RemoteLooks
from indoors.bridge.settings import SettingsBridge
from indoors.bridge.tasks import StoreTasks
from indoors.core.automatic import Automatic, automatic, load_order
from indoors.core.candidates import Situation
from indoors.core.catalog import Entry, File
from indoors.core.hardware import Computer
from indoors.core.model_settings import AUTOMATIC, ModelSettings
from indoors.core.model_speeds import Prediction, predictions
from indoors.core.recommend import Card, Purpose
from indoors.protocol.engine import Finished, Load, ModelFacts, Started
from indoors.services.connectivity import has_network
from indoors.services.model_rows import ModelRow
from indoors.services.model_shelf import OnDisk, Shelf
from indoors.services.model_sidecars import Deleted, InstalledModel
from indoors.services.model_sources import ModelSources
from indoors.services.models_elsewhere import FoundModel
from indoors.services.situation import Free
from indoors.services.speeds import unmeasured


class ModelsBridge(QObject):
    """Everything the first run, the models page and the picker ask of models.

    ``rows``, ``cards`` and the like give what was found last; nothing here waits.
    """

    changed = Signal()  # rows, cards, shelf, free: read them again
    download_changed = Signal(object)  # DownloadStatus
    installed = Signal(object)  # InstalledModel: downloaded, imported or brought back
    deleted = Signal(object)  # Deleted
    exported = Signal(str)  # folder of a bundle
    work_changed = Signal(object)  # FileWork | None
    error = Signal(object)  # AppError of work on files

    def __init__(
        self,
        given: ModelSources,
        engine: EngineBridge,
        settings: SettingsBridge,
        tasks: StoreTasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.catalog = given.catalog
        self.folder = given.files.folder
        self._given = given
        self._engine = engine
        self._settings = settings
        self._tasks = tasks
        self._recent = RecentModels(engine, settings)
        self._closed = False
        self.downloads = DownloadsBridge(given.network, given.files, self)
        self.files = InstalledModels(given.files, given.headers, self)
        self._judge = Judge(given, engine, settings, self.downloads.statuses, self)
        self.elsewhere = Elsewhere(given, self._judge, self)
        self.measuring = Measuring(engine, self)
        self._glance = Glance(engine.programs, self)
        self._learning = Learning(self._judge, tasks)
        self.calibrating = Calibrating(engine, self._to_measure, self)
        self.remote = RemoteLooks(given.network, self)
        self._connect()

    def _connect(self) -> None:
        judge, files, downloads, engine = self._judge, self.files, self.downloads, self._engine
        judge.changed.connect(self.changed)
        judge.reader.changed.connect(self._tell_engine)
        self._settings.changed.connect(self._take_setting)
        downloads.changed.connect(self.download_changed)
        downloads.listed.connect(judge.refresh)
        downloads.finished.connect(self._came)
        files.came.connect(self._came)
        files.changed.connect(judge.read_folder)
        files.deleted.connect(self.deleted)
        files.exported.connect(self.exported)
        files.work_changed.connect(self.work_changed)
        self.remote.changed.connect(lambda: judge.take_remote(self.remote.shapes))
        for part in (files, judge, self.remote):
            part.error.connect(self.error)
        engine.loaded_changed.connect(judge.take_engine)
        engine.state_changed.connect(judge.take_engine)
        engine.models_changed.connect(judge.read_folder)
        engine.answer_event.connect(self._take_answer)
        self._glance.seen.connect(self._take_glance)
        self.calibrating.measured.connect(self._learning.take_answer)
        self.installed.connect(self.calibrating.start)

    def start(self) -> None:
        """Read folder, store and computer; downloads left by an earlier run go on."""
        self._learning.start()
        self._judge.lane.run(self._prepare, lambda _: self._judge.read_folder())
        self._glance.start(self.folder, ask_engine=self._settings.current.window.welcomed)
        self.calibrating.start()

    def close(self) -> None:
        """End file work; downloads stop here and go on at the next start."""
        if self._closed:
            return
        self._closed = True
        self.calibrating.close()
        self._judge.close()
        self.files.close()
        self.downloads.close()
        self._given.network.close()
        self.remote.close()

    def set_visible(self, visible: bool) -> None:
        """Follow free memory only while somebody looks."""
        self._judge.set_visible(visible)

    def look_again(self) -> None:
        """Somebody came back to the window: a stick may have come, or gone."""
        self._judge.reader.follow()

    def set_computer(self, computer: Computer) -> None:
        """Take what a survey found. A bandwidth that was measured is kept for later starts."""
        if computer.memory_speed is not None:
            self._learning.take_bandwidth(computer.memory_speed)
        self._judge.take_computer(computer)

    # ---- what is known --------------------------------------------------------------------

    @property
    def is_ready(self) -> bool:
        """Whether models have been judged yet."""
        return self._judge.situation is not None

    @property
    def is_online(self) -> bool:
        """Whether a network is connected at all; nothing is asked of it."""
        return has_network()

    @property
    def situation(self) -> Situation | None:
        return self._judge.situation

    @property
    def free(self) -> Free | None:
        return self._judge.free

    @property
    def shelf(self) -> Shelf:
        """The model files that are here."""
        return self._judge.shelf

    @property
    def bandwidth(self) -> float | None:
        """Of main memory in bytes per second, if it was ever measured here."""
        return self._judge.kept.bandwidth

    def rows(self) -> tuple[ModelRow, ...]:
        return self._judge.rows

    def row_at(self, path: str) -> ModelRow | None:
        return next((row for row in self._judge.rows if row.path == path), None)

    def want_cards(self, *purposes: Purpose) -> None:
        """Say which cards somebody looks at; ``changed`` tells when they are there."""
        self._judge.want_cards(*purposes)

    def cards(self, purpose: Purpose = "chat") -> tuple[Card, ...] | None:
        """Return up to three models for this computer; ``None`` before they were looked for."""
        return self._judge.cards(purpose)

    def predictions(self) -> list[Prediction]:
        """Return first predictions beside what was measured."""
        return predictions(self._judge.kept.speeds)

    @property
    def left_out(self) -> int:
        """How many answers of this run were written beside busy programs, and not learned from."""
        return self._learning.left_out

    def refresh(self) -> None:
        """Judge all models by the memory that is free now."""
        self._judge.refresh()

    def read_folder(self) -> None:
        self._judge.read_folder()

    # ---- intents: downloads and files -----------------------------------------------------

    def download(self, entry: Entry, file: File) -> str:
        """Queue a file and return the download's id; the same file twice is one download."""
        return self.downloads.add(entry, file)

    def pause(self, download_id: str) -> None:
        self.downloads.pause(download_id)

    def resume(self, download_id: str) -> None:
        self.downloads.resume(download_id)

    def cancel(self, download_id: str) -> None:
        self.downloads.cancel(download_id)

    def import_files(self, paths: list[str], *, copy: bool = False) -> None:
        """Make files known where they lie, or copies of them; bundles are always copied in."""
        self.files.bring(paths, copy=copy)

    def import_bundle(self, path: str) -> None:
        self.files.bring([path], copy=True)

    def licence_text(self, row: ModelRow) -> str | None:
        """Return the licence's own text: the one that came with the model, or a known one."""
        own = row.on_disk.model if row.on_disk else None
        came = self._given.files.licence_of(own.sidecar.sha256) if own else None
        return came or self._given.licences.text(row.entry.licence.spdx)

    def export_bundle(self, path: str, target: str, licence: str) -> None:
        """Write a bundle of an installed model below ``target``, with this about its licence."""
        each = self.shelf.at(path)
        if each is not None and each.model is not None:
            entry = each.entry if each.in_catalog else None
            self.files.export(each.model, target, entry, licence)

    def delete(self, path: str) -> None:
        """Take a file away; the engine lets go of it first. ``deleted`` comes with the undo."""
        each = self.shelf.at(path) or self.shelf.missing_at(path)
        if each is None or (isinstance(each, OnDisk) and each.is_starter):
            return
        if self._judge.in_use() == path:
            self._engine.unload()
        self._recent.forget(path)
        if each.model is not None:
            self.files.delete(each.model)

    def watch(self, folder: str) -> None:
        """List the model files in this folder where they lie; empty: in none."""
        self._settings.update("models", watched_folder=folder)

    def undo_delete(self, deleted: Deleted) -> None:
        self.files.undo(deleted)

    def purge(self, deleted: Deleted) -> None:
        """Delete for good, once nobody wants it back."""
        self.files.purge(deleted)

    def use_found(self, found: FoundModel) -> None:
        """Use another program's file where it lies; it is never changed."""
        self.files.bring_found(found)

    # ---- intents: the engine --------------------------------------------------------------

    def load(self, path: str) -> None:
        self._judge.loading = path
        self._engine.load(path)

    def loaded_from(self, path: str) -> ModelFacts | None:
        """What the engine knows of the model in this file, while it is loaded."""
        loaded = self._engine.loaded
        return loaded.model if loaded is not None and loaded.model.path == path else None

    def unload(self) -> None:
        self._engine.unload()

    def set_default(self, path: str) -> None:
        """Make this the model that new answers use, without loading it now."""
        each = self.shelf.at(path)
        self._recent.choose(path, is_starter=each is not None and each.is_starter)

    def settings_for(self, path: str) -> ModelSettings:
        return self._judge.kept.settings.get(path, AUTOMATIC)

    def set_settings(self, path: str, own: ModelSettings) -> None:
        """Keep how a file is loaded; a loaded one is loaded again."""
        kept = self._judge.kept
        if own == self.settings_for(path):
            return
        self._judge.kept = replace(kept, settings={**kept.settings, path: own})
        self._tasks.run(lambda store: store.models.save_settings(path, own))
        if self._judge.in_use() == path:
            self.load(path)
        self._judge.refresh()

    def automatic_for(self, path: str, own: ModelSettings | None = None) -> Automatic | None:
        """Return what automatic values come to now, and why, if ``own`` is set."""
        each, known = self.shelf.at(path), self._judge.situation
        if each is None or known is None:
            return None
        processor = self._judge.computer.processor
        cores = processor.physical_cores if processor else None
        settings = self.settings_for(path) if own is None else own
        usual = self._settings.current.engine
        return automatic(each.known.shape, known.room, settings, usual, cores)

    def order_for(self, path: str) -> Load:
        """Return how the engine is to load a file."""
        usual = self._settings.current.engine
        return load_order(path, self.settings_for(path), usual, self.automatic_for(path))

    # ---- inside ---------------------------------------------------------------------------

    def _prepare(self) -> None:
        self._given.files.prepare()
        self._given.files.purge()
        self.downloads.start()

    def _tell_engine(self) -> None:
        files = self.shelf.files
        names = {str(each.path): each.entry.name for each in files if each.in_catalog}
        watched = tuple(str(each.path) for each in files if each.is_watched and each.is_chat)
        self._engine.set_known(names, watched)

    def _take_setting(self, section: str) -> None:
        if section == "models":
            self._judge.read_folder()

    def _take_glance(self, computer: Computer) -> None:
        if self._judge.computer.memory_speed is None:  # else a longer check has said more
            self.set_computer(computer)

    def _take_answer(self, event: object) -> None:
        """Learn from every answer how fast its model is here."""
        path, hello = self._judge.in_use(), self._engine.hello
        if isinstance(event, Started):
            self._learning.begin_answer(hello.pid if hello else None)
        elif path is not None and isinstance(event, Finished):
            self._judge.take_resident(event.memory.resident)
            self._learning.end_answer(path, event.report)

    def _to_measure(self) -> list[Load]:
        """Return how to load the models that a first test is to measure: two at the most."""
        if not self._learning.is_read or not self.is_ready:
            return []
        return [
            self.order_for(path) for path in unmeasured(self.rows(), self._learning.is_measured)
        ]

    def _came(self, model: InstalledModel) -> None:
        """A model that came is offered by the picker too."""
        self.installed.emit(model)
        self._recent.add(str(model.path))
        self.elsewhere.look_again()
