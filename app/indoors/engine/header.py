"""A model file's header, read by the same bounded reader that the window judges files with."""

import mmap
from pathlib import Path

from indoors.core.gguf import DamagedError, Header, NotGgufError, parse

__all__ = ["DamagedError", "Header", "NotGgufError", "read_header"]


def read_header(path: Path) -> Header:
    """Return the checked header.

    Raises ``NotGgufError``, ``DamagedError``, or ``OSError`` if the file can't be read.
    """
    with path.open("rb") as file:
        if not file.read(1):  # an empty file can't be mapped
            raise NotGgufError
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return parse(data)
