"""Looks into model files that are still at the hub, when the user asks for it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from indoors.bridge.file_tasks import FileTasks
from indoors.core.catalog import File
from indoors.protocol.broker import RemoteFile
from indoors.services.network import Network
from indoors.services.remote_header import RemoteHeader, read_remote_header

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indoors.core.fit import ModelShape


class RemoteLooks(QObject):
    """What was read stays known until the end of this run; a file that is here knows better."""

    changed = Signal()
    error = Signal(object)  # AppError

    def __init__(self, network: Network, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._network = network
        self._lane = FileTasks(self)
        self._lane.failed.connect(self.error)
        self.shapes: Mapping[str, ModelShape] = {}  # by file name

    def look(self, file: File) -> None:
        """Read a file's header at the hub, some hundred kilobytes at most."""
        remote = RemoteFile(repo=file.repository, name=file.name, revision=file.revision or "main")

        def take(found: RemoteHeader) -> None:
            self.shapes = {**self.shapes, file.name: found.shape}
            self.changed.emit()

        self._lane.run(lambda: read_remote_header(self._network.read_head, remote), take)

    def close(self) -> None:
        """The network is closed before this, which ends what is under way."""
        self._lane.close()
