"""A privacy bridge over a real ledger, a real policy folder and real settings."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from indoors.bridge.privacy import PrivacyBridge, PrivacySources
from indoors.bridge.settings import SettingsBridge
from indoors.bridge.tasks import StoreTasks
from indoors.core.proof import Proof
from indoors.services.ledger import Ledger
from indoors.services.ledger_keys import LedgerKeys
from indoors.services.network_rules import NetworkRules
from indoors.services.paths import Paths
from indoors.services.policy import PolicyFiles, PolicyService
from indoors.services.profile import open_profile
from tests.helpers.isolation import Told, enforcement
from tests.helpers.keys import KEY
from tests.helpers.ledgers import Keyring

WAIT_MS = 30_000


class PrivacyDesk(QObject):
    """As ``main`` builds it; the policy is below ``root``."""

    def __init__(
        self, profile: Path, root: Path, *, prove: Callable[[], Proof] | None = None
    ) -> None:
        super().__init__()
        self.paths = Paths.of(profile)
        self.folder = root / "etc" / "indoors"
        self.folder.mkdir(parents=True)
        for place in (root, root / "etc", self.folder):
            place.chmod(0o755)
        with open_profile(self.paths, KEY) as store:
            settings, _ = store.settings.load()
        self.tasks = StoreTasks(lambda: open_profile(self.paths, KEY), self)
        self.settings = SettingsBridge(settings, self.tasks, self)
        self.keyring = Keyring()
        self.ledger = Ledger(self.paths.ledger, LedgerKeys(self.keyring, pause_s=0.01))
        self.policy = PolicyService(PolicyFiles(root, owner=os.getuid()))
        self.facts = Told((enforcement("window"), enforcement("engine")))
        self.enforced = 0
        self.privacy = PrivacyBridge(
            PrivacySources(
                ledger=self.ledger,
                policy=self.policy,
                enforce=self._enforce,
                isolation=lambda: self.facts,
                prove=prove,
            ),
            self.settings,
            self,
        )

    @property
    def rules(self) -> NetworkRules:
        """What the network is told, as ``main`` tells it."""
        sealed = self.settings.current.privacy.sealed
        return NetworkRules().restricted(self.policy.current(), sealed=sealed)

    def put(self, **values: object) -> None:
        """Write the policy's file."""
        path = self.folder / "policy.json"
        path.write_text(json.dumps({name.replace("__", "."): v for name, v in values.items()}))
        path.chmod(0o644)

    def start(self, qtbot: QtBot) -> None:
        with qtbot.waitSignal(self.privacy.ledger_changed, timeout=WAIT_MS):
            self.privacy.start()

    def settle(self, qtbot: QtBot) -> None:
        """Wait until the lane has done what it was asked for."""
        with qtbot.waitCallback(timeout=WAIT_MS) as called:
            self.privacy._lane.run(lambda: None, called)

    def close(self) -> None:
        self.privacy.close()
        self.ledger.close()
        self.tasks.close()
        self.deleteLater()

    def _enforce(self) -> None:
        self.enforced += 1
