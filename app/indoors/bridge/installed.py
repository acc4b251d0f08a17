"""Model files that come and go: import, bundles, delete and undo, off the GUI thread."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import msgspec
from PySide6.QtCore import QObject, Signal

from indoors.bridge.file_tasks import CancelledError, FileTasks
from indoors.core.catalog import Entry
from indoors.services.bundle import SUFFIX as BUNDLE_SUFFIX
from indoors.services.bundle import export_bundle, import_bundle, open_bundle
from indoors.services.model_files import ModelFiles
from indoors.services.model_headers import ModelHeaders
from indoors.services.model_sidecars import Deleted, InstalledModel, OnRead, Provenance
from indoors.services.models import describe_file
from indoors.services.models_elsewhere import FoundModel

WorkKind = Literal["import", "export"]
_TOLD_EVERY = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileWork:
    """A file being read or written, in bytes. ``total`` 0: not known yet."""

    kind: WorkKind
    name: str
    done: int = 0
    total: int = 0


class InstalledModels(QObject):
    """Long work runs on a lane of its own, so that lists stay quick meanwhile."""

    changed = Signal()
    came = Signal(object)  # InstalledModel
    deleted = Signal(object)  # Deleted
    exported = Signal(str)  # folder of the bundle
    error = Signal(object)  # AppError
    work_changed = Signal(object)  # FileWork | None
    _progress = Signal(object)

    def __init__(
        self, files: ModelFiles, headers: ModelHeaders, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._files = files
        self._headers = headers
        self._quick = FileTasks(self)
        self._long = FileTasks(self)
        self._stop = threading.Event()
        self._waiting = 0
        self._progress.connect(self._show_progress)
        for lane in (self._quick, self._long):
            lane.failed.connect(self.error)

    def delete(self, model: InstalledModel) -> None:
        """Take a file away; ``deleted`` comes with what ``undo`` needs."""
        self._quick.run(lambda: self._files.delete(model), self._gone)

    def undo(self, deleted: Deleted) -> None:
        self._quick.run(lambda: self._files.undo(deleted), self._arrived)

    def purge(self, deleted: Deleted) -> None:
        """Delete for good, which is what gives the disk its space back."""
        self._quick.run(lambda: self._files.purge(deleted), lambda _: self.changed.emit())

    def bring(self, paths: Sequence[str], *, copy: bool) -> None:
        """Check files and make them known; folders and parts of bundles are taken as bundles."""
        for path in paths:
            source = Path(path)
            if is_bundle(source):
                self._start("import", source, partial(self._unpack, source))
            else:
                self._start("import", source, partial(self._import, source, copy=copy))

    def bring_found(self, found: FoundModel) -> None:
        """Make another program's file known where it lies, under the name it has there."""
        title = found.name.removesuffix(".gguf")
        work = partial(self._import, found.path, copy=False, title=title)
        self._start("import", Path(found.name), work)

    def export(self, model: InstalledModel, target: str, entry: Entry | None, licence: str) -> None:
        """Write a bundle below the folder ``target``."""
        told_entry: dict[str, Any] | None = msgspec.to_builtins(entry) if entry else None

        def work(told: OnRead) -> Path:
            return export_bundle(
                model, Path(target), catalog_entry=told_entry, licence=licence, on_read=told
            )

        self._start("export", model.path, work, lambda folder: self.exported.emit(str(folder)))

    def cancel_work(self) -> None:
        """End what is being read or written; nothing half done stays."""
        self._stop.set()

    def close(self) -> None:
        self._stop.set()
        self._long.close()
        self._quick.close()

    # ---- inside ---------------------------------------------------------------------------

    def _import(self, path: Path, told: OnRead, *, copy: bool, title: str = "") -> InstalledModel:
        known = self._headers.read(path)
        provenance = Provenance(
            origin="import" if copy else "link",
            title=title or describe_file(path).name,
            licence=known.facts.licence or "",
            file=path.name,
        )
        bring = self._files.import_copy if copy else self._files.import_in_place
        return bring(path, provenance, told)

    def _unpack(self, path: Path, told: OnRead) -> InstalledModel:
        return import_bundle(open_bundle(path), self._files, told)

    def _start(
        self,
        kind: WorkKind,
        path: Path,
        work: Callable[[OnRead], Any],
        done: Callable[[Any], None] | None = None,
    ) -> None:
        self._waiting += 1
        if self._waiting == 1:
            self._stop.clear()
        name = path.name.removesuffix(BUNDLE_SUFFIX)
        self.work_changed.emit(FileWork(kind, name))
        told = self._teller(kind, name)

        def ended(call: Callable[[Any], None], value: object) -> None:
            self._end()
            call(value)

        def guarded() -> Any:
            try:
                return work(told)
            except CancelledError:
                return None

        def taken(value: object) -> None:
            if value is not None:
                ended(done or self._arrived, value)
            else:
                self._end()

        self._long.run(guarded, taken, lambda error: ended(self.error.emit, error))

    def _teller(self, kind: WorkKind, name: str) -> OnRead:
        last = 0

        def told(done: int, total: int) -> None:
            nonlocal last
            if self._stop.is_set():
                raise CancelledError
            if done - last >= _TOLD_EVERY or done == total:
                last = done
                self._progress.emit(FileWork(kind, name, done, total))

        return told

    def _show_progress(self, work: FileWork) -> None:
        if self._waiting:
            self.work_changed.emit(work)

    def _end(self) -> None:
        self._waiting -= 1
        if not self._waiting:
            self.work_changed.emit(None)

    def _gone(self, deleted: Deleted) -> None:
        self.deleted.emit(deleted)
        self.changed.emit()

    def _arrived(self, model: InstalledModel) -> None:
        self.came.emit(model)
        self.changed.emit()


def is_bundle(path: Path) -> bool:
    """Whether a path given by the user means a bundle rather than a model file."""
    return path.is_dir() or path.name == "manifest.json" or path.suffix == ".part"


__all__ = ["FileWork", "InstalledModels", "is_bundle"]
