"""Make files and names last: what was only handed to the system may be gone after a power cut."""

import os
from pathlib import Path


def sync_file(path: Path) -> None:
    """Return when the file's content is on the disk."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last. Windows needs no such call, and has none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def rename_durably(fresh: Path, path: Path) -> None:
    """Let ``fresh`` take the place of ``path``: after a power cut it is one of the two, whole."""
    sync_file(fresh)
    fresh.replace(path)
    sync_folder(path.parent)
