"""The first run over a real store, a real models folder and the real catalogue."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject

from indoors.bridge.downloads import request_for
from indoors.bridge.engine import EngineBridge
from indoors.bridge.models import ModelsBridge, ModelSources
from indoors.bridge.settings import SettingsBridge
from indoors.bridge.survey import SurveyBridge
from indoors.bridge.tasks import StoreTasks
from indoors.core.hardware import (
    Bandwidth,
    Computer,
    Disk,
    Graphics,
    MainMemory,
    Processor,
)
from indoors.protocol.engine import Device, Hello
from indoors.services.catalog import read_catalog
from indoors.services.download_status import DownloadPhase, DownloadStatus
from indoors.services.journal import AnswerJournal
from indoors.services.model_files import ModelFiles
from indoors.services.model_headers import ModelHeaders
from indoors.services.network import Network, NetworkRules
from indoors.services.paths import Paths
from indoors.services.probe.survey import Source
from indoors.services.profile import open_profile
from indoors.ui.welcome.model_card import ModelCard
from indoors.ui.welcome.page import WelcomePage
from tests.ui.seeing import RESOURCES

GIB = 1024**3
OFFICE_PC = Computer(
    processor=Processor(
        model="AMD Ryzen 7 7700 8-Core Processor",
        logical_cores=16,
        physical_cores=8,
        features=("AVX-512", "AVX2"),
    ),
    memory=MainMemory(total=32 * GIB, free=int(22.8 * GIB)),
    graphics=(
        Graphics(
            name="GeForce RTX 4060",
            vendor="nvidia",
            memory_total=8 * GIB,
            memory_free=int(7.4 * GIB),
            driver="570.10",
            bandwidth=272_000_000_000,
        ),
    ),
    disk=Disk(
        folder="/home/ann", total=1_000_000_000_000, free=412_000_000_000, is_solid_state=True
    ),
    memory_speed=Bandwidth(bytes_per_second=58_000_000_000, bytes_read=10**10, seconds=2.1),
)
CARD_OF_OFFICE_PC = Device(
    name="CUDA0",
    description="NVIDIA GeForce RTX 4060",
    kind="gpu",
    memory_total=8 * GIB,
    memory_free=int(7.4 * GIB),
)


def hello(*devices: Device) -> Hello:
    """What an engine with these devices says first."""
    return Hello(
        protocol=1, version="1.0", build="b1", system="AVX2", devices=devices, pid=1
    )


class WelcomeDesk(QObject):
    """Everything the first run needs. Nothing connects unless a download is asked for."""

    def __init__(
        self,
        profile: Path,
        *,
        asked: Mapping[str, Source] | None = None,
        online: bool = True,
        endpoint: str = "http://127.0.0.1:9",
    ) -> None:
        super().__init__()
        paths = Paths.of(profile)
        with open_profile(paths) as store:
            settings, _ = store.settings.load()
        self.online = online
        self.paths = paths
        self.tasks = StoreTasks(lambda: open_profile(paths), self)
        self.settings = SettingsBridge(settings, self.tasks, self)
        self.engine = EngineBridge(self.settings, AnswerJournal(self.tasks.run), self)
        self.headers = ModelHeaders()
        rules = NetworkRules(endpoint=endpoint, proxy="")
        given = ModelSources(
            catalog=read_catalog(RESOURCES),
            files=ModelFiles(paths.models, self.headers.check),
            headers=self.headers,
            network=Network(lambda: rules, environment={}),
            home=profile / "home",
            environment={},
        )
        self.models = ModelsBridge(given, self.engine, self.settings, self.tasks, self)
        self.survey = SurveyBridge(
            paths.models, self, asked=asked, is_online=lambda: self.online
        )
        self.page = WelcomePage(self.survey, self.models, self.engine)

    def found(self, computer: Computer, seconds: float = 9.0) -> None:
        """Say what a check of that computer would have said."""
        facts = {
            "processor": computer.processor,
            "memory": computer.memory,
            "graphics": computer.graphics,
            "disk": computer.disk,
            "memory_speed": computer.memory_speed,
        }
        for name, value in facts.items():
            self.survey.facts[name] = value
            self.survey.fact.emit(name, value)
        self.survey.computer, self.survey.seconds = computer, seconds
        self.survey.finished.emit(computer)

    def status(self, card: ModelCard, phase: DownloadPhase, **changes: object) -> DownloadStatus:
        """Return news of a download of the card's model."""
        assert card.candidate is not None
        request = request_for(card.candidate.entry, card.candidate.file)
        told = {"id": card.role.value, "request": request, "phase": phase, "total": request.size}
        return DownloadStatus(**{**told, **changes})  # type: ignore[arg-type]

    def say(self, card: ModelCard, phase: DownloadPhase, **changes: object) -> None:
        self.models.download_changed.emit(self.status(card, phase, **changes))

    def close(self) -> None:
        self.page.close()
        self.page.deleteLater()
        self.survey.close()
        self.models.close()
        self.engine.close()
        self.tasks.close()
        self.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
