r"""Policies on Windows and macOS. Written by their documentation; not run on either yet.

Windows: values below ``HKEY_LOCAL_MACHINE\Software\Policies\Indoors``, which only
administrators can write; a sub-key is a part of a name (``network`` holds ``mode``), and a
list is a REG_MULTI_SZ. macOS: the file that a configuration profile for ``org.indoors.app``
makes in ``/Library/Managed Preferences``, which belongs to root.
"""

import hashlib
import plistlib
import sys
from pathlib import Path
from typing import Any

from indoors.core.policy import Problem, Source, Trouble
from indoors.core.policy.reading import ReadingError, read_tree
from indoors.services.policy import LARGEST, PolicyFiles, Sources, reason

REGISTRY = r"Software\Policies\Indoors"
PREFERENCES = Path("Library/Managed Preferences/org.indoors.app.plist")


class Registry:
    """The part of the registry that group policies fill."""

    folder = None

    def read(self) -> Sources:
        try:
            tree = _registry_tree(REGISTRY)
        except FileNotFoundError:
            return [], []
        except OSError as error:
            return [], [Problem(_NAME, Trouble.UNREADABLE, reason(error))]
        return _of_tree(_NAME, tree, repr(sorted(tree.items())).encode())

    def stamp(self) -> object:
        """The registry is small and quick: it is its own stamp."""
        try:
            return repr(_registry_tree(REGISTRY))
        except OSError as error:
            return repr(error)


_NAME = f"HKEY_LOCAL_MACHINE\\{REGISTRY}"


if sys.platform == "win32":
    import winreg

    def _registry_tree(path: str) -> dict[str, Any]:
        """Return values and sub-keys. Raises ``OSError``."""
        tree: dict[str, Any] = {}
        flags = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path, 0, flags) as key:
            sub_keys, values, _ = winreg.QueryInfoKey(key)
            for number in range(values):
                name, value, kind = winreg.EnumValue(key, number)
                tree[name] = _boolean(name, value) if kind == winreg.REG_DWORD else value
            names = [winreg.EnumKey(key, number) for number in range(sub_keys)]
        for name in names:
            tree[name] = _registry_tree(rf"{path}\{name}")
        return tree

else:

    def _registry_tree(path: str) -> dict[str, Any]:
        """There is none here."""
        raise FileNotFoundError(path)


def _boolean(name: str, value: int) -> int | bool:
    """A REG_DWORD stands for a number or, as 0 or 1, for false or true."""
    return value if name in {"max_mb", "days"} else bool(value)


class ManagedPreferences(PolicyFiles):
    """One property list instead of JSON files."""

    @property
    def folder(self) -> Path:
        return self._root / PREFERENCES.parent

    def read(self) -> Sources:
        path = self._root / PREFERENCES
        try:
            data = self._bytes(path)
            tree = plistlib.loads(data or b"")
        except FileNotFoundError:
            return [], []
        except (OSError, ReadingError) as error:
            return [], [Problem(str(path), Trouble.UNREADABLE, reason(error))]
        except (plistlib.InvalidFileException, ValueError, TypeError) as error:
            return [], [Problem(str(path), Trouble.NOT_JSON, type(error).__name__)]
        if data is None:
            return [], [Problem(str(path), Trouble.NOT_THE_OFFICES)]
        return _of_tree(str(path), tree, data)

    def _paths(self, problems: list[Problem]) -> list[Path]:  # noqa: ARG002
        return [self._root / PREFERENCES]


def _of_tree(name: str, tree: dict[str, Any], data: bytes) -> Sources:
    digest = hashlib.sha256(data[:LARGEST]).hexdigest()
    try:
        return [Source(name, digest, read_tree(tree))], []
    except ReadingError as error:
        return [], [Problem(name, error.trouble, error.detail)]
