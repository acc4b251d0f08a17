"""``keys.json``: everything about the key but the key, beside the database it belongs to.

A copy lies with the backups. Whoever has the file and neither keyring nor phrase has nothing:
``check`` is an HMAC under 256 random bits.
"""

import hmac
import logging
import secrets
from pathlib import Path

import msgspec
from msgspec import Struct

from indoors.services.durable import write_durably
from indoors.services.vault.phrase import WrappedKey
from indoors.store.faults import classified
from indoors.store.key import Key

log = logging.getLogger(__name__)

NAME = "keys.json"
_MOST_BYTES = 65_536


class KeyFile(Struct, frozen=True, kw_only=True):
    format: int = 1
    id: str  # names the key in the keyring
    check: bytes  # tells the key from every other
    keyring: bool = False
    phrase: WrappedKey | None = None

    def fits(self, key: Key) -> bool:
        return hmac.compare_digest(self.check, _check(key, self.id))


def new(key: Key, *, keyring: bool = False, phrase: WrappedKey | None = None) -> KeyFile:
    """Describe a key that has just been made; nothing is written yet."""
    key_id = secrets.token_hex(8)
    return KeyFile(id=key_id, check=_check(key, key_id), keyring=keyring, phrase=phrase)


def read(*places: Path) -> KeyFile | None:
    """Return the first that can be read; None if there is none."""
    for place in places:
        try:
            data = place.read_bytes()[:_MOST_BYTES]
            return msgspec.json.decode(data, type=KeyFile)
        except FileNotFoundError:
            continue
        except (OSError, msgspec.DecodeError) as error:
            log.warning("the key file could not be read: %s", type(error).__name__)
    return None


def write(file: KeyFile, *places: Path) -> None:
    """Write it to each place, durably. Raises ``AppError`` DISK_FULL or FOLDER_READ_ONLY."""
    data = msgspec.json.format(msgspec.json.encode(file))
    for place in places:
        with classified(place):
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_durably(place, data)


def _check(key: Key, key_id: str) -> bytes:
    return key.derived(f"check {key_id}")[:16]
