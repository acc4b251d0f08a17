"""Writes GGUF headers, right ones and wrong ones."""

import struct
from collections.abc import Mapping, Sequence

Item = str | int | float | bool
Value = Item | Sequence[Item]

TYPES = {"F32": (0, 1, 4), "F16": (1, 1, 2), "Q8_0": (8, 32, 34), "Q4_K": (12, 256, 144)}


def text(value: str | bytes) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return struct.pack("<Q", len(raw)) + raw


def typed(value: Value) -> bytes:
    """A value behind its type: i64 for whole numbers, f32 for others."""
    if isinstance(value, bool):
        return struct.pack("<I?", 7, value)
    if isinstance(value, int):
        return struct.pack("<Iq", 11, value)
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    if isinstance(value, str):
        return struct.pack("<I", 8) + text(value)
    items = [typed(item) for item in value] or [typed(0)]
    kind = items[0][:4]
    body = b"".join(item[4:] for item in items) if value else b""
    return struct.pack("<I", 9) + kind + struct.pack("<Q", len(value)) + body


def header(
    pairs: Mapping[str, Value],
    tensors: Sequence[tuple[str, str, Sequence[int]]] = (),
    *,
    version: int = 3,
) -> bytes:
    """A whole small file: header, padding, and as many zeros as the tensors need."""
    out = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(pairs))
    for key, value in pairs.items():
        out += text(key) + typed(value)
    offset = 0
    for name, kind, dimensions in tensors:
        number, per_block, block_bytes = TYPES[kind]
        out += text(name) + struct.pack("<I", len(dimensions))
        out += b"".join(struct.pack("<Q", size) for size in dimensions)
        out += struct.pack("<IQ", number, offset)
        values = 1
        for size in dimensions:
            values *= size
        offset += -(-(values // per_block * block_bytes) // 32) * 32
    return out + bytes(-len(out) % 32) + bytes(offset)


def model(**changes: Value) -> dict[str, Value]:
    """The pairs of a small plain model of two layers; keyword arguments replace or add some."""
    pairs: dict[str, Value] = {
        "general.architecture": "llama",
        "general.name": "Small",
        "general.file_type": 15,
        "general.license": "apache-2.0",
        "llama.block_count": 2,
        "llama.context_length": 4096,
        "llama.embedding_length": 256,
        "llama.feed_forward_length": 512,
        "llama.attention.head_count": 4,
        "llama.attention.head_count_kv": 2,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.tokens": ["a", "b", "c"],
        "tokenizer.chat_template": "{{ messages }}",
    }
    return pairs | {key.replace("__", "."): value for key, value in changes.items()}


TENSORS = (
    ("token_embd.weight", "Q8_0", (256, 3)),
    ("blk.0.attn_q.weight", "Q4_K", (256, 256)),
    ("blk.0.ffn_up.weight", "Q4_K", (256, 512)),
    ("blk.1.attn_q.weight", "Q4_K", (256, 256)),
    ("blk.1.ffn_up.weight", "Q8_0", (256, 512)),
    ("output.weight", "Q8_0", (256, 3)),
    ("output_norm.weight", "F32", (256,)),
)
