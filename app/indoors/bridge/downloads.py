"""The queue of downloads as the window sees it."""

from PySide6.QtCore import QObject, Signal

from indoors.core.catalog import Entry, File
from indoors.protocol.broker import RemoteFile
from indoors.protocol.faults import Fault
from indoors.services.download_records import DownloadRequest
from indoors.services.download_status import DownloadPhase, DownloadStatus
from indoors.services.downloads import Downloads
from indoors.services.model_files import ModelFiles
from indoors.services.model_sidecars import Provenance
from indoors.services.network import Network

_ON_THE_WAY = frozenset(
    {
        *(Fault.HUB_UNAUTHORIZED, Fault.HUB_FORBIDDEN, Fault.HUB_GATED, Fault.HUB_ADDRESS_WRONG),
        *(Fault.PROXY_FAILED, Fault.PROXY_LOGIN, Fault.TLS_FAILED, Fault.CA_FILE_UNUSABLE),
        *(Fault.HOST_REFUSED, Fault.HUB_UNUSABLE, Fault.UNREACHABLE, Fault.DNS_FAILED),
    }
)


class DownloadsBridge(QObject):
    """``changed`` comes for every step of a download; ``finished`` with the installed model."""

    changed = Signal(object)  # DownloadStatus
    finished = Signal(object)  # InstalledModel
    listed = Signal()  # one came or went
    _arrived = Signal(object)

    def __init__(self, network: Network, files: ModelFiles, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._downloads = Downloads(network, files, self._arrived.emit)
        self._started = False
        self._arrived.connect(self._take)

    def start(self) -> None:
        """Take up what an earlier run left. Reads files: not for the GUI thread."""
        self._downloads.start()
        self._started = True

    def statuses(self) -> list[DownloadStatus]:
        return self._downloads.statuses()

    def add(self, entry: Entry, file: File) -> str:
        """Queue a file of the catalogue and return the download's id."""
        added = self._downloads.add(request_for(entry, file))
        self.listed.emit()
        return added

    def pause(self, download_id: str) -> None:
        self._downloads.pause(download_id)

    def resume(self, download_id: str) -> None:
        self._downloads.resume(download_id)

    def go_on(self) -> None:
        """Try again what failed on the way to the hub, now that the way is another one."""
        for status in self._downloads.statuses():
            if status.error is not None and status.error.fault in _ON_THE_WAY:
                self._downloads.resume(status.id)

    def cancel(self, download_id: str) -> None:
        """Stop and forget it; its row goes at once."""
        self._downloads.cancel(download_id)
        self.listed.emit()

    def close(self) -> None:
        if self._started:
            self._downloads.close()

    def _take(self, status: DownloadStatus) -> None:
        self.changed.emit(status)
        if status.phase is DownloadPhase.DONE:
            self.finished.emit(status.model)
            self.listed.emit()


def request_for(entry: Entry, file: File) -> DownloadRequest:
    """Return the order for a file, pinned as far as the catalogue pins it."""
    licence = entry.licence.spdx or ""
    return DownloadRequest(
        file=RemoteFile(repo=file.repository, name=file.name, revision=file.revision or "main"),
        provenance=Provenance(
            origin="download",
            title=entry.name,
            catalog_id=entry.id,
            licence=licence,
            repo=file.repository,
            file=file.name,
            revision=file.revision or "",
        ),
        sha256=file.sha256,
        size=file.size,
    )
