"""Toasts about models: undo after a deletion, what arrived, where a bundle went."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from indoors.bridge.models import ModelsBridge
from indoors.services.model_sidecars import Deleted, InstalledModel
from indoors.ui.text import models as text
from indoors.ui.widgets import Notice, ToastHost


class ModelToasts(QObject):
    """A deleted file takes room on the disk until its toast has gone.

    ``is_told`` says whether the page that is shown tells of new models by itself.
    """

    def __init__(
        self,
        models: ModelsBridge,
        host: ToastHost,
        show_folder: Callable[[Path], object],
        parent: QObject,
        is_told: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._host = host
        self._show_folder = show_folder
        self._is_told = is_told
        models.deleted.connect(self._tell_deleted)
        models.installed.connect(self._tell_installed)
        models.exported.connect(self._tell_exported)

    def _tell_deleted(self, deleted: Deleted) -> None:
        name = _name(deleted.model)
        toast = self._host.show(
            Notice(text.DELETED, name, icon="trash", positive=False, action=text.UNDO)
        )
        wanted_back = False

        def undo() -> None:
            nonlocal wanted_back
            wanted_back = True
            self._models.undo_delete(deleted)

        def gone() -> None:
            if not wanted_back:
                self._models.purge(deleted)

        toast.triggered.connect(undo)
        toast.closed.connect(gone)

    def _tell_installed(self, model: InstalledModel) -> None:
        if not self._is_told():
            self._host.show(Notice(text.INSTALLED, _name(model)))

    def _tell_exported(self, folder: str) -> None:
        path = Path(folder)
        toast = self._host.show(Notice(text.EXPORTED, path.name, action=text.SHOW_FOLDER))
        toast.triggered.connect(lambda: self._show_folder(path.parent))


def _name(model: InstalledModel) -> str:
    return model.sidecar.provenance.title or model.path.name
