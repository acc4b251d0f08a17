"""The first run over a real store, a real models folder and the real catalogue."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent

from indoors.bridge.downloads import request_for
from indoors.bridge.survey import SurveyBridge
from indoors.core.hardware import (
    Bandwidth,
    Computer,
    Disk,
    Graphics,
    MainMemory,
    Processor,
)
from indoors.protocol.engine import Device, Hello
from indoors.services.download_status import DownloadPhase, DownloadStatus
from indoors.services.network import NetworkRules
from indoors.services.probe import NotHere
from indoors.services.probe.survey import Source
from indoors.ui.welcome.model_card import ModelCard
from indoors.ui.welcome.page import WelcomePage
from tests.helpers.model_desk import ModelDesk

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
    return Hello(protocol=1, version="1.0", build="b1", system="AVX2", devices=devices, pid=1)


class WelcomeDesk(ModelDesk):
    """Nothing connects unless ``rules`` say so and a download is asked for."""

    def __init__(
        self,
        profile: Path,
        *,
        asked: Mapping[str, Source] | None = None,
        online: bool = True,
        rules: NetworkRules | None = None,
    ) -> None:
        super().__init__(profile, rules)
        self.online = online
        models = self.paths.models
        self.survey = SurveyBridge(
            models,
            self,
            asked=asked,
            engine=lambda: NotHere("a test"),
            is_online=lambda: self.online,
        )
        self.page = WelcomePage(self.survey, self.models, self.engine)

    def found(self, computer: Computer, seconds: float = 9.0) -> None:
        """Say what a check of that computer would have said."""
        facts: dict[str, object] = {
            "processor": computer.processor,
            "memory": computer.memory,
            "graphics": computer.graphics,
            "disk": computer.disk,
            "memory_speed": computer.memory_speed,
        }
        for name, known in facts.items():
            value = NotHere("a test") if known is None else known
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
        super().close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
