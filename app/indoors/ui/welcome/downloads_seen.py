"""What this screen knows of downloads: the latest status of each file, and files that came."""

from collections.abc import Iterable
from pathlib import Path

from indoors.core.catalog import File
from indoors.services.download_status import DownloadPhase, DownloadStatus
from indoors.services.model_shelf import OnDisk


class DownloadsSeen:
    """Files are told apart by their SHA-256: only files that have one are suggested."""

    def __init__(self) -> None:
        self._statuses: dict[str, DownloadStatus] = {}
        self._cancelled: set[str] = set()
        self._paths: dict[str, Path] = {}

    def take(self, status: DownloadStatus) -> None:
        """Take news of a download; what comes late of a cancelled one is not heard."""
        sha256 = status.request.sha256
        if sha256 is None or status.id in self._cancelled:
            return
        if status.phase is DownloadPhase.DONE and status.model is not None:
            self._statuses.pop(sha256, None)
            self._paths[sha256] = status.model.path
        else:
            self._statuses[sha256] = status

    def take_all(self, statuses: Iterable[DownloadStatus]) -> None:
        """Take what an earlier run left, or another screen began."""
        self._statuses.clear()
        for status in statuses:
            self.take(status)

    def take_shelf(self, files: Iterable[OnDisk]) -> None:
        """Take what is installed. A file that came a moment ago may not be listed yet."""
        kept = {sha256: path for sha256, path in self._paths.items() if path.is_file()}
        listed = {each.model.sidecar.sha256: each.path for each in files if each.model}
        self._paths = {**kept, **listed}

    def cancel(self, file: File) -> str | None:
        """Forget the file's download and return its id."""
        status = self._statuses.pop(file.sha256 or "", None)
        if status is None:
            return None
        self._cancelled.add(status.id)
        return status.id

    def status(self, file: File) -> DownloadStatus | None:
        return self._statuses.get(file.sha256 or "")

    def path(self, file: File) -> Path | None:
        """Where the verified file lies; None while it is not there."""
        return self._paths.get(file.sha256 or "")
