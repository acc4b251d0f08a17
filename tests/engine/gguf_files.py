"""Makes GGUF files that are wrong in one exact way."""

import shutil
import struct
from pathlib import Path

U32, I32, F32, BOOL, STRING, ARRAY, U64 = 4, 5, 6, 7, 8, 9, 10


def text(value: str | bytes) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return struct.pack("<Q", len(data)) + data


def pair(key: str, kind: int, value: bytes) -> bytes:
    return text(key) + struct.pack("<I", kind) + value


def string_pair(key: str, value: str) -> bytes:
    return pair(key, STRING, text(value))


def u32_pair(key: str, value: int) -> bytes:
    return pair(key, U32, struct.pack("<I", value))


def tensor(name: str = "t", sizes: tuple[int, ...] = (8,), kind: int = 0, offset: int = 0) -> bytes:
    dimensions = struct.pack(f"<I{len(sizes)}Q", len(sizes), *sizes)
    return text(name) + dimensions + struct.pack("<IQ", kind, offset)


def gguf(
    pairs: list[bytes],
    tensors: list[bytes],
    *,
    version: int = 3,
    counts: tuple[int, int] | None = None,
    data: bytes = bytes(64),
) -> bytes:
    """Return a file. ``counts`` (tensors, pairs) may lie."""
    tensor_count, pair_count = counts or (len(tensors), len(pairs))
    head = b"GGUF" + struct.pack("<IQQ", version, tensor_count, pair_count)
    head += b"".join(pairs) + b"".join(tensors)
    return head + bytes(-len(head) % 32) + data


def patched(source: Path, target: Path, old: bytes, new: bytes) -> Path:
    """Copy a model with one passage of its header changed, at the same length."""
    assert len(old) == len(new)
    shutil.copyfile(source, target)
    with target.open("r+b") as file:
        at = file.read(4 * 1024 * 1024).index(old)
        file.seek(at)
        file.write(new)
    return target


def with_template(source: Path, target: Path, template: str) -> Path:
    """Copy a model with another chat template, filled up with a comment."""
    with source.open("rb") as file:
        head = file.read(4 * 1024 * 1024)
    key = text("tokenizer.chat_template") + struct.pack("<I", STRING)
    start = head.index(key) + len(key)
    (length,) = struct.unpack_from("<Q", head, start)
    old = head[start + 8 : start + 8 + length]
    filling = length - len(template.encode()) - 4
    assert filling >= 0, "the new template must be shorter than the old one"
    return patched(source, target, old, template.encode() + b"{#" + b" " * filling + b"#}")
