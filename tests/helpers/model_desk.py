"""The models of a profile over a real store, with real files and the real catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from indoors.bridge.engine import EngineBridge
from indoors.bridge.models import ModelsBridge
from indoors.bridge.settings import SettingsBridge
from indoors.bridge.tasks import StoreTasks
from indoors.services.catalog import read_catalog
from indoors.services.journal import AnswerJournal
from indoors.services.licences import LicenceTexts
from indoors.services.model_files import ModelFiles
from indoors.services.model_headers import ModelHeaders
from indoors.services.model_sources import ModelSources
from indoors.services.network import Network, NetworkRules
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from tests.helpers.contacts import Contacts
from tests.helpers.keys import KEY

WAIT_MS = 30_000


class ModelDesk(QObject):
    """As ``main`` builds it. Sealed unless ``rules`` say otherwise: nothing may connect."""

    def __init__(self, profile: Path, rules: NetworkRules | None = None) -> None:
        super().__init__()
        self.paths = Paths.of(profile)
        with open_profile(self.paths, KEY) as store:
            settings, _ = store.settings.load()
        self.tasks = StoreTasks(lambda: open_profile(self.paths, KEY), self)
        self.settings = SettingsBridge(settings, self.tasks, self)
        self.engine = EngineBridge(self.settings, AnswerJournal(self.tasks.run), self)
        headers = ModelHeaders()
        found = rules or NetworkRules(sealed=True)
        self.sources = ModelSources(
            catalog=read_catalog(self.paths.resources),
            files=ModelFiles(self.paths.models, headers.check),
            headers=headers,
            licences=LicenceTexts(self.paths.resources),
            network=Network(lambda: found, Contacts()),
            home=profile / "home",
            environment={},
        )
        self.models = ModelsBridge(self.sources, self.engine, self.settings, self.tasks, self)

    def start(self, qtbot: QtBot) -> None:
        """Start and wait until the folder was read and models were judged."""
        self.models.start()
        qtbot.waitUntil(lambda: bool(self.models.shelf.files), timeout=WAIT_MS)
        self.settle(qtbot)

    def settle(self, qtbot: QtBot) -> None:
        """Wait until everything asked so far was read and judged."""
        with qtbot.waitCallback(timeout=WAIT_MS) as called:
            self.tasks.run(lambda _: None, called)
        with qtbot.waitCallback(timeout=WAIT_MS) as called:
            self.models._judge.lane.run(lambda: None, called)
        self.models.refresh()
        qtbot.waitUntil(lambda: not self.models._judge._busy, timeout=WAIT_MS)

    def close(self) -> None:
        self.models.close()
        self.engine.close()
        self.tasks.close()
        self.deleteLater()


@contextmanager
def model_desk(
    qtbot: QtBot, profile: Path, rules: NetworkRules | None = None
) -> Iterator[ModelDesk]:
    made = ModelDesk(profile, rules)
    try:
        made.start(qtbot)
        yield made
    finally:
        made.close()
