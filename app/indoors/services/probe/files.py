"""Reads the small files of /proc and /sys, below a root that tests can replace."""

from pathlib import Path

ROOT = Path("/")
_LIMIT = 1_000_000


def text(path: Path) -> str | None:
    """Return the file's text without the last line break; None if it can't be read."""
    try:
        with path.open("rb") as file:
            return file.read(_LIMIT).decode(errors="replace").strip()
    except OSError:
        return None


def number(path: Path) -> int | None:
    """Return the number that is the file's whole text (hexadecimal with 0x); None if none is."""
    said = text(path)
    try:
        return int(said, 0) if said else None
    except ValueError:
        return None


def pairs(path: Path, separator: str) -> dict[str, str]:
    """Return the first value of each key in lines of "key<separator>value"."""
    found: dict[str, str] = {}
    for line in (text(path) or "").splitlines():
        key, mark, value = line.partition(separator)
        if mark:
            found.setdefault(key.strip(), value.strip())
    return found


def numbered(text_of_list: str) -> int:
    """Count the members of a kernel list like "0-3,8"."""
    total = 0
    for part in text_of_list.split(","):
        first, _, last = part.strip().partition("-")
        if first.isdigit():
            total += (int(last) if last.isdigit() else int(first)) - int(first) + 1
    return total
