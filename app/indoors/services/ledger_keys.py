"""What a ledger needs that must not lie beside it: its secret key, and the anchor.

Both are in the keyring. Without one the key lasts for this session, and the ledger can
show edits, but not that it was cut off or written anew: the window says which it is.
"""

import hmac
import secrets
import threading
from enum import StrEnum
from typing import Protocol

import msgspec

from indoors.core.errors import AppError
from indoors.core.ledger import Anchor

KEY, ANCHOR = "ledger-key", "ledger-anchor"
_BYTES = 32
_KEPT = "ready"
_PATIENCE_S = 5.0
_PAUSE_S = 0.5
"""A keyring takes about a tenth of a second for each write; lines come in bursts."""


class SecretStore(Protocol):
    """The part of ``services.secrets`` that is used here."""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, secret: str) -> str: ...

    def state(self) -> str:
        """Return "ready" if it answers without asking the user for anything."""


class Protection(StrEnum):
    KEYRING = "keyring"
    SESSION = "session"  # no keyring, or a locked one: the key is gone with this run


class LedgerKeys:
    """Loaded once, by ``load``. ``secret_store`` None: for this session only."""

    def __init__(self, secret_store: SecretStore | None, *, pause_s: float = _PAUSE_S) -> None:
        self._secrets = secret_store
        self._pause_s = pause_s
        self._changed = threading.Condition()
        self._wanted: Anchor | None = None
        self._closed = False
        self._thread: threading.Thread | None = None
        self._seed = b""
        self.protection = Protection.SESSION
        self.anchor: Anchor | None = None
        """As it was found; a newer one is only written."""

    @property
    def mac(self) -> bytes:
        """The key that signs lines."""
        return hmac.digest(self._seed, b"indoors ledger mac", "sha256")

    @property
    def signing(self) -> bytes:
        """The seed of the Ed25519 key that signs exports."""
        return hmac.digest(self._seed, b"indoors ledger export", "sha256")

    def load(self) -> None:
        """Ask the keyring, if it is open: nobody is asked for a password. Nothing is raised."""
        self._seed = secrets.token_bytes(_BYTES)
        self.protection, self.anchor = Protection.SESSION, None
        if self._secrets is None or self._secrets.state() != _KEPT:
            return
        try:
            known = _seed_of(self._secrets.get(KEY))
            if known is None and self._secrets.set(KEY, self._seed.hex()) != _KEPT:
                return
            self._seed = known or self._seed
            self.anchor = _anchor_of(self._secrets.get(ANCHOR))
        except AppError:
            return
        self.protection = Protection.KEYRING

    def forget_anchor(self) -> None:
        """Drop it at once: the ledger it belongs to is set aside."""
        if self._secrets is not None and self.protection is Protection.KEYRING:
            self._write_anchor("")

    def move_anchor(self, anchor: Anchor) -> None:
        """Note the ledger's new end, a moment later; does not wait."""
        if self.protection is not Protection.KEYRING:
            return
        with self._changed:
            self._wanted = anchor
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="ledger-anchor", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def close(self) -> None:
        """Wait until the last anchor is written, or the keyring takes too long."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(_PATIENCE_S)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted is not None or self._closed)
                self._changed.wait_for(lambda: self._closed, self._pause_s)
                anchor, self._wanted = self._wanted, None
            if anchor is None:
                return
            self._write_anchor(msgspec.json.encode(anchor).decode())

    def _write_anchor(self, said: str) -> None:
        assert self._secrets is not None
        try:
            kept = self._secrets.set(ANCHOR, said)
        except AppError:
            kept = ""
        if kept != _KEPT:
            self.protection = Protection.SESSION  # said by the next line's state


def _seed_of(text: str | None) -> bytes | None:
    try:
        seed = bytes.fromhex(text or "")
    except ValueError:
        return None
    return seed if len(seed) == _BYTES else None


def _anchor_of(text: str | None) -> Anchor | None:
    try:
        return msgspec.json.decode(text or "", type=Anchor)
    except msgspec.DecodeError:
        return None
