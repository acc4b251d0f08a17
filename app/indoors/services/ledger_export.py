"""The ledger on its way out of the app: as a signed document, a table, or an office's log."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from indoors import __version__
from indoors.core.errors import AppError
from indoors.core.ledger import Record
from indoors.core.ledger.formats import FORMATS, to_csv
from indoors.core.ledger.signed import Checked, check_document, signed_document
from indoors.protocol.faults import Fault
from indoors.services.durable import write_durably
from indoors.services.policy import reason

LARGEST = 1_000_000_000


def export(records: Sequence[Record], seed: bytes, path: Path, kind: str) -> None:
    """Write the ledger to a file. ``kind``: "json" (signed), "csv", or one of ``FORMATS``.

    Raises AppError(EXPORT_FAILED).
    """
    if kind == "json":
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        data = signed_document(records, seed, exported_at=now, program=f"Indoors {__version__}")
    elif kind == "csv":
        data = to_csv(records)
    else:
        data = "".join(f"{FORMATS[kind](record, __version__)}\n" for record in records).encode()
    try:
        write_durably(path, data)
    except OSError as error:
        raise AppError(Fault.EXPORT_FAILED, path=str(path), detail=reason(error)) from error


def check_file(path: Path) -> Checked:
    """Check an export from this or another computer. Raises AppError(FILE_UNREADABLE)."""
    try:
        if path.stat().st_size > LARGEST:
            raise AppError(Fault.FILE_UNREADABLE, path=str(path), detail="it is too large")
        return check_document(path.read_bytes())
    except OSError as error:
        raise AppError(Fault.FILE_UNREADABLE, path=str(path), detail=reason(error)) from error
    except ValueError as error:
        raise AppError(Fault.FILE_UNREADABLE, path=str(path), detail=str(error)) from error
