"""Reads the header of a GGUF file and checks that it can be true.

Native loaders trust a header more than a file from the internet deserves, and say little
when it is wrong. This reader touches nothing beyond the file's own bytes, believes no count
before comparing it with the bytes left, and knows whether every tensor lies in the file.

    "GGUF"  version u32  tensors u64  pairs u64
    pairs:   key string, type u32, value
    tensors: name string, dimensions u32, size u64 each, type u32, offset u64
    padding to general.alignment, then the tensors' data
"""

import mmap
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from indoors.engine.gguf_tensors import TensorPlace

Value = str | int | float | bool | tuple[int | float | bool, ...]

MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_TEXT_LIMIT = 4 * 1024 * 1024  # longer texts than any template are passed over
_ITEMS_KEPT = 4096  # one value per layer is kept; vocabularies are passed over
_ITEMS_LIMIT = 32 * 1024 * 1024
_DEFAULT_ALIGNMENT = 32
_STRING, _ARRAY = 8, 9

_SCALARS: Mapping[int, struct.Struct] = {
    number: struct.Struct("<" + code)
    for number, code in {
        0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d",
    }.items()
}  # fmt: skip


class NotGgufError(Exception):
    """The file does not begin like a GGUF file."""


class DamagedError(Exception):
    """The file begins like a GGUF file, but cannot be a whole one. The text says why."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a GGUF file says of itself; ``pairs`` leaves out long lists such as vocabularies."""

    version: int
    pairs: Mapping[str, Value]
    tensors: int
    largest_tensor: int  # values in the largest matrix that has a layer's name
    file_bytes: int

    @property
    def architecture(self) -> str:
        return str(self.pairs.get("general.architecture", ""))

    def number(self, key: str, default: int = 0) -> int:
        """Return an integer of the architecture's own section, or the default."""
        value = self.pairs.get(f"{self.architecture}.{key}", default)
        return value if isinstance(value, int) else default

    def per_layer(self, key: str, layers: int, default: int = 0) -> tuple[int, ...]:
        """Return one integer per layer, for keys that may hold a single value for all."""
        value = self.pairs.get(f"{self.architecture}.{key}", default)
        if isinstance(value, tuple):
            return tuple(int(item) for item in value)
        return (int(value),) * layers if isinstance(value, int) else (default,) * layers


def read_header(path: Path) -> Header:
    """Return the checked header.

    Raises ``NotGgufError``, ``DamagedError``, or ``OSError`` if the file can't be read.
    """
    with path.open("rb") as file:
        if file.read(4) != MAGIC:
            raise NotGgufError
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            try:
                return _Reader(data).header()
            except (struct.error, IndexError, OverflowError) as error:
                raise DamagedError("the file ends inside its header") from error


class _Reader:
    """Walks over the bytes; reading beyond the end raises ``struct.error``."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._at = 4
        self._end = len(data)

    def header(self) -> Header:
        version = self._u32()
        if version not in _VERSIONS:
            raise DamagedError(f"GGUF version {version} is not one that can be read")
        tensors = self._count("tensors", least_bytes=24)
        pairs = self._pairs(self._count("values", least_bytes=13))
        places = [self._tensor() for _ in range(tensors)]
        self._check_places(places, _alignment(pairs))
        layer_sizes = [place.values for place in places if place.name.startswith("blk.")]
        return Header(version, pairs, tensors, max(layer_sizes, default=0), self._end)

    def _pairs(self, count: int) -> dict[str, Value]:
        pairs: dict[str, Value] = {}
        for _ in range(count):
            key = self._text()
            value = self._value(self._u32())
            if key in pairs:
                raise DamagedError("a key appears twice")
            if value is not None:
                pairs[key] = value
        return pairs

    def _value(self, kind: int) -> Value | None:
        if kind == _STRING:
            return self._text()
        if kind == _ARRAY:
            return self._array()
        return self._scalar(_scalar_type(kind))

    def _array(self) -> Value | None:
        kind = self._u32()
        if kind == _STRING:
            self._skip_texts(self._count("items", least_bytes=8))
            return None
        scalar = _scalar_type(kind)
        count = self._count("items", least_bytes=scalar.size)
        if count > _ITEMS_KEPT:
            self._at += count * scalar.size
            return None
        return tuple(self._scalar(scalar) for _ in range(count))

    def _skip_texts(self, count: int) -> None:
        data, at, end = self._data, self._at, self._end
        length_at: Callable[[mmap.mmap, int], tuple[int]] = struct.Struct("<Q").unpack_from
        for _ in range(count):
            at += 8 + length_at(data, at)[0]
            if at > end:
                raise DamagedError("a text is longer than the file")
        self._at = at

    def _tensor(self) -> TensorPlace:
        name = self._text()
        dimensions = self._u32()
        if dimensions > 4:  # ggml's GGML_MAX_DIMS
            raise DamagedError(f"a tensor has {dimensions} dimensions")
        values = 1
        for _ in range(dimensions):
            values *= self._u64()
        return TensorPlace(name, values, self._u32(), self._u64())

    def _check_places(self, places: list[TensorPlace], alignment: int) -> None:
        start = -(-self._at // alignment) * alignment
        needed = start
        for place in places:
            if place.offset % alignment:
                raise DamagedError("a tensor is not where one can be")
            needed = max(needed, start + place.offset + place.bytes)
        if needed > self._end and places:
            raise DamagedError(f"the file has {self._end} of its {needed} bytes")

    def _count(self, what: str, *, least_bytes: int) -> int:
        count = self._u64()
        if count > _ITEMS_LIMIT or count * least_bytes > self._end - self._at:
            raise DamagedError(f"{count} {what} cannot fit into the file")
        return count

    def _text(self) -> str:
        length = self._u64()
        start, self._at = self._at, self._at + length
        if self._at > self._end:
            raise DamagedError("a text is longer than the file")
        if length > _TEXT_LIMIT:
            return ""
        return self._data[start : self._at].decode(errors="replace")

    def _scalar(self, scalar: struct.Struct) -> int | float | bool:
        value: int | float | bool = scalar.unpack_from(self._data, self._at)[0]
        self._at += scalar.size
        return value

    def _u32(self) -> int:
        return int(self._scalar(_SCALARS[4]))

    def _u64(self) -> int:
        return int(self._scalar(_SCALARS[10]))


def _scalar_type(kind: int) -> struct.Struct:
    scalar = _SCALARS.get(kind)
    if scalar is None:
        raise DamagedError(f"a value has the unknown type {kind}")
    return scalar


def _alignment(pairs: Mapping[str, Value]) -> int:
    alignment = pairs.get("general.alignment", _DEFAULT_ALIGNMENT)
    if not isinstance(alignment, int) or alignment <= 0 or alignment & (alignment - 1):
        raise DamagedError("the alignment is not a power of two")
    return alignment
