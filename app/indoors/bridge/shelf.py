"""Which model files are here: read when asked, and again while somebody looks."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from indoors.bridge.engine import EngineBridge
from indoors.bridge.file_tasks import FileTasks
from indoors.bridge.settings import SettingsBridge
from indoors.services.model_shelf import Shelf, read_shelf
from indoors.services.model_sources import ModelSources
from indoors.services.watched_folder import Sight, WatchedFolder

SETTLE_MS = 2_000
_LOOKS = 3
"""At files that are still being copied, after somebody asked; then the next ask must come."""


class ShelfReader(QObject):
    """Lives on the GUI thread, works on the lane it is given.

    No clock runs here, but for a few looks at files that grew when somebody asked.
    """

    changed = Signal()

    def __init__(
        self,
        given: ModelSources,
        engine: EngineBridge,
        settings: SettingsBridge,
        lane: FileTasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._given = given
        self._engine = engine
        self._settings = settings
        self._lane = lane
        self._watched: WatchedFolder | None = None  # of the lane's thread alone
        self._busy = self._again = False
        self._looks = 0
        self._settle = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._read)
        self.shelf = Shelf()

    def read(self) -> None:
        """Look at all folders; asked while it is at it, it does so once more."""
        self._looks = _LOOKS
        self._read()

    def follow(self) -> None:
        """Look again if files may have come or gone without us: somebody is looking."""
        if self.shelf.reaches_outside or self._settings.current.models.watched_folder:
            self.read()

    def close(self) -> None:
        self._settle.stop()

    def _read(self) -> None:
        if self._busy:
            self._again = True
            return
        self._busy = True
        self._lane.run(self._work(), self._take, self._failed)

    def _work(self) -> Callable[[], Shelf]:
        given, choices = self._given, self._engine.models()
        folder = self._settings.current.models.watched_folder

        def work() -> Shelf:
            sight = self._look(folder)
            return read_shelf(given.catalog, given.files, given.headers, choices, sight)

        return work

    def _look(self, folder: str) -> Sight | None:
        if not folder:
            self._watched = None
            return None
        if self._watched is None or str(self._watched.folder) != folder:
            self._watched = WatchedFolder(Path(folder), self._given.files.watched)
        return self._watched.look()

    def _take(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.changed.emit()
        growing = shelf.sight.growing if shelf.sight else 0
        if growing and self._looks:
            self._looks -= 1
            self._settle.start()
        self._next()

    def _failed(self, error: object) -> None:
        self._lane.failed.emit(error)
        self._next()

    def _next(self) -> None:
        self._busy = False
        if self._again:
            self._again = False
            self._read()
