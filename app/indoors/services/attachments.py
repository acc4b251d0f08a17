"""Read a text file that the user puts into a question.

Order of guesses: a byte order mark says it; else UTF-8 if it is valid; else the Windows
form of Latin-1. A file without a mark that holds NUL is binary, and so is one that only
Latin-1 could explain and that holds control characters no text has.
"""

import codecs
import stat
from pathlib import Path

from indoors.core.chat import Attachment
from indoors.core.errors import AppError
from indoors.core.hidden_text import visible_name
from indoors.protocol.faults import Fault
from indoors.services.file_kinds import ENOUGH, kind_of

LIMIT = 1024 * 1024
"""Bytes; far more than any model here can read at once."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_NOT_TEXT = (b"%PDF-", b"GGUF")
"""Formats that can be valid text by accident and yet say nothing to a reader."""

_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\f\r\x1b")


def read_text_file(path: Path, limit: int = LIMIT) -> Attachment:
    """Return the file's name, text (with plain line feeds) and size in bytes.

    Raises ``AppError``: FILE_UNREADABLE, FILE_TOO_LARGE, FILE_NOT_TEXT, PICTURE_NOT_SEEN.
    """
    data = _read(path, limit)
    text = _decode(data)
    if text is None:
        raise _not_text(path, data)
    return Attachment(
        name=visible_name(path.name.encode("utf-8", "replace").decode()),
        text=text.replace("\r\n", "\n").replace("\r", "\n"),
        bytes=len(data),
    )


def _read(path: Path, limit: int) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for its writer
            raise AppError(Fault.FILE_UNREADABLE, path=str(path), detail="not a file")
        with path.open("rb") as file:
            data = file.read(limit + 1)  # it may have grown since
    except (OSError, ValueError) as error:  # ValueError: NUL in the path
        detail = getattr(error, "strerror", None) or type(error).__name__
        raise AppError(Fault.FILE_UNREADABLE, path=str(path), detail=detail) from error
    if len(data) > limit:
        if kind_of(data[:ENOUGH]) is not None:
            raise _not_text(path, data)
        size = max(status.st_size, len(data))
        raise AppError(Fault.FILE_TOO_LARGE, path=str(path), bytes=size, limit=limit)
    return data


def _not_text(path: Path, data: bytes) -> AppError:
    kind = kind_of(data)
    if kind == "picture":
        return AppError(Fault.PICTURE_NOT_SEEN, path=str(path))
    if kind is None:
        return AppError(Fault.FILE_NOT_TEXT, path=str(path))
    return AppError(Fault.FILE_NOT_TEXT, path=str(path), kind=kind)


def _decode(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if b"\0" in data or data.startswith(_NOT_TEXT):
        return None
    text = _strict(data, "utf-8")
    if text is None and _CONTROLS.isdisjoint(data):
        text = _strict(data, "cp1252") or data.decode("latin-1")
    return text


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
