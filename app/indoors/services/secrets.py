"""Keys and tokens of one profile: in the keyring of the operating system, or nowhere.

A secret that the keyring does not take is kept in memory for this session, and whoever
sets it is told so. It is never written to a file.
"""

import re
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services import os_keyring
from indoors.services.durable import write_durably
from indoors.services.os_keyring import STATES, KeyringState
from indoors.store.faults import classified

__all__ = ["HUB_TOKEN", "PROXY_LOGIN", "KeyringState", "Secrets", "profile_id"]

T = TypeVar("T")

HUB_TOKEN: Final = "hub-token"  # noqa: S105 - a name
PROXY_LOGIN: Final = "proxy-login"

PATIENCE_S: Final = 60.0
"""How long the user may look for the keyring's password before we go on without it."""

HURRIED_S: Final = 1.5
"""The same once the window closes: a keyring that is open answers in a tenth of a second."""

_ID_FILE: Final = "profile.id"
_ID = re.compile(r"[0-9a-f]{32}")


class Secrets:
    """Secrets by name. Methods wait, for the user even: not for the GUI thread.

    They may be called from any thread, and raise ``AppError``: KEYRING_LOCKED (which stands
    for a keyring that does not answer, too), KEYRING_ABSENT, KEYRING_FAILED, and, as the
    profile's folder is written to once, FOLDER_READ_ONLY.
    """

    def __init__(self, data: Path, *, patience_s: float = PATIENCE_S) -> None:
        self._data = data
        self._patience_s = patience_s
        self._session: dict[str, str] = {}
        self._changed = threading.Condition()
        self._busy = False
        self._hurried: float | None = None  # time.monotonic
        self._closed = False

    def get(self, name: str) -> str | None:
        """Return a secret; None only if the keyring says that there is none."""
        if name in self._session:
            return self._session[name]
        return self._ask(lambda service: os_keyring.read(service, name))

    def set(self, name: str, secret: str) -> KeyringState:
        """Keep a secret. READY: in the keyring; anything else: until ``close``, and why."""
        try:
            self._ask(lambda service: os_keyring.write(service, name, secret))
        except AppError as error:
            if error.fault not in STATES:
                raise
            self._session[name] = secret
            return STATES[error.fault]
        self._session.pop(name, None)
        return KeyringState.READY

    def delete(self, name: str) -> None:
        """Forget a secret; there may be none. If this raises, the keyring may still have it."""
        kept_here = self._session.pop(name, None) is not None
        try:
            self._ask(lambda service: os_keyring.remove(service, name))
        except AppError as error:
            if not (kept_here and error.fault is Fault.KEYRING_ABSENT):
                raise

    def state(self) -> KeyringState:
        """Return how the keyring is now, without asking the user for its password."""
        try:
            return self._ask(lambda _: os_keyring.state())
        except AppError as error:
            return STATES.get(error.fault, KeyringState.FAILED)

    def hurry(self) -> None:
        """The window closes: nobody waits for the user any more, and for the keyring a moment."""
        with self._changed:
            self._hurried = time.monotonic()
            self._changed.notify_all()

    def close(self) -> None:
        """Forget what is kept for the session; whoever waits for the keyring is let go."""
        self._session.clear()
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _ask(self, work: Callable[[str], T]) -> T:
        """Run on a thread of its own, which a prompt that nobody answers may keep for ever."""
        found: list[T | AppError] = []

        def run() -> None:
            try:
                found.append(work(f"indoors {profile_id(self._data)}"))
            except AppError as error:
                found.append(error)
            finally:
                with self._changed:
                    self._busy = False
                    self._changed.notify_all()

        with self._changed:
            self._wait(lambda: not self._busy)  # one prompt at a time
            self._busy = True
            threading.Thread(target=run, name="keyring", daemon=True).start()
            self._wait(lambda: bool(found))
        if isinstance(found[0], AppError):
            raise found[0]
        return found[0]

    def _wait(self, done: Callable[[], bool]) -> None:
        """Raises AppError(KEYRING_LOCKED) if the keyring takes too long, or after ``close``."""
        began = time.monotonic()
        while not (self._closed or done()):
            limit = began + self._patience_s
            if self._hurried is not None:
                limit = min(limit, max(began, self._hurried) + HURRIED_S)
            if not self._changed.wait(max(0.0, limit - time.monotonic())):
                break
        if self._closed or not done():
            raise AppError(Fault.KEYRING_LOCKED)


def profile_id(data: Path) -> str:
    """Return what names this profile in the keyring; it travels with the folder.

    Raises AppError(FOLDER_READ_ONLY or DISK_FULL) if it can be neither read nor made.
    """
    file = data / _ID_FILE
    with classified(data):
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        known = file.read_bytes().decode("ascii", "replace").strip() if file.exists() else ""
        if not _ID.fullmatch(known):
            known = uuid.uuid4().hex
            write_durably(file, f"{known}\n".encode())
    return known
