"""Headers of model files on the disk, read once for each state of a file."""

import mmap
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from indoors.core.errors import AppError
from indoors.core.fit import ModelShape, shape_of
from indoors.core.gguf import FileFacts, facts_of, read
from indoors.protocol.faults import Fault


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What a file says of itself, and what it is made of."""

    facts: FileFacts
    shape: ModelShape


class ModelHeaders:
    """Remembers what was read; may be asked from several threads."""

    def __init__(self, repacked: Mapping[str, int] | None = None) -> None:
        self._repacked = dict(repacked or {})
        self._known: dict[tuple[str, int, int], KnownFile] = {}
        self._lock = threading.Lock()

    def set_repacked(self, types: Mapping[str, int]) -> None:
        """Say which tensors this engine copies; what was read before is read again."""
        with self._lock:
            if dict(types) != self._repacked:
                self._repacked = dict(types)
                self._known.clear()

    def read(self, path: Path) -> KnownFile:
        """Raises AppError(MODEL_MISSING, FILE_UNREADABLE, MODEL_NOT_GGUF or MODEL_DAMAGED)."""
        try:
            stat = path.stat()
        except OSError as error:
            raise AppError(Fault.MODEL_MISSING, path=str(path)) from error
        key = (str(path), stat.st_size, stat.st_mtime_ns)
        with self._lock:
            known = self._known.get(key)
        if known is None:
            known = self._read(path)
            with self._lock:
                self._known[key] = known
        return known

    def check(self, path: Path) -> None:
        """Refuse a file that the engine must not see. Raises as ``read``."""
        self._read(path)

    def _read(self, path: Path) -> KnownFile:
        try:
            with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as m:
                header = read(m, str(path))
        except OSError as error:
            detail = error.strerror or ""
            raise AppError(Fault.FILE_UNREADABLE, path=str(path), detail=detail) from error
        except ValueError as error:  # an empty file can't be mapped
            raise AppError(Fault.MODEL_NOT_GGUF, path=str(path)) from error
        return KnownFile(facts_of(header), shape_of(header, self._repacked))
