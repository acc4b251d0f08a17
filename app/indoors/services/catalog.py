"""Reads the catalogue of models that comes with the program."""

from pathlib import Path

import msgspec

from indoors.core.catalog import Catalog
from indoors.core.errors import AppError
from indoors.protocol.faults import Fault

FILE = "catalog.json"
FORMAT = 1


def read_catalog(resources: Path) -> Catalog:
    """Return the catalogue. It is part of the program: one that can't be read is AppError(BUG)."""
    path = resources / FILE
    try:
        catalog = msgspec.json.decode(path.read_bytes(), type=Catalog)
    except (OSError, msgspec.DecodeError) as error:
        raise AppError(Fault.BUG, detail=f"{FILE}: {error}") from error
    if catalog.format != FORMAT:
        raise AppError(Fault.BUG, detail=f"{FILE} has format {catalog.format}, not {FORMAT}")
    return catalog
