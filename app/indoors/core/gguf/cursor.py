"""Walks over bytes that nobody vouches for.

Three things can be wrong with a byte that is wanted: the file has none there (``Damaged``),
the file has it but it was not given (``NeedsMore``), or keeping what it says would take too
much memory (then it is passed over). Nothing is believed before it was compared with the
bytes that are left.
"""

import mmap
import struct
from collections.abc import Callable, Mapping

Data = bytes | bytearray | memoryview | mmap.mmap
Scalar = int | float | bool
Value = str | Scalar | tuple[Scalar, ...]

KEPT_LIMIT = 24 * 1024 * 1024
"""Bytes of memory that all kept values together may take, as charged below."""
_TEXT_LIMIT = 4 * 1024 * 1024  # longer texts than any template are passed over
_TEXT_CHARGE = 4  # bytes of memory a byte of UTF-8 may become: one emoji widens the whole text
_ITEMS_KEPT = 4096  # one value per layer is kept; vocabularies are passed over
_ITEM_CHARGE = 40  # a Python number and the place it takes in a tuple
_ITEMS_LIMIT = 4 * 1024 * 1024  # all lists together: four times the largest vocabularies
_STRING, _ARRAY = 8, 9

_SCALARS: Mapping[int, struct.Struct] = {
    number: struct.Struct("<" + code)
    for number, code in {
        0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d",
    }.items()
}  # fmt: skip
_U32, _U64 = _SCALARS[4], _SCALARS[10]


class NotGgufError(Exception):
    """The bytes do not begin like a GGUF file."""


class DamagedError(Exception):
    """The bytes begin like a GGUF file, but cannot be a whole one. The text says why."""


class NeedsMoreError(Exception):
    """The file goes on, the bytes given do not."""

    def __init__(self, bytes_needed: int) -> None:
        super().__init__(bytes_needed)
        self.bytes_needed = bytes_needed
        """Length of the file's beginning without which there is no getting further."""


class Cursor:
    """A place in the beginning ``data`` of a file of ``file_bytes`` bytes."""

    def __init__(self, data: Data, file_bytes: int) -> None:
        self._data = data
        self._have = min(len(data), file_bytes)
        self.end = file_bytes
        self.at = 0
        self._budget = KEPT_LIMIT
        self._items = _ITEMS_LIMIT
        self.list_length: int | None = None
        """Of the list that is being read or was read last, known before all of it is there."""

    def magic(self, expected: bytes) -> None:
        if self.end < len(expected):
            raise NotGgufError
        start = self._advance(len(expected))
        if bytes(self._data[start : self.at]) != expected:
            raise NotGgufError

    def u32(self) -> int:
        return int(_U32.unpack_from(self._data, self._advance(4))[0])

    def u64(self) -> int:
        return int(_U64.unpack_from(self._data, self._advance(8))[0])

    def count(self, what: str, *, least_bytes: int, limit: int) -> int:
        """Read how many follow; each takes at least ``least_bytes`` of the file."""
        count = self.u64()
        if count > limit or count * least_bytes > self.end - self.at:
            raise DamagedError(f"{count} {what} cannot fit into the file")
        return count

    def text(self, limit: int = _TEXT_LIMIT) -> str | None:
        """Read a text; None if it is too long to be kept."""
        length = self.u64()
        start = self._advance(length)
        if length > limit or not self._afford(length * _TEXT_CHARGE + 64):
            return None
        return bytes(self._data[start : self.at]).decode(errors="replace")

    def value(self) -> Value | None:
        """Read a typed value; None if it is one that is passed over."""
        self.list_length = None
        kind = self.u32()
        if kind == _STRING:
            return self.text()
        if kind == _ARRAY:
            return self._array()
        scalar = _scalar(kind)
        value: Scalar = scalar.unpack_from(self._data, self._advance(scalar.size))[0]
        return value

    def _array(self) -> Value | None:
        kind = self.u32()
        if kind == _STRING:
            self._skip_texts(self._item_count(least_bytes=8))
            return None
        scalar = _scalar(kind)
        count = self._item_count(least_bytes=scalar.size)
        start = self._advance(count * scalar.size)
        if count > _ITEMS_KEPT or not self._afford(count * _ITEM_CHARGE):
            return None
        return struct.unpack_from(f"<{count}{scalar.format[1:]}", self._data, start)

    def _item_count(self, *, least_bytes: int) -> int:
        count = self.count("items", least_bytes=least_bytes, limit=self._items)
        self._items -= count
        self.list_length = count
        return count

    def _skip_texts(self, count: int) -> None:
        data, have, end = self._data, self._have, self.end
        length_at: Callable[..., tuple[int]] = _U64.unpack_from
        start = at = self.at
        for done in range(count):
            if at + 8 > have:
                self._stop_inside(start, at, done, count)
            at += 8 + length_at(data, at)[0]
            if at > end:
                raise DamagedError("a text is longer than the file")
        self.at = at

    def _stop_inside(self, start: int, at: int, done: int, count: int) -> None:
        """Say how much of the file a list of texts will take, judged by the texts seen."""
        if at + 8 > self.end:
            raise DamagedError("a list is longer than the file")
        average = (at - start) / done if done else 16
        guess = at + int(average * (count - done)) + 8
        raise NeedsMoreError(min(self.end, max(at + 8, guess)))

    def _advance(self, length: int) -> int:
        """Step over ``length`` bytes and return where they begin."""
        start, stop = self.at, self.at + length
        if stop > self.end:
            raise DamagedError("the file ends inside its header")
        if stop > self._have:
            raise NeedsMoreError(stop)
        self.at = stop
        return start

    def _afford(self, charge: int) -> bool:
        if charge > self._budget:
            return False
        self._budget -= charge
        return True


def _scalar(kind: int) -> struct.Struct:
    scalar = _SCALARS.get(kind)
    if scalar is None:
        raise DamagedError(f"a value has the unknown type {kind}")
    return scalar
