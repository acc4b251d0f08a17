"""Reads the header of a GGUF file and checks that it can be true.

Native loaders trust a header more than a file from the internet deserves, and say little
when it is wrong. This reader needs only bytes: a file mapped into memory, or the beginning
of a file that is still somewhere else.

    "GGUF"  version u32  tensors u64  pairs u64
    pairs   × key string, type u32, value
    tensors × name string, dimensions u32, size u64 each, type u32, offset u64
    padding to general.alignment, then the tensors' data
"""

from collections.abc import Mapping
from dataclasses import dataclass

from indoors.core.gguf.cursor import Cursor, DamagedError, Data, NeedsMoreError, Value
from indoors.core.gguf.tensor_types import TENSOR_TYPES

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_PAIRS_LIMIT = 16_384
_TENSORS_LIMIT = 32_768
_KEY_LIMIT = 1024
_NAME_LIMIT = 128  # ggml's own limit is 64
_DIMENSIONS_LIMIT = 4  # ggml's GGML_MAX_DIMS
_VALUES_LIMIT = 1 << 62
_DEFAULT_ALIGNMENT = 32
_STEP = 64 * 1024  # about what lies between a vocabulary and the data


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies; ``offset`` counts from the start of the data, not of the file."""

    name: str
    type: int
    dimensions: tuple[int, ...]
    offset: int

    @property
    def values(self) -> int:
        product = 1
        for size in self.dimensions:
            product *= size
        return product

    @property
    def bytes(self) -> int:
        """Size in the file; 0 for a type that is not known here."""
        known = TENSOR_TYPES.get(self.type)
        return -(-self.values // known.values) * known.bytes if known else 0

    @property
    def layer(self) -> int | None:
        """Number of the layer that the tensor belongs to, if it has one."""
        parts = self.name.split(".", 2)
        return int(parts[1]) if parts[0] == "blk" and len(parts) > 2 and _is_number(parts) else None


@dataclass(frozen=True, slots=True)
class Header:
    """What a GGUF file says of itself.

    ``pairs`` leaves out long lists such as vocabularies; ``lengths`` has the length of every
    list. If not ``complete``, pairs may be missing and ``tensors`` is empty.
    """

    version: int
    pairs: Mapping[str, Value]
    lengths: Mapping[str, int]
    tensors: tuple[Tensor, ...]
    tensor_count: int
    data_start: int
    file_bytes: int
    complete: bool = True

    @property
    def architecture(self) -> str:
        return str(self.pairs.get("general.architecture", ""))

    @property
    def largest_tensor(self) -> int:
        """Values in the largest matrix that has a layer's name."""
        return max((t.values for t in self.tensors if t.name.startswith("blk.")), default=0)

    def own(self, key: str) -> Value | None:
        """Return a value of the architecture's own section."""
        return self.pairs.get(f"{self.architecture}.{key}")

    def number(self, key: str, default: int = 0) -> int:
        """Return an integer of the architecture's own section, or the default."""
        value = self.own(key)
        if isinstance(value, tuple) and value:
            value = max(value)
        return value if isinstance(value, int) else default

    def per_layer(self, key: str, layers: int, default: int = 0) -> tuple[int, ...]:
        """Return one integer per layer, for keys that may hold a single value for all."""
        value = self.own(key)
        if isinstance(value, tuple):
            numbers = tuple(int(item) for item in value[:layers])
            return numbers + (default,) * (layers - len(numbers))
        return (value if isinstance(value, int) else default,) * layers


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the beginning of a file tells; ``bytes_needed`` is 0 if that is all there is."""

    header: Header
    bytes_needed: int


def parse(data: Data) -> Header:
    """Read a whole file's header. Raises ``NotGgufError`` or ``DamagedError``."""
    beginning = parse_beginning(data, len(data))
    if beginning.bytes_needed:
        raise DamagedError("the file ends inside its header")
    return beginning.header


