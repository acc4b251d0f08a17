"""Small files that are either the old or the new one, whatever happens in between."""

import os
from pathlib import Path

from indoors.store.durable import sync_folder

__all__ = ["sync_folder", "write_durably"]


def write_durably(path: Path, data: bytes) -> None:
    """Replace a file's content, and return when it is on the disk."""
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)
