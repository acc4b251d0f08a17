"""The keyring of the operating system, and nothing that only looks like one.

The ``keyring`` library would pick among all backends that happen to be installed, one of
which keeps secrets as plain text; its configuration file and environment can name it, too.
So it is not asked to pick: only the backends named here are ever built.

Everything here waits for another program, and some of it for the user. The library is
imported when a secret is first needed, which most starts of the program never come to.
"""

import contextlib
import importlib
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Final, cast

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_BACKENDS: Final = {
    "darwin": (("keyring.backends.macOS", "Keyring"),),
    "win32": (("keyring.backends.Windows", "WinVaultKeyring"),),
}
_FREEDESKTOP: Final = (
    ("keyring.backends.SecretService", "Keyring"),  # GNOME Keyring, KWallet, KeePassXC
    ("keyring.backends.kwallet", "DBusKeyring"),  # KWallet before it spoke the above
)
_SECRET_SERVICE: Final = _FREEDESKTOP[0][0]
_NO_SERVICE: Final = object()
_LOCKED: Final = {"KeyringLocked", "LockedException", "PromptDismissedException"}


class KeyringState(StrEnum):
    READY = "ready"
    LOCKED = "locked"  # or it asked for its password and got none
    ABSENT = "absent"
    FAILED = "failed"


STATES: Final = {
    Fault.KEYRING_LOCKED: KeyringState.LOCKED,
    Fault.KEYRING_ABSENT: KeyringState.ABSENT,
    Fault.KEYRING_FAILED: KeyringState.FAILED,
}


def read(service: str, name: str) -> str | None:
    """Return a secret, or None if there is none.

    Raises ``AppError``, as the next two do: KEYRING_LOCKED, KEYRING_ABSENT, KEYRING_FAILED.
    """
    if sys.platform not in _BACKENDS:
        with _named():
            found = _read_directly(service, name)
        if found is not _NO_SERVICE:
            return cast("str | None", found)
    with _unlocked() as backend:
        return backend.get_password(service, name)


def import_reader() -> None:
    """Import what ``read`` needs where most secrets are kept; nothing is asked yet."""
    if sys.platform not in _BACKENDS:
        importlib.import_module("secretstorage")


def _read_directly(service: str, name: str) -> object:
    """Read as ``keyring`` reads from a Secret Service, without it: every start reads a key.

    The library takes 60 ms to import, of which nothing is needed for that.
    """
    import secretstorage

    try:
        bus = secretstorage.dbus_init()
    except secretstorage.SecretServiceNotAvailableException:
        return _NO_SERVICE
    with contextlib.closing(bus):
        if not secretstorage.check_service_availability(bus):
            return _NO_SERVICE
        try:
            collection = secretstorage.get_collection_by_alias(bus, "default")
        except secretstorage.ItemNotFoundException:
            return None  # nothing was ever kept
        if collection.is_locked():
            collection.unlock()
            if collection.is_locked():
                raise AppError(Fault.KEYRING_LOCKED)
        query = {"username": name, "service": service}
        item = next(iter(collection.search_items(query)), None)
        return None if item is None else item.get_secret().decode("utf-8")


def write(service: str, name: str, secret: str) -> None:
    """Keep a secret, and see that it is kept: not every backend tells when it fails."""
    with _unlocked() as backend:
        backend.set_password(service, name, secret)
        if backend.get_password(service, name) != secret:
            raise AppError(Fault.KEYRING_FAILED, detail="it did not keep what it was given")


def remove(service: str, name: str) -> None:
    """Forget a secret; there may be none."""
    with _unlocked() as backend:
        if backend.get_password(service, name) is not None:
            backend.delete_password(service, name)


def state() -> KeyringState:
    """Return how the keyring is, without asking the user to unlock it."""
    try:
        with _named():
            locked = _is_locked(_backend(), unlock=False)
    except AppError as error:
        return STATES[error.fault]
    return KeyringState.LOCKED if locked else KeyringState.READY


@contextlib.contextmanager
def _unlocked() -> "Iterator[KeyringBackend]":
    with _named():
        backend = _backend()
        if _is_locked(backend, unlock=True):
            raise AppError(Fault.KEYRING_LOCKED)
        yield backend


def _backend() -> "KeyringBackend":
    """Return the first backend of the list that works here. Raises AppError(KEYRING_ABSENT)."""
    for module, name in _BACKENDS.get(sys.platform, _FREEDESKTOP):
        kind = getattr(importlib.import_module(module), name)
        if kind.viable:
            made = kind()
            if name == "WinVaultKeyring":
                made.persist = "local machine"  # its default travels to a domain's other computers
            return cast("KeyringBackend", made)
    raise AppError(Fault.KEYRING_ABSENT)


def _is_locked(backend: "KeyringBackend", *, unlock: bool) -> bool:
    """Return whether it is locked, after asking for its password if ``unlock``.

    The library asks by itself, but then leaves a connection open for each refusal. Other
    systems' keyrings do not tell until a secret is read.
    """
    if type(backend).__module__ != _SECRET_SERVICE:
        return False
    import secretstorage

    with contextlib.closing(secretstorage.dbus_init()) as bus:
        try:
            collection = secretstorage.get_collection_by_alias(bus, "default")
        except secretstorage.ItemNotFoundException:
            return False  # the library has it made for the first secret
        if unlock and collection.is_locked():
            collection.unlock()
        return collection.is_locked()


@contextlib.contextmanager
def _named() -> Iterator[None]:
    """Turn what the backends raise into an ``AppError``; each has exceptions of its own."""
    try:
        yield
    except AppError:
        raise
    except Exception as error:
        if any(type(cause).__name__ in _LOCKED for cause in _causes(error)):
            raise AppError(Fault.KEYRING_LOCKED) from error
        raise AppError(Fault.KEYRING_FAILED, detail=type(error).__name__) from error


def _causes(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__ or current.__context__
