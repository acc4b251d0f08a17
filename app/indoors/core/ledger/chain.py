"""Makes the next line: each holds the hash of the one before, and is signed with a secret key."""

import hmac

import msgspec

from indoors.core.ledger.record import ZERO, Record, canonical, hash_of, mac_of


class Chain:
    """The end of a ledger. A line that was made is only part of it once it was ``added``."""

    def __init__(self, key: bytes, *, length: int = 0, head: str = ZERO) -> None:
        """``key`` is secret; ``length`` lines end with the hash ``head``."""
        self._key = key
        self.length = length
        self.head = head

    def signed(self, record: Record) -> Record:
        """Return the record as the next line. Its ``seq``, ``prev`` and seals are set here."""
        placed = msgspec.structs.replace(
            record, seq=self.length + 1, prev=self.head, hash="", mac=""
        )
        digest = hash_of(msgspec.json.decode(canonical(placed)))
        return msgspec.structs.replace(placed, hash=digest, mac=mac_of(self._key, digest))

    def added(self, record: Record) -> None:
        """The record is on the disk now."""
        self.length, self.head = record.seq, record.hash

    def keyed(self, sha256: str) -> str:
        """Return a hash of content that tells nothing without the key; "" for none."""
        return hmac.digest(self._key, b"body " + sha256.encode(), "sha256").hex() if sha256 else ""


def line_of(record: Record) -> bytes:
    """Return the record as it is written, with its newline."""
    return canonical(record) + b"\n"


def key_id(key: bytes) -> str:
    """Return a name of the key that tells nothing of it."""
    return hmac.digest(key, b"indoors ledger key", "sha256").hex()[:16]
