"""The log file: what went wrong in the program, and never a word of the user's."""

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

_BYTES = 500_000


class WithoutWords(logging.Formatter):
    """Writes exceptions as type and place only: their messages may quote what was typed."""

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        kind, _, trace = ei
        places = [
            f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(trace)
        ]
        return "\n".join([kind.__name__ if kind else "", *places])


def open_log(folder: Path) -> None:
    """Log warnings and worse to ``indoors.log`` in this folder; keeps one older file.

    Raises ``OSError`` if the folder cannot be written to.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "indoors.log", maxBytes=_BYTES, backupCount=1, encoding="utf-8", delay=True
    )
    handler.setFormatter(WithoutWords("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
