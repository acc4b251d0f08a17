"""What llama.cpp says while it works: the last complaints, and the sizes of its buffers.

It never prints prompts or answers, and nothing here is written to disk.
"""

import re
from collections import deque
from typing import Any

from indoors.engine.binding import lib

_WARN, _ERROR = 3, 4  # enum ggml_log_level
_BUFFER = re.compile(r"(\S+) +(KV|RS|compute|output) buffer size = +([0-9.]+) MiB")
_LOAD_ERROR = "error loading model"
_MIB = 1024 * 1024


class NativeLog:
    """Receives llama.cpp's log from the moment it is made; keep it alive."""

    def __init__(self) -> None:
        self._complaints: deque[str] = deque(maxlen=12)
        self._cache_bytes = 0.0
        self._scratch_bytes: dict[tuple[str, str], float] = {}
        self._callback: Any = lib.llama_log_callback(self._take)
        lib.llama_log_set(self._callback, None)

    def forget(self) -> None:
        """Start over, before a load."""
        self._complaints.clear()
        self._cache_bytes = 0.0
        self._scratch_bytes.clear()

    @property
    def errors(self) -> str:
        """The last complaints, newest last, in one line."""
        return "; ".join(self._complaints)

    @property
    def load_error(self) -> str:
        """Why the last load failed, without the names of the functions it went through."""
        for complaint in self._complaints:
            if _LOAD_ERROR in complaint:
                return complaint.rpartition(_LOAD_ERROR)[2].partition(": ")[2]
        return self.errors or "no reason was given"

    @property
    def context_bytes(self) -> int:
        return int(self._cache_bytes)

    @property
    def compute_bytes(self) -> int:
        return int(sum(self._scratch_bytes.values()))

    def _take(self, level: int, text: bytes, _data: object) -> None:
        if level in (_WARN, _ERROR):
            self._complaints.append(text.decode(errors="replace").strip()[:300])
        elif b"buffer size" in text and (found := _BUFFER.search(text.decode(errors="replace"))):
            device, kind, size = found.groups()
            if kind in ("KV", "RS"):
                self._cache_bytes += float(size) * _MIB
            else:  # reserved anew when the graph changes: the last size counts
                self._scratch_bytes[device, kind] = float(size) * _MIB
