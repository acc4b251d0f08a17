"""Opens the profile: finds its key, makes one for a new profile, and never guesses."""

import contextlib
import dataclasses
import shutil
import time
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

import msgspec
from msgspec import Struct

from indoors.core.errors import AppError, Fact
from indoors.core.recovery_phrase import SHORTEST, is_long_enough
from indoors.protocol.faults import Fault
from indoors.services.paths import Paths
from indoors.services.secrets import KeyringState
from indoors.services.vault import key_file, phrase
from indoors.services.vault.key_file import KeyFile
from indoors.store import pages
from indoors.store.faults import classified
from indoors.store.key import Key

_FAULT_OF: Final = {
    KeyringState.LOCKED: Fault.KEYRING_LOCKED,
    KeyringState.ABSENT: Fault.KEYRING_ABSENT,
    KeyringState.FAILED: Fault.KEYRING_FAILED,
}


class KeySource(StrEnum):
    """Where the key came from this time."""

    KEYRING = "keyring"
    PHRASE = "phrase"
    GIVEN = "given"  # by whoever started the program
    SESSION = "session"  # thrown away at the end, and all that was written with it


class VaultStatus(Struct, frozen=True, kw_only=True):
    source: KeySource
    in_keyring: bool
    phrase_set_ms: int | None  # None: there is no recovery phrase


class Keyring(Protocol):
    """What is used of ``Secrets``."""

    def get(self, name: str) -> str | None: ...
    def set(self, name: str, secret: str) -> KeyringState: ...
    def delete(self, name: str) -> None: ...


