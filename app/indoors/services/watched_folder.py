"""A folder of the user's whose model files appear by themselves."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class _Mark:
    size: int
    mtime_ns: int


class WatchedFolder:
    """Looked at now and then. A file is reported once it has not changed between two looks.

    So a file that is still being copied into the folder waits.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: dict[Path, _Mark] = {}
        self._reported: dict[Path, _Mark] = {}

    def look(self) -> list[Path]:
        """Return files that are new, or another than when they were reported."""
        now = {path: mark for path in self._models() if (mark := _mark(path))}
        settled = [path for path, mark in now.items() if self._seen.get(path) == mark]
        fresh = [path for path in settled if self._reported.get(path) != now[path]]
        self._seen = now
        self._reported = {path: mark for path, mark in self._reported.items() if path in now}
        self._reported.update({path: now[path] for path in fresh})
        return sorted(fresh)

    def _models(self) -> list[Path]:
        try:
            return [path for path in self.folder.iterdir() if path.suffix.lower() == ".gguf"]
        except OSError:  # a stick that was pulled out
            return []


def _mark(path: Path) -> _Mark | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return _Mark(stat.st_size, stat.st_mtime_ns) if path.is_file() else None
