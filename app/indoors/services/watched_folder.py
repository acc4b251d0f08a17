"""A folder of the user's whose model files are listed where they lie.

It is looked at when somebody may see the answer; nothing watches it in between. A file counts
once it has not changed between two looks, so that one still being copied waits. What was seen
is remembered in a small file, so that a stick that was pulled out is missed by name.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec import Struct

from indoors.services.durable import write_durably

_DEPTH = 3
_ENTRIES_LIMIT = 20_000
"""Entries looked at; somebody may choose the root of a large disk."""


class SeenFile(Struct, frozen=True):
    """A model file as it was when it was last seen; ``name`` is its path below the folder."""

    name: str
    size: int
    mtime_ns: int


class _Memory(Struct, frozen=True):
    folder: str
    device: int
    files: tuple[SeenFile, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """What one look saw. ``missed`` were there once, in a folder that cannot be seen now."""

    folder: Path
    here: tuple[Path, ...] = ()
    growing: int = 0  # files that changed since the last look
    missed: tuple[SeenFile, ...] = ()
    reachable: bool = True


class WatchedFolder:
    """One folder, and what it held. Plain file work: call it from one thread at a time."""

    def __init__(self, folder: Path, memory: Path) -> None:
        """``memory`` is the file that remembers across restarts; it is one for all folders."""
        self.folder = folder
        self._memory_path = memory
        self._memory = _remembered(memory, folder)
        self._before = {seen.name: seen for seen in self._memory.files}

    def look(self) -> Sight:
        """Return what is there now. A folder that cannot be read is one that is away."""
        device = _device(self.folder)
        found = {seen.name: seen for seen in _models(self.folder)} if device is not None else {}
        if self._memory.files and not found and device != self._memory.device:
            return Sight(self.folder, missed=self._memory.files, reachable=device is not None)
        settled = tuple(seen for name, seen in found.items() if self._before.get(name) == seen)
        self._before = found
        self._remember(_Memory(str(self.folder), device or 0, settled))
        return Sight(
            self.folder,
            here=tuple(self.folder / seen.name for seen in settled),
            growing=len(found) - len(settled),
            reachable=device is not None,
        )

    def _remember(self, memory: _Memory) -> None:
        if memory == self._memory:
            return
        self._memory = memory
        try:
            write_durably(self._memory_path, msgspec.json.encode(memory))
        except OSError:  # a full disk: it is remembered until the end of this run
            return


def _remembered(path: Path, folder: Path) -> _Memory:
    try:
        memory = msgspec.json.decode(path.read_bytes(), type=_Memory)
    except (OSError, msgspec.DecodeError):
        memory = _Memory("", 0, ())
    return memory if memory.folder == str(folder) else _Memory(str(folder), 0, ())


def _device(folder: Path) -> int | None:
    try:
        return folder.stat().st_dev if folder.is_dir() else None
    except OSError:
        return None


def _models(folder: Path) -> Iterator[SeenFile]:
    """Return the GGUF files in the folder and a few levels below; links are not followed."""
    left = _ENTRIES_LIMIT
    for place, folders, names in os.walk(folder):  # what may not be read is left out
        depth = len(Path(place).relative_to(folder).parts)
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        if depth >= _DEPTH:
            folders.clear()
        left -= len(names) + len(folders)
        if left < 0:
            return
        for name in sorted(names):
            if name.lower().endswith(".gguf") and not name.startswith("."):
                path = Path(place, name)
                if (seen := _seen(path, path.relative_to(folder).as_posix())) is not None:
                    yield seen


def _seen(path: Path, name: str) -> SeenFile | None:
    try:
        stat = path.stat()
    except OSError:  # gone between two system calls
        return None
    return SeenFile(name, stat.st_size, stat.st_mtime_ns) if path.is_file() else None
