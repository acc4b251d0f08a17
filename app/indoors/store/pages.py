"""Look at the pages of an encrypted file without opening it as a database.

SQLCipher 4 ends each page of 4096 bytes with 16 bytes of IV and an HMAC-SHA512 over the
page and its number. Whether a single page was made with a key can therefore be told even
where the header is damaged: that tells a wrong key from a broken file. The layout is that
of https://www.zetetic.net/sqlcipher/design/
"""

import hashlib
import hmac
from pathlib import Path

from indoors.store.key import Key

SIZE = 4096
_SALT, _IV, _MAC = 16, 16, 64
_SALT_MASK = bytes([0x3A]) * _SALT
_ROUNDS = 2  # of PBKDF2: the key is random already

PLAIN_HEADER = b"SQLite format 3\x00"

SAMPLED = 64
"""Pages looked at, evenly over the file."""


def is_plain(path: Path) -> bool:
    """Tell whether the file begins as one does that is not encrypted. Raises ``OSError``."""
    with path.open("rb") as file:
        return file.read(len(PLAIN_HEADER)) == PLAIN_HEADER


def made_with(path: Path, key: Key) -> bool:
    """Tell whether any of the pages looked at was made with this key. Raises ``OSError``."""
    with path.open("rb") as file:
        salt = file.read(_SALT)
        if len(salt) < _SALT:
            return False
        mac_key = hashlib.pbkdf2_hmac(
            "sha512",
            key.reveal(),
            bytes(a ^ b for a, b in zip(salt, _SALT_MASK, strict=True)),
            _ROUNDS,
            dklen=32,
        )
        pages = path.stat().st_size // SIZE
        for number in range(1, pages + 1, max(1, pages // SAMPLED)):
            file.seek((number - 1) * SIZE)
            if _is_sound(file.read(SIZE), number, mac_key):
                return True
    return False


def _is_sound(page: bytes, number: int, mac_key: bytes) -> bool:
    content = page[_SALT if number == 1 else 0 : SIZE - _MAC]
    expected = hmac.digest(mac_key, content + number.to_bytes(4, "little"), "sha512")
    return hmac.compare_digest(expected, page[SIZE - _MAC :])
