"""A tiny model whose layers see a window only, with random weights and the starter's vocabulary.

It writes nonsense, but always the same: what a cell of its cache is worth shows in the words.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.engine.gguf_files import pair, string_pair, tensor, text, u32_pair

WINDOW = 64
LAYERS = 6  # of which one sees everything
_WIDTH, _HEADS, _HEAD, _INNER = 64, 2, 32, 128
_F32 = 6
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}


def write_window_model(source: Path, target: Path) -> Path:
    """Write the model to ``target``; the vocabulary is that of the model ``source``."""
    vocabulary = list(_tokenizer(source))
    pairs = [
        string_pair("general.architecture", "gemma3"),
        u32_pair("gemma3.context_length", 8192),
        u32_pair("gemma3.embedding_length", _WIDTH),
        u32_pair("gemma3.block_count", LAYERS),
        u32_pair("gemma3.feed_forward_length", _INNER),
        u32_pair("gemma3.attention.head_count", _HEADS),
        u32_pair("gemma3.attention.head_count_kv", 1),
        u32_pair("gemma3.attention.key_length", _HEAD),
        u32_pair("gemma3.attention.value_length", _HEAD),
        u32_pair("gemma3.attention.sliding_window", WINDOW),
        pair("gemma3.attention.layer_norm_rms_epsilon", _F32, struct.pack("<f", 1e-6)),
        pair("gemma3.rope.freq_base", _F32, struct.pack("<f", 10_000.0)),
        *vocabulary,
    ]
    described, arrays, offset = [], [], 0
    random = np.random.default_rng(7)
    for name, sizes in _tensors(_tokens(source)):
        described.append(tensor(name, sizes, 0, offset))
        count = int(np.prod(sizes))
        is_norm = len(sizes) == 1
        values = np.ones(count) if is_norm else random.normal(0, 0.35, count)
        arrays.append(values.astype("<f4").tobytes())
        offset += -(-count * 4 // 32) * 32
    head = b"GGUF" + struct.pack("<IQQ", 3, len(described), len(pairs))
    head += b"".join(pairs) + b"".join(described)
    with target.open("wb") as file:
        file.write(head + bytes(-len(head) % 32))
        for data in arrays:
            file.write(data + bytes(-len(data) % 32))
    return target


def _tensors(tokens: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield "token_embd.weight", (_WIDTH, tokens)
    yield "output_norm.weight", (_WIDTH,)
    for layer in range(LAYERS):
        sizes: dict[str, tuple[int, ...]] = {
            "attn_norm": (_WIDTH,),
            "attn_q": (_WIDTH, _HEADS * _HEAD),
            "attn_k": (_WIDTH, _HEAD),
            "attn_v": (_WIDTH, _HEAD),
            "attn_output": (_HEADS * _HEAD, _WIDTH),
            "attn_q_norm": (_HEAD,),
            "attn_k_norm": (_HEAD,),
            "post_attention_norm": (_WIDTH,),
            "ffn_norm": (_WIDTH,),
            "ffn_gate": (_WIDTH, _INNER),
            "ffn_up": (_WIDTH, _INNER),
            "ffn_down": (_INNER, _WIDTH),
            "post_ffw_norm": (_WIDTH,),
        }
        for name, shape in sizes.items():
            yield f"blk.{layer}.{name}.weight", shape


def _beginning(source: Path) -> bytes:
    with source.open("rb") as file:
        return file.read(4 * 1024 * 1024)


def _tokens(source: Path) -> int:
    head = _beginning(source)
    at = head.index(text("tokenizer.ggml.tokens")) + len(text("tokenizer.ggml.tokens")) + 8
    return int(struct.unpack_from("<Q", head, at)[0])


def _tokenizer(source: Path) -> Iterator[bytes]:
    """The pairs of the vocabulary and the chat template, byte by byte as they are there."""
    head = _beginning(source)
    at = 24
    for _ in range(struct.unpack_from("<Q", head, 16)[0]):
        start = at
        (length,) = struct.unpack_from("<Q", head, at)
        key = head[at + 8 : at + 8 + length].decode()
        at += 8 + length
        (kind,) = struct.unpack_from("<I", head, at)
        at = _end(head, at + 4, kind)
        if key.startswith("tokenizer."):
            yield head[start:at]


def _end(head: bytes, at: int, kind: int) -> int:
    if kind == 8:
        return at + 8 + int(struct.unpack_from("<Q", head, at)[0])
    if kind != 9:
        return at + _SIZES[kind]
    inner, count = struct.unpack_from("<IQ", head, at)
    at += 12
    if inner in _SIZES:
        return at + int(count) * _SIZES[inner]
    for _ in range(count):
        at = _end(head, at, inner)
    return at
