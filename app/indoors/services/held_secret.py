"""A secret that many orders need: asked of the keyring once, and then remembered."""

import re
import threading
from collections.abc import Callable

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.secrets import KeyringState, Secrets

_PLAIN = re.compile(r"[\x21-\x7e]{1,1000}")
_LOGIN = re.compile(r"[^:\r\n]{1,200}:[^\r\n]{1,1000}")


def is_token(text: str) -> bool:
    """Return whether this can be an access token: one word, which a header can carry."""
    return _PLAIN.fullmatch(text) is not None


def is_login(text: str) -> bool:
    """Return whether this is a name and a password with a colon between them."""
    return _LOGIN.fullmatch(text) is not None


class HeldSecret:
    """Calling it returns the secret, "" if there is none. Waits: not for the GUI thread.

    ``expected`` says whether the keyring has one: if not, it is not even asked, as that may
    have it ask the user for its password. One that refuses is not asked again before ``retry``.
    """

    def __init__(self, secrets: Secrets, name: str, expected: Callable[[], bool]) -> None:
        self._secrets = secrets
        self._name = name
        self._expected = expected
        self._lock = threading.Lock()
        self._known: str | None = None
        self.problem: Fault | None = None
        """Why the keyring did not hand it out."""

    def __call__(self) -> str:
        with self._lock:
            if self._known is None:
                self._known = self._read() if self._expected() else ""
            return self._known

    def set(self, secret: str) -> KeyringState:
        """Keep a secret. Anything but READY: until the end of this session, and why."""
        state = self._secrets.set(self._name, secret)
        with self._lock:
            self._known, self.problem = secret, None
        return state

    def forget(self) -> None:
        """Forget it here and in the keyring. Raises as ``Secrets.delete``."""
        self._secrets.delete(self._name)
        with self._lock:
            self._known, self.problem = "", None

    def retry(self) -> Fault | None:
        """Ask a keyring that refused again; returns why it still does."""
        with self._lock:
            if self.problem is not None:
                self._known = None
        self()
        return self.problem

    def _read(self) -> str:
        try:
            found = self._secrets.get(self._name) or ""
        except AppError as error:
            self.problem = error.fault
            return ""
        self.problem = None
        return found