def parse_beginning(data: Data, file_bytes: int) -> Beginning:
    """Read as far as the first bytes of a file go. Raises ``NotGgufError`` or ``DamagedError``.

    ``bytes_needed`` is a guess, never more than the file has: asking again with that many
    bytes gets further, and a few times of asking get to the end.
    """
    reader = _Reader(data, file_bytes)
    try:
        reader.run()
    except NeedsMoreError as error:
        wanted = max(error.bytes_needed, len(data) + _STEP)
        return Beginning(reader.header(complete=False), min(file_bytes, wanted))
    return Beginning(reader.header(complete=True), 0)


class _Reader:
    """Collects what was read, so that a file's beginning is worth something too."""

    def __init__(self, data: Data, file_bytes: int) -> None:
        self._cursor = Cursor(data, file_bytes)
        self._version = self._tensor_count = self._data_start = 0
        self._keys: set[str] = set()
        self._pairs: dict[str, Value] = {}
        self._lengths: dict[str, int] = {}
        self._tensors: list[Tensor] = []

    def run(self) -> None:
        cursor = self._cursor
        cursor.magic(_MAGIC)
        self._version = cursor.u32()
        if self._version not in _VERSIONS:
            raise DamagedError(f"GGUF version {self._version} is not one that can be read")
        self._tensor_count = cursor.count("tensors", least_bytes=24, limit=_TENSORS_LIMIT)
        for _ in range(cursor.count("values", least_bytes=13, limit=_PAIRS_LIMIT)):
            self._pair()
        names: set[str] = set()
        for _ in range(self._tensor_count):
            tensor = self._tensor()
            if tensor.name in names:
                raise DamagedError("two tensors have the same name")
            names.add(tensor.name)
            self._tensors.append(tensor)
        self._check_places()

    def header(self, *, complete: bool) -> Header:
        return Header(
            version=self._version,
            pairs=self._pairs,
            lengths=self._lengths,
            tensors=tuple(self._tensors) if complete else (),
            tensor_count=self._tensor_count,
            data_start=self._data_start,
            file_bytes=self._cursor.end,
            complete=complete,
        )

    def _pair(self) -> None:
        key = self._cursor.text(_KEY_LIMIT)
        if key is None:
            self._cursor.value()
            return
        if key in self._keys:
            raise DamagedError("a key appears twice")
        self._keys.add(key)
        try:
            value = self._cursor.value()
        finally:
            if self._cursor.list_length is not None:
                self._lengths[key] = self._cursor.list_length
        if value is not None:
            self._pairs[key] = value

    def _tensor(self) -> Tensor:
        cursor = self._cursor
        name = cursor.text(_NAME_LIMIT)
        if name is None:
            raise DamagedError("a tensor's name is too long")
        count = cursor.u32()
        if count > _DIMENSIONS_LIMIT:
            raise DamagedError(f"a tensor has {count} dimensions")
        dimensions = tuple(cursor.u64() for _ in range(count))
        tensor = Tensor(name, cursor.u32(), dimensions, cursor.u64())
        known = TENSOR_TYPES.get(tensor.type)
        if tensor.values > _VALUES_LIMIT or 0 in dimensions:
            raise DamagedError("a tensor has an impossible size")
        if known and dimensions and dimensions[0] % known.values:
            raise DamagedError("a tensor's rows do not fill its blocks")
        return tensor

    def _check_places(self) -> None:
        alignment = _alignment(self._pairs)
        self._data_start = needed = -(-self._cursor.at // alignment) * alignment
        for tensor in self._tensors:
            if tensor.offset % alignment:
                raise DamagedError("a tensor is not where one can be")
            needed = max(needed, self._data_start + tensor.offset + tensor.bytes)
        if needed > self._cursor.end and self._tensors:
            raise DamagedError(f"the file has {self._cursor.end} of its {needed} bytes")


def _is_number(parts: list[str]) -> bool:
    return parts[1].isascii() and parts[1].isdigit() and len(parts[1]) < 6


def _alignment(pairs: Mapping[str, Value]) -> int:
    alignment = pairs.get("general.alignment", _DEFAULT_ALIGNMENT)
    good = isinstance(alignment, int) and 0 < alignment <= 1 << 20
    if not good or not isinstance(alignment, int) or alignment & (alignment - 1):
        raise DamagedError("the alignment is not a power of two")
    return alignment
