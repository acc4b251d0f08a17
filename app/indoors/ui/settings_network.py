"""The card of the way to the model hub: fields of the settings, two secrets, and the test."""

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QWidget

from indoors.bridge.network import NetworkBridge
from indoors.core.errors import AppError
from indoors.protocol.broker import Greeted
from indoors.ui.forms import FormRow
from indoors.ui.settings_fields import SettingsField
from indoors.ui.settings_secret import SecretField, SecretWords
from indoors.ui.settings_text import TextField
from indoors.ui.text import network as text
from indoors.ui.text.errors import describe
from indoors.ui.widgets import Button, Label
from indoors.ui.widgets.accessible import announce

_TOKEN = SecretWords(text.ACCESS, text.ACCESS_BODY, text.ACCESS_HINT, text.ACCESS_WRONG)
_LOGIN = SecretWords(text.LOGIN, text.LOGIN_BODY, text.LOGIN_HINT, text.LOGIN_WRONG)


class ConnectionTest(QWidget):
    """A button, and beside it what came of its one request."""

    def __init__(self, network: NetworkBridge) -> None:
        super().__init__()
        self._network = network
        self.button = Button(text.TEST)
        self.outcome = Label("", ink="text.secondary", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.button)
        row.addWidget(self.outcome, 1)
        self.button.clicked.connect(self._start)
        network.tested.connect(self._reached)
        network.test_failed.connect(self._failed)
        network.way_changed.connect(lambda: self._say("", "text.secondary"))
        self.setFocusProxy(self.button)

    def _start(self) -> None:
        self.button.set_busy(text.TESTING)
        self._say("", "text.secondary")
        self._network.test()

    def _reached(self, greeted: Greeted) -> None:
        self.button.set_busy(None)
        self._say(text.reached(greeted), "indoor.text")

    def _failed(self, error: AppError) -> None:
        self.button.set_busy(None)
        words = describe(error)
        self._say(f"{words.title} {words.todo}", "danger.text")

    def _say(self, words: str, ink: str) -> None:
        self.outcome.set_text(words)
        self.outcome.set_ink(ink)
        if words and self.isVisible():
            announce(self.outcome)


class NetworkRows:
    """What stands in the card, in its order."""

    def __init__(
        self, network: NetworkBridge, made: Mapping[str, tuple[SettingsField, FormRow]]
    ) -> None:
        self._network = network
        self.token = SecretField(network.token, _TOKEN)
        self.login = SecretField(network.proxy_login, _LOGIN)
        self.test = ConnectionTest(network)
        rows: dict[str, QWidget] = {name: row for name, (_, row) in made.items()}
        token = FormRow(_TOKEN.title, _TOKEN.body, self.token, below=True)
        login = FormRow(_LOGIN.title, _LOGIN.body, self.login, below=True)
        rows["token"], rows["login"] = token, login
        rows["test"] = FormRow(text.TEST_TITLE, text.TEST_BODY, self.test, below=True)
        order = ("endpoint", "more_hosts", "token", "proxy", "proxy_address", "login", "ca_file")
        self.rows = [rows[name] for name in (*order, "test")]
        endpoint = made["endpoint"][0].control
        assert isinstance(endpoint, TextField)
        endpoint.edit.setPlaceholderText(
            text.default_hub(network.default_hub, is_set=network.default_is_set)
        )
        made["ca_file"][0].set_check(network.check_certificate)
        self._endpoint = endpoint

    def follow(self, *, sealed: bool, mirror: str | None) -> None:
        """Sealed, there is no test. A mirror that an office has set is shown, and stays."""
        self.rows[-1].setVisible(not sealed)
        self._endpoint.setEnabled(mirror is None)
        self._endpoint.setToolTip(text.managed_hub(mirror) if mirror else "")
