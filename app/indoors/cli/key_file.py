"""The key of a profile from a file, for computers without a keyring and without a user."""

from pathlib import Path

from indoors.store.key import Key

_MOST_BYTES = 200


class KeyFileUnusableError(Exception):
    """The file cannot be read or is no key; its message never holds the content."""


def read_key(path: Path | None) -> Key | None:
    """Return the key, or None if no file was named. Raises ``KeyFileUnusableError``."""
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            return Key(bytes.fromhex(file.read(_MOST_BYTES).decode("ascii").strip()))
    except (OSError, ValueError):
        raise KeyFileUnusableError from None
