"""The key that a database is encrypted with."""

import hashlib
import hmac
import secrets
from typing import Self

BYTES = 32


class Key:
    """256 random bits, used as they are: nothing is derived from a guessable word.

    Its text shows nothing, so that it cannot slip into a log or an error.
    """

    __slots__ = ("_bytes",)

    def __init__(self, value: bytes) -> None:
        if len(value) != BYTES:
            raise ValueError(f"a key has {BYTES} bytes")
        self._bytes = value

    @classmethod
    def random(cls) -> Self:
        return cls(secrets.token_bytes(BYTES))

    def reveal(self) -> bytes:
        """Return the bytes, for the driver and for wrapping."""
        return self._bytes

    def derived(self, purpose: str) -> bytes:
        """Return 32 bytes that belong to this key and purpose and tell nothing of the key."""
        return hmac.digest(self._bytes, b"indoors " + purpose.encode(), hashlib.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and hmac.compare_digest(self._bytes, other._bytes)

    def __hash__(self) -> int:
        return hash(self._bytes)

    def __repr__(self) -> str:
        return "Key(…)"
