"""What is remembered of each download, beside its bytes, until it is installed or cancelled.

.partial/ID.json       the record
.partial/ID.part       the bytes; ID.part.log says whose they are until they are verified
"""

import contextlib
import errno
import shutil
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from indoors.core.errors import AppError
from indoors.protocol.broker import RemoteFile
from indoors.protocol.faults import Fault
from indoors.services.durable import write_durably
from indoors.services.model_sidecars import Provenance

Wish = Literal["run", "pause", "failed"]


class DownloadRequest(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file to bring and install. ``sha256`` and ``size`` as the catalogue pins them."""

    file: RemoteFile
    provenance: Provenance
    sha256: str | None = None
    size: int | None = None
    consent_id: str = ""


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``sha256`` and ``size`` are the hub's word, once it was asked."""

    id: str
    request: DownloadRequest
    added_ns: int
    wish: Wish = "run"
    sha256: str | None = None
    size: int | None = None
    fault: Fault | None = None
    facts: dict[str, str | int | float] = {}


class Records:
    """The records in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self) -> list[Record]:
        """Return all records, oldest first, and sweep away what belongs to none."""
        records = []
        for path in self._folder.glob("*.json"):
            with contextlib.suppress(msgspec.DecodeError):
                record = msgspec.json.decode(path.read_bytes(), type=Record)
                if path.stem == record.id:
                    records.append(record)
        known = {record.id for record in records}
        for path in self._folder.iterdir():
            if path.name.partition(".")[0] not in known and path.is_file():
                path.unlink()
        return sorted(records, key=lambda record: record.added_ns)

    def save(self, record: Record) -> None:
        write_durably(self._folder / f"{record.id}.json", msgspec.json.encode(record))

    def forget(self, record_id: str) -> None:
        """Remove the record first: a download that was cancelled must not come back."""
        (self._folder / f"{record_id}.json").unlink(missing_ok=True)
        part = self.part(record_id)
        for path in (part, part.with_name(part.name + ".log")):
            # Windows refuses while the network program still has it open: swept at the next start.
            with contextlib.suppress(PermissionError):
                path.unlink(missing_ok=True)

    def part(self, record_id: str) -> Path:
        return self._folder / f"{record_id}.part"

    def done(self, record_id: str) -> int:
        """Return the bytes that are there."""
        try:
            return self.part(record_id).stat().st_size
        except FileNotFoundError:
            return 0

    def is_sealed(self, record_id: str) -> bool:
        """Whether the part was found whole and right; its log goes then."""
        part = self.part(record_id)
        return part.is_file() and not part.with_name(part.name + ".log").exists()


def disk_error(error: OSError, path: Path) -> AppError:
    """Name what the disk did not do."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        free = shutil.disk_usage(path.parent).free
        return AppError(Fault.DISK_FULL, path=str(path), free_bytes=free)
    return AppError(Fault.FOLDER_READ_ONLY, path=str(path.parent))
