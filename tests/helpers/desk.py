"""A models folder with its downloads, as one run of the program has them."""

from collections import defaultdict
from pathlib import Path

from indoors.protocol.broker import RemoteFile
from indoors.services.download_status import DownloadPhase as Phase
from indoors.services.download_status import DownloadStatus
from indoors.services.downloads import DownloadRequest, Downloads
from indoors.services.model_files import ModelFiles
from indoors.services.model_sidecars import Provenance
from indoors.services.network import Network, NetworkRules
from tests.helpers.contacts import Contacts
from tests.helpers.hub import NAME, REPO, LoopbackHub, wait_until


class Desk:
    """A models folder and its downloads, as one run of the program has them."""

    def __init__(self, hub: LoopbackHub, folder: Path, *, sealed: bool = False) -> None:
        self.sealed = sealed
        self.files = ModelFiles(folder)
        self.files.prepare()
        self.network = Network(
            lambda: NetworkRules(
                sealed=self.sealed, endpoint=hub.url, more_hosts=(hub.cdn,), proxy="none"
            ),
            Contacts(),
        )
        self.history: dict[str, list[DownloadStatus]] = defaultdict(list)
        self.downloads = Downloads(
            self.network,
            self.files,
            lambda status: self.history[status.id].append(status),
            first_pause_s=0.1,
        )
        self.downloads.start()

    def add(self, name: str = NAME, **changes: str | int | None) -> str:
        return self.downloads.add(request(name, **changes))

    def last(self, download_id: str) -> DownloadStatus | None:
        history = self.history[download_id]
        return history[-1] if history else None

    def wait(self, download_id: str, phase: Phase) -> DownloadStatus:
        wait_until(lambda: phase in {status.phase for status in self.history[download_id][-1:]})
        status = self.last(download_id)
        assert status
        return status

    def close(self) -> None:
        self.downloads.close()
        self.network.close()

    @property
    def names(self) -> list[str]:
        return [model.path.name for model in self.files.installed()]


def request(name: str = NAME, **changes: str | int | None) -> DownloadRequest:
    return DownloadRequest(
        file=RemoteFile(repo=REPO, name=name),
        provenance=Provenance(origin="download", title="Tiny", repo=REPO, file=name),
        **changes,  # type: ignore[arg-type]
    )
