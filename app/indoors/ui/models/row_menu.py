"""Everything that can be done with a model, as a menu."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from indoors.bridge.models import ModelsBridge
from indoors.services.download_status import DownloadPhase
from indoors.services.model_rows import ModelRow
from indoors.ui.text import model_rows as words
from indoors.ui.text import models as text
from indoors.ui.text import numbers
from indoors.ui.widgets import Menu

_STOPPED = (DownloadPhase.PAUSED, DownloadPhase.FAILED, DownloadPhase.WAITING)


class RowMenu(QObject):
    """What needs a dialog or the desktop leaves as a signal with the file's path."""

    settings_requested = Signal(str)
    export_requested = Signal(str)
    folder_requested = Signal(object)  # Path
    link_requested = Signal(str)
    licence_requested = Signal(str)  # key of the row

    def __init__(self, models: ModelsBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._models = models
        self.sealed = False
        self.menu = Menu(text.MENU, parent)

    def show_for(self, row: ModelRow, at: QPoint) -> None:
        self.fill(row)
        self.menu.popup(at)

    def fill(self, row: ModelRow) -> None:
        """Make the rows of the menu."""
        self.menu.clear()
        if row.on_disk is not None:
            self._add_here(row, str(row.on_disk.path))
        elif row.absent is not None:
            self._add_away(str(row.absent.path), linked=row.absent.model is not None)
        elif row.download is not None:
            self._add_download(row)
        elif not self.sealed and (row.judged is None or not row.judged.fit.is_complete):
            look = self._add(text.LOOK, "gauge", lambda: self._models.remote.look(row.file))
            look.setEnabled(self._models.is_online)
            look.setToolTip(text.LOOK_TIP)
        self._add_sizes(row)
        url, key = row.entry.licence.url, row.key
        self.menu.addSeparator()
        self._add(text.LICENCE, "file-text", lambda: self.licence_requested.emit(key))
        if url:
            self._add(text.LICENCE_PAGE, "info", lambda: self.link_requested.emit(url))

    def act(self, row: ModelRow) -> None:
        """Do what the button of the row says."""
        if row.in_use or row.loading or row.absent:
            return
        if row.on_disk is not None:
            if row.can_chat:
                self._models.load(str(row.on_disk.path))
        elif row.download is not None:
            stopped = row.download.phase in _STOPPED
            if stopped and self.sealed:
                return
            (self._models.resume if stopped else self._models.pause)(row.download.id)
        elif words.action(row) == text.GET and self._models.is_online and not self.sealed:
            self._models.download(row.entry, row.file)

    def _add_here(self, row: ModelRow, path: str) -> None:
        models = self._models
        if row.in_use:
            self._add(text.UNLOAD, "x", models.unload)
        elif row.can_chat:
            self._add(text.USE, "play", lambda: models.load(path))
        if row.can_chat:
            default = self._add(text.MAKE_DEFAULT, "star", lambda: models.set_default(path))
            default.setEnabled(not row.is_default)
            self._add(
                text.SETTINGS, "sliders-horizontal", lambda: self.settings_requested.emit(path)
            )
        self.menu.addSeparator()
        kept = row.on_disk.model if row.on_disk else None
        if kept is not None:
            self._add(text.EXPORT, "export", lambda: self.export_requested.emit(path))
        folder = Path(path).parent
        self._add(text.SHOW_FILE, "folder-open", lambda: self.folder_requested.emit(folder))
        if row.on_disk and not row.on_disk.is_starter:
            if kept is None:
                self._add(text.CHECK_FILE, "check", lambda: models.import_files([path]))
            if not row.on_disk.is_watched:
                ours = kept is not None and not kept.linked
                said = text.DELETE if ours else text.REMOVE
                self._add(said, "trash", lambda: models.delete(path))

    def _add_away(self, path: str, *, linked: bool) -> None:
        models = self._models
        if linked:
            self._add(text.REMOVE, "trash", lambda: models.delete(path))
        else:
            self._add(text.UNWATCH, "x", lambda: models.watch(""))

    def _add_download(self, row: ModelRow) -> None:
        assert row.download is not None
        status, models = row.download, self._models
        if status.phase in _STOPPED and self.sealed:
            pass  # outside controls are removed, not greyed
        elif status.phase in _STOPPED:
            said = text.RETRY if status.phase is DownloadPhase.FAILED else text.RESUME
            self._add(said, "play", lambda: models.resume(status.id))
        else:
            self._add(text.PAUSE, "pause", lambda: models.pause(status.id))
        self._add(text.CANCEL, "x", lambda: models.cancel(status.id))

    def _add_sizes(self, row: ModelRow) -> None:
        """Offer the catalogue's files, the row's own among them."""
        online = self._models.is_online
        here = row.file.name if row.on_disk or row.download else ""  # an absent one may be got
        files = [file for file in row.entry.files if file.size and file.name != here]
        if self.sealed or not files or (row.on_disk and not row.on_disk.in_catalog):
            return
        self.menu.addSeparator()
        for file in files:
            said = f"{text.GET} {file.label}, {numbers.size_bytes(file.size)}"
            action = self._add(
                said,
                "download-simple",
                partial(self._models.download, row.entry, file),
            )
            action.setEnabled(online)
            action.setToolTip("" if online else text.OFFLINE_TIP)

    def _add(self, said: str, icon: str, does: Callable[[], object]) -> QAction:
        action = self.menu.add(said, icon=icon)
        action.triggered.connect(lambda _=False: does())
        return action
