"""What is kept about a model file: that it was whole and right, and where it came from."""

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault

SUFFIX = ".indoors.json"
_READ_BYTES = 4 * 1024 * 1024
_MAGIC = b"GGUF"

Origin = Literal["download", "import", "link", "bundle"]
OnRead = Callable[[int, int], None]
"""Told how many bytes of how many are done; may raise to end it."""


class Provenance(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a model came from, as far as is known."""

    origin: Origin
    title: str = ""
    catalog_id: str = ""
    licence: str = ""
    repo: str = ""
    file: str = ""
    revision: str = ""


class Sidecar(Struct, frozen=True, kw_only=True):
    """What was true of a file when its hash was taken."""

    sha256: str
    size: int
    mtime_ns: int
    provenance: Provenance
    path: str | None = None  # of a linked file


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A verified file. ``linked``: it lies elsewhere and is not ours to delete."""

    path: Path
    sidecar: Sidecar
    linked: bool


@dataclass(frozen=True, slots=True)
class Deleted:
    """What ``undo`` needs."""

    model: InstalledModel
    kept_at: Path | None  # None: only the link was removed


def check_magic(path: Path) -> None:
    """Look at the first bytes alone. Raises AppError(MODEL_NOT_GGUF)."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise AppError(Fault.MODEL_NOT_GGUF, path=str(path))


def hash_of(path: Path, on_read: OnRead | None = None) -> str:
    """Return a file's SHA-256. Raises AppError(FILE_UNREADABLE)."""
    digest = hashlib.sha256()
    done = 0
    with naming(path):
        total = path.stat().st_size
        for piece in pieces(path):
            digest.update(piece)
            done += len(piece)
            if on_read:
                on_read(done, total)
    return digest.hexdigest()


def pieces(path: Path) -> Iterator[bytes]:
    """Return a file's bytes, in pieces of some megabytes."""
    with path.open("rb", buffering=0) as file:
        while piece := file.read(_READ_BYTES):
            yield piece


def read_sidecar(path: Path) -> Sidecar | None:
    """Return what a sidecar says; None if it cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Sidecar)
    except (OSError, msgspec.DecodeError):  # a sidecar that can't be read vouches for nothing
        return None


def agrees(path: Path, sidecar: Sidecar) -> bool:
    """Whether the file's size and date are still those of its sidecar."""
    try:
        stat = path.stat()
    except OSError:
        return False
    return (stat.st_size, stat.st_mtime_ns) == (sidecar.size, sidecar.mtime_ns)


def sidecar_of(path: Path) -> Path:
    """Return where the sidecar of a model file lies."""
    return path.with_name(path.name + SUFFIX)


@contextlib.contextmanager
def naming(path: Path) -> Iterator[None]:
    """Turn an ``OSError`` into an ``AppError`` about this file."""
    try:
        yield
    except FileNotFoundError as error:
        raise AppError(Fault.MODEL_MISSING, path=str(path)) from error
    except OSError as error:
        raise AppError(
            Fault.FILE_UNREADABLE, path=str(path), detail=error.strerror or ""
        ) from error
