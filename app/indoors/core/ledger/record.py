"""One line of the ledger: what was asked, by whom, and what came of it. Metadata alone.

A line is canonical JSON (RFC 8785 for the values used here: strings, whole numbers and
nothing else): UTF-8, keys sorted, no spaces, fields at their default left out. ``hash`` is
the SHA-256 of the line without ``hash`` and ``mac``; ``mac`` is the HMAC-SHA256 of the hash.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

Kind = Literal["begin", "intent", "result", "refused", "kept", "selftest", "event"]
"""``begin``: the first line, and each time a run goes on with another key.
``intent``: a request about to leave; ``result``: how it went; ``refused``: one that did not.
``kept``: the user chose to keep something indoors; ``selftest``: attempts made to be refused.
``event``: protection was changed, such as sealed mode."""

ZERO = "0" * 64
"""What the first line has for the hash of the one before."""

WITHOUT_CONTENT = frozenset(
    {
        "model_download", "model_header", "model_lookup", "connection_test", "selftest",
        "cloud_models", "cloud_key_test", "update_check",
    }
)  # fmt: skip
"""Purposes of requests that hold nothing of the user's. Any other counts as content."""


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Sizes in bytes. ``at`` is UTC, ISO 8601, for people: the order is that of ``seq``."""

    kind: Kind
    seq: int = 0
    at: str = ""
    prev: str = ""
    ledger: str = ""  # random, on ``begin``
    key: str = ""  # on ``begin``: which key signs from here on
    order: str = ""  # lines of one order belong together
    number: int = 0  # of the contact within its order
    purpose: str = ""
    subject: str = ""  # what it was about: a model's file, a setting
    method: str = ""
    scheme: str = ""
    host: str = ""
    port: int = 0
    via: str = ""  # the proxy
    status: int = 0  # of the answer; 0: there was none
    bytes_out: int = 0  # of the request; planned in an intent, sent in a result
    bytes_in: int = 0
    body: str = ""  # keyed hash of what was sent, so that a guess cannot be checked by others
    reason: str = ""  # of a refusal
    attempts: int = 0  # of a self-test
    consent: str = ""
    policy: str = ""
    hash: str = ""
    mac: str = ""


def carries_content(purpose: str) -> bool:
    """Tell whether requests of this purpose hold the user's prompts, files or answers."""
    return purpose not in WITHOUT_CONTENT


_encoder = msgspec.json.Encoder(order="sorted")


def canonical(value: object) -> bytes:
    """Return a value in the one form that is hashed and signed."""
    return _encoder.encode(value)


def hash_of(fields: Mapping[str, Any]) -> str:
    """Return the hash of a line from its fields, whatever version wrote them."""
    kept = {name: value for name, value in fields.items() if name not in {"hash", "mac"}}
    return hashlib.sha256(canonical(kept)).hexdigest()


def mac_of(key: bytes, digest: str) -> str:
    """Return what only a holder of the key can make of a line's hash."""
    return hmac.digest(key, digest.encode(), "sha256").hex()
