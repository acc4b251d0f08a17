"""The certificates of a company, as its own people hand them out."""

import binascii
import re
from pathlib import Path
from typing import Final

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault

LARGEST: Final = 1_000_000
"""Bytes; the whole list of a system's authorities is smaller."""

_PEM: Final = re.compile(rb"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", re.DOTALL)
_SEQUENCE: Final = b"\x30"


def read_certificates(path: Path) -> bytes:
    """Return a file of certificates, in PEM or DER, if it looks like one.

    Whether each is a sound certificate is seen by the program that connects. Raises
    AppError(CA_FILE_UNUSABLE).
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise _unusable(path, error.strerror or "it cannot be read") from error
    if len(data) > LARGEST:
        raise _unusable(path, "it is too large")
    blocks = [_decoded(block) for block in _PEM.findall(data)] or [data]
    if b"PRIVATE KEY-----" in data:
        raise _unusable(path, "it holds a private key")
    if not all(block.startswith(_SEQUENCE) for block in blocks):
        raise _unusable(path, "it holds no certificate that can be read")
    return data


def _decoded(block: bytes) -> bytes:
    try:
        return binascii.a2b_base64(block)
    except binascii.Error:
        return b""


def _unusable(path: Path, detail: str) -> AppError:
    return AppError(Fault.CA_FILE_UNUSABLE, path=str(path), detail=detail)
