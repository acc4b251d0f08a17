"""What the window says of the program itself."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class About:
    """The version, and where the data lies."""

    version: str
    data: Path
