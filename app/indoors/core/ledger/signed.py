"""A ledger as a signed document, to be checked on another computer without any secret.

Ed25519 by ``cryptography``: small keys, one way to do it, and other programs can check it.
The signature says that the document is as it was exported by the holder of a key whose
fingerprint the Privacy screen shows; the hashes inside say that no line was touched before.
"""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import msgspec

from indoors.core.ledger.check import Flaw, Reading, read_lines
from indoors.core.ledger.record import ZERO, Record, canonical

FORMAT = "indoors-ledger-1"


class Signature(StrEnum):
    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a document says of itself, and whether it is true."""

    reading: Reading
    signature: Signature
    fingerprint: str
    exported_at: str
    program: str

    @property
    def good(self) -> bool:
        return self.reading.unbroken and self.signature is Signature.GOOD


def signed_document(
    records: Sequence[Record], seed: bytes, *, exported_at: str, program: str
) -> bytes:
    """Return the document as JSON. ``seed``: 32 secret bytes."""
    document = {
        "format": FORMAT,
        "exported_at": exported_at,
        "program": program,
        "length": len(records),
        "head": records[-1].hash if records else ZERO,
        "public_key": _text(public_key(seed)),
        "entries": [msgspec.Raw(canonical(record)) for record in records],
    }
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(_body(document))
    return canonical(document | {"signature": _text(signature)}) + b"\n"


def public_key(seed: bytes) -> bytes:
    """Return the 32 bytes that anybody may know."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def fingerprint(key: bytes) -> str:
    """Return a public key's name, to be compared by eye: eight groups of four."""
    digest = hashlib.sha256(key).hexdigest()
    return " ".join(digest[at : at + 4] for at in range(0, 32, 4))


def check_document(data: bytes) -> Checked:
    """Check a document that somebody handed over. Raises ``ValueError`` if it is none."""
    try:
        document = msgspec.json.decode(data, type=dict[str, Any])
        key = base64.b64decode(document["public_key"], validate=True)
        signature = base64.b64decode(document["signature"], validate=True)
        lines = [canonical(entry) for entry in document["entries"]]
        length, head = document["length"], document["head"]
        is_one = document["format"] == FORMAT and len(key) == 32
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError("not JSON") from error
    except (KeyError, TypeError, binascii.Error) as error:
        raise ValueError("not an export of a ledger") from error
    if not is_one:
        raise ValueError("not an export of a ledger")
    reading = read_lines((line + b"\n" for line in lines), {})
    if reading.unbroken and (len(lines), reading.head) != (length, head):
        reading = replace(reading, flaw=Flaw.CUT, at=len(lines))
    return Checked(
        reading=reading,
        signature=_signature(document, key, signature),
        fingerprint=fingerprint(key),
        exported_at=str(document.get("exported_at", "")),
        program=str(document.get("program", "")),
    )


def _signature(document: dict[str, Any], key: bytes, signature: bytes) -> Signature:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    body = {name: value for name, value in document.items() if name != "signature"}
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, _body(body))
    except InvalidSignature:
        return Signature.BAD
    return Signature.GOOD


def _body(document: dict[str, Any]) -> bytes:
    return canonical(document)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
