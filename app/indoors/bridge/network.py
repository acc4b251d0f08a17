"""The way to the model hub as the window sees it: its secrets, its test, its certificate."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from indoors.bridge.file_tasks import FileTasks
from indoors.bridge.held_secrets import Held, HeldSecretBridge
from indoors.bridge.settings import SettingsBridge
from indoors.core.errors import AppError
from indoors.services.certificates import read_certificates
from indoors.services.held_secret import HeldSecret, is_login, is_token
from indoors.services.isolation import Isolation
from indoors.services.network import Network, NetworkRules, Recorder, default_hub
from indoors.services.secrets import HUB_TOKEN, PROXY_LOGIN, Secrets


class NetworkBridge(QObject):
    """Makes the ``Network``, by the settings as they are at each order."""

    way_changed = Signal()  # what failed may go well now
    tested = Signal(object)  # Greeted
    test_failed = Signal(object)  # AppError

    def __init__(
        self,
        settings: SettingsBridge,
        secrets: Secrets,
        recorder: Recorder,
        environment: Mapping[str, str],
        parent: QObject | None = None,
        isolation: Isolation | None = None,
    ) -> None:
        super().__init__(parent)
        self.restrict: Callable[[NetworkRules], NetworkRules] = lambda rules: rules
        """Takes from what the settings say; for any thread. Whoever owns a policy sets it."""
        self.default_hub = default_hub(environment)
        self.default_is_set = bool(environment.get("HF_ENDPOINT"))
        self._secrets = secrets
        self._lane = FileTasks(self)
        token = HeldSecret(secrets, HUB_TOKEN, lambda: settings.current.network.has_token)
        login = HeldSecret(secrets, PROXY_LOGIN, lambda: settings.current.network.has_proxy_login)
        self.network = Network(
            lambda: self.restrict(NetworkRules.of(settings.current.network)),
            recorder,
            token=token,
            proxy_login=login,
            environment=environment,
            isolation=isolation,
        )
        self.token = HeldSecretBridge(token, "has_token", settings, self._lane, is_token, self)
        self.proxy_login = HeldSecretBridge(
            login, "has_proxy_login", settings, self._lane, is_login, self
        )
        settings.changed.connect(self._settings_changed)
        for secret in (self.token, self.proxy_login):
            secret.changed.connect(lambda held=secret: self._secret_changed(held.held))

    def test(self) -> None:
        """Make one request to the hub, as the settings are now."""
        self._lane.run(self.network.greet, self.tested.emit, self.test_failed.emit)

    def check_certificate(
        self, path: str, good: Callable[[bytes], None], bad: Callable[[AppError], None]
    ) -> None:
        """See whether a file looks like certificates; nothing is sent."""
        self._lane.run(lambda: read_certificates(Path(path)), good, bad)

    def close(self) -> None:
        """End what runs, so that nobody waits for it, nor for the keyring's password."""
        self._secrets.hurry()
        self.network.close()
        self._lane.close()

    def _settings_changed(self, section: str) -> None:
        if section == "network":
            self.way_changed.emit()

    def _secret_changed(self, held: Held) -> None:
        if held in (Held.KEYRING, Held.SESSION):
            self.way_changed.emit()
