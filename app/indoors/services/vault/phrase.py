"""Recovery phrases, and the key wrapped under one.

Argon2id with the second recommended setting of RFC 9106, section 4 (64 MiB, 3 passes, 4
lanes; 0.3 to 0.6 s on an office computer), then AES-256-GCM, which tells a wrong phrase by
itself. Both come from ``cryptography``, which is imported only when a phrase is used.
"""

import secrets
from typing import Annotated, Literal

from msgspec import Meta, Struct

from indoors.core.errors import AppError
from indoors.core.recovery_phrase import ALPHABET, LETTERS, grouped, normal
from indoors.protocol.faults import Fault
from indoors.store.key import Key

_MEMORY_KIB, _PASSES, _LANES = 65_536, 3, 4
_SALT, _NONCE = 16, 12


class WrappedKey(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The key under a phrase, with everything needed but the phrase. Bytes as base64.

    The limits keep a file that was tampered with from occupying the computer.
    """

    kdf: Literal["argon2id"] = "argon2id"
    memory_kib: Annotated[int, Meta(ge=8, le=1_048_576)] = _MEMORY_KIB
    passes: Annotated[int, Meta(ge=1, le=20)] = _PASSES
    lanes: Annotated[int, Meta(ge=1, le=16)] = _LANES
    salt: bytes
    nonce: bytes
    wrapped: bytes
    set_ms: int


def suggest() -> str:
    """Return a new phrase such as "7Q2MX-9FD0K-…", unlike any other."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)))


def wrap(key: Key, key_id: str, phrase: str, now_ms: int) -> WrappedKey:
    """Wrap the key under a phrase; takes as long as unwrapping."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    slot = WrappedKey(
        salt=secrets.token_bytes(_SALT),
        nonce=secrets.token_bytes(_NONCE),
        wrapped=b"",
        set_ms=now_ms,
    )
    sealed = AESGCM(_derived(phrase, slot)).encrypt(slot.nonce, key.reveal(), key_id.encode())
    return WrappedKey(salt=slot.salt, nonce=slot.nonce, wrapped=sealed, set_ms=now_ms)


def unwrap(slot: WrappedKey, key_id: str, phrase: str) -> Key:
    """Return the key. Raises AppError(PHRASE_WRONG)."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        opened = AESGCM(_derived(phrase, slot)).decrypt(slot.nonce, slot.wrapped, key_id.encode())
        return Key(opened)
    except (InvalidTag, ValueError) as error:
        raise AppError(Fault.PHRASE_WRONG) from error


def _derived(phrase: str, slot: WrappedKey) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(
        salt=slot.salt,
        length=32,
        iterations=slot.passes,
        lanes=slot.lanes,
        memory_cost=slot.memory_kib,
    )
    return kdf.derive(normal(phrase).encode("utf-8", "replace"))