class Vault:
    """The key of one profile. Whoever calls ``open``, ``make`` or ``begin_session`` holds its lock.

    Methods may wait for the keyring, and those that take a phrase compute for half a second.
    Everything raises ``AppError`` DISK_FULL and FOLDER_READ_ONLY besides what is named.

    Args:
        paths: of the profile.
        keyring: where keys are kept; None where there is none to be asked.
        given: the key itself, for tests and computers without a user.
    """

    def __init__(self, paths: Paths, keyring: Keyring | None, given: Key | None = None) -> None:
        self.paths = paths
        self._keyring = keyring
        self._given = given
        self._key: Key | None = None
        self._file: KeyFile | None = None
        self._source = KeySource.GIVEN

    # ---- opening --------------------------------------------------------------------------

    @property
    def key(self) -> Key:
        """The key, after one of the methods below returned."""
        if self._key is None:
            raise AppError(Fault.BUG, detail="the vault is closed")
        return self._key

    def open(self) -> Key:
        """Return the key; a profile without a database gets one.

        Raises ``AppError``: KEYRING_LOCKED, KEYRING_ABSENT, KEYRING_FAILED, KEY_LOST,
        KEY_WRONG, PHRASE_NEEDED. Their facts: ``new`` 1 if there is nothing to be opened
        yet, ``phrase`` 1 if a recovery phrase opens it.
        """
        if self._key is None:
            self._drop_session()
            file = key_file.read(self.paths.keys, self._copy)
            if file is None:
                self._begin()
            else:
                self._open(file)
        return self.key

    def open_with(self, words: str) -> Key:
        """Open with the recovery phrase, and put the key back where the keyring lacks it.

        Raises ``AppError``: PHRASE_WRONG, KEY_LOST if there is no phrase.
        """
        file = key_file.read(self.paths.keys, self._copy)
        if file is None or file.phrase is None:
            raise AppError(Fault.KEY_LOST, path=str(self.paths.keys), new=0, phrase=0)
        key = phrase.unwrap(file.phrase, file.id, words)
        if not file.fits(key):
            raise AppError(Fault.KEY_WRONG, path=str(self.paths.keys), new=0, phrase=1)
        if file.keyring:
            self._store(file, key)  # if it cannot now, the phrase is asked for again
        return self._take(key, file, KeySource.PHRASE)

    def make(self, words: str) -> Key:
        """Make the key of a new profile that has no keyring: it is kept under this phrase."""
        key = Key.random()
        file = key_file.new(key)
        file = _with_phrase(file, key, words)
        self._write(file)
        return self._take(key, file, KeySource.PHRASE)

    def begin_session(self) -> Key:
        """Keep nothing: a database of its own, whose key is in memory only."""
        self.paths = dataclasses.replace(self.paths, session=True)
        self._drop_session()
        return self._take(Key.random(), None, KeySource.SESSION)

    def close(self) -> None:
        """Forget the key."""
        self._key = None
        if self._source is KeySource.SESSION:
            self._drop_session()

    # ---- what opens it from now on --------------------------------------------------------

    def status(self) -> VaultStatus:
        file = self._file
        set_ms = file.phrase.set_ms if file is not None and file.phrase is not None else None
        return VaultStatus(
            source=self._source,
            in_keyring=file is not None and file.keyring,
            phrase_set_ms=set_ms,
        )

    def set_phrase(self, words: str) -> VaultStatus:
        """Set or change the recovery phrase. The one before no longer opens anything."""
        self._change(_with_phrase(self._described(), self.key, words))
        return self.status()

    def check_phrase(self, words: str) -> bool:
        """Tell whether this is the recovery phrase."""
        file = self._described()
        if file.phrase is None:
            return False
        try:
            return phrase.unwrap(file.phrase, file.id, words) == self.key
        except AppError:
            return False

    def remember(self, *, in_keyring: bool) -> VaultStatus:
        """Keep the key in the keyring, or ask for the phrase at each start.

        Raises ``AppError`` of the keyring, and PHRASE_NEEDED if nothing else would open it.
        """
        file = self._described()
        if in_keyring:
            state = self._store(file, self.key)
            if state is not KeyringState.READY:
                raise AppError(_FAULT_OF[state])
        elif file.phrase is None:
            raise AppError(Fault.PHRASE_NEEDED, new=0, phrase=0)
        self._change(msgspec.structs.replace(file, keyring=in_keyring))
        if not in_keyring and self._keyring is not None:
            self._keyring.delete(_entry(file))
        return self.status()

    # ---- inside ---------------------------------------------------------------------------

    @property
    def _copy(self) -> Path:
        return self.paths.backups / key_file.NAME

    def _begin(self) -> None:
        database = self.paths.database
        with classified(database):
            plain = database.exists() and pages.is_plain(database)
            encrypted = database.exists() and not plain
            fits = self._given and encrypted and pages.made_with(database, self._given)
        if encrypted and not fits:
            fault = Fault.KEY_WRONG if self._given else Fault.KEY_LOST
            raise AppError(fault, path=str(self.paths.keys), new=0, phrase=0)
        key = self._given or Key.random()
        file = key_file.new(key, keyring=self._given is None)
        if self._given is None:
            state = self._store(file, key)
            if state is not KeyringState.READY:
                raise AppError(_FAULT_OF[state], new=1, phrase=0, plain=int(plain))
        self._write(file)
        self._take(key, file, KeySource.GIVEN if self._given else KeySource.KEYRING)

    def _open(self, file: KeyFile) -> None:
        facts: dict[str, Fact] = {"new": 0, "phrase": int(file.phrase is not None)}
        key = self._given
        if key is None:
            key = self._from_keyring(file, facts)
        if not file.fits(key):
            raise AppError(Fault.KEY_WRONG, path=str(self.paths.keys), **facts)
        if not self.paths.keys.exists():  # only the copy was left
            self._write(file)
        self._take(key, file, KeySource.GIVEN if self._given else KeySource.KEYRING)

    def _from_keyring(self, file: KeyFile, facts: dict[str, Fact]) -> Key:
        if not file.keyring:
            raise AppError(Fault.PHRASE_NEEDED, **facts)
        if self._keyring is None:
            raise AppError(Fault.KEYRING_ABSENT, **facts)
        try:
            stored = self._keyring.get(_entry(file))
        except AppError as error:
            raise AppError(error.fault, **{**error.facts, **facts}) from error
        if stored is None:
            raise AppError(Fault.KEY_LOST, path=str(self.paths.keys), **facts)
        try:
            return Key(bytes.fromhex(stored))
        except ValueError as error:
            raise AppError(Fault.KEY_WRONG, path=str(self.paths.keys), **facts) from error

    def _store(self, file: KeyFile, key: Key) -> KeyringState:
        """Put the key into the keyring, and nowhere else: not even for the session."""
        if self._keyring is None:
            return KeyringState.ABSENT
        state = self._keyring.set(_entry(file), key.reveal().hex())
        if state is not KeyringState.READY:
            with contextlib.suppress(AppError):
                self._keyring.delete(_entry(file))
        return state

    def _described(self) -> KeyFile:
        if self._file is None:
            raise AppError(Fault.BUG, detail="a session has no key file")
        return self._file

    def _change(self, file: KeyFile) -> None:
        self._write(file)
        self._file = file

    def _write(self, file: KeyFile) -> None:
        key_file.write(file, self._copy, self.paths.keys)

    def _take(self, key: Key, file: KeyFile | None, source: KeySource) -> Key:
        self._key, self._file, self._source = key, file, source
        return key

    def _drop_session(self) -> None:
        """Remove what a session left: nobody has its key any more."""
        folder = dataclasses.replace(self.paths, session=True).database.parent
        with classified(folder):
            if folder.exists():
                shutil.rmtree(folder)


def _with_phrase(file: KeyFile, key: Key, words: str) -> KeyFile:
    if not is_long_enough(words):
        raise AppError(Fault.PHRASE_SHORT, shortest=SHORTEST)
    slot = phrase.wrap(key, file.id, words, int(time.time() * 1000))
    return msgspec.structs.replace(file, phrase=slot)


def _entry(file: KeyFile) -> str:
    return f"database-key-{file.id}"
