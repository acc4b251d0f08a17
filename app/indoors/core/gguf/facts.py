"""What a user and the rest of the program want to know of a model file."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from indoors.core.gguf.header import Header
from indoors.core.gguf.layers import Layer, layers_of
from indoors.core.gguf.tensor_types import FILE_TYPES, TENSOR_TYPES

Kind = Literal["chat", "embedding", "reranker", "encoder", "projector", "adapter"]

_ENCODERS = frozenset(
    {"bert", "nomic-bert", "nomic-bert-moe", "jina-bert-v2", "jina-bert-v3", "modern-bert",
     "neo-bert", "eurobert", "gemma-embedding", "t5encoder", "llama-embed"}
)  # fmt: skip
_RANK_POOLING = 4
_NAME_LIMIT = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """Everything a header tells, in the field's terms. None: the file does not say.

    ``tensor_bytes`` maps a tensor type's name to the bytes stored in it; ``layers`` is None
    for designs whose cache is not known. Of an incomplete header, ``parameters`` and
    ``tensor_bytes`` are empty.
    """

    architecture: str
    name: str | None
    kind: Kind
    parameters: int | None
    quantization: str | None
    tensor_bytes: Mapping[str, int]
    context_length: int | None
    layer_count: int | None
    layers: tuple[Layer, ...] | None
    embedding_length: int | None
    heads: int | None
    kv_heads: tuple[int, ...] | None
    key_length: int | None
    value_length: int | None
    sliding_window: int | None
    experts: int | None
    experts_used: int | None
    vocabulary: int | None
    tokenizer: str | None
    tokenizer_rules: str | None
    chat_template: str | None
    licence: str | None
    licence_link: str | None
    file_bytes: int


def facts_of(header: Header) -> FileFacts:
    """Return what the header says, without judging it."""
    count = header.number("block_count") or None
    heads = header.number("attention.head_count") or None
    width = header.number("embedding_length")
    shared_width = width // heads if heads and width else 0
    return FileFacts(
        architecture=header.architecture,
        name=(_text(header, "general.name") or "")[:_NAME_LIMIT] or None,
        kind=_kind(header),
        parameters=sum(tensor.values for tensor in header.tensors) or None,
        quantization=_quantization(header),
        tensor_bytes=_tensor_bytes(header),
        context_length=header.number("context_length") or None,
        layer_count=count,
        layers=layers_of(header),
        embedding_length=width or None,
        heads=heads,
        kv_heads=_kv_heads(header, count, heads),
        key_length=header.number("attention.key_length", shared_width) or None,
        value_length=header.number("attention.value_length", shared_width) or None,
        sliding_window=header.number("attention.sliding_window") or None,
        experts=header.number("expert_count") or None,
        experts_used=header.number("expert_used_count") or None,
        vocabulary=vocabulary_size(header),
        tokenizer=_text(header, "tokenizer.ggml.model"),
        tokenizer_rules=_text(header, "tokenizer.ggml.pre"),
        chat_template=_text(header, "tokenizer.chat_template"),
        licence=_text(header, "general.license"),
        licence_link=_text(header, "general.license.link"),
        file_bytes=header.file_bytes,
    )


def vocabulary_size(header: Header) -> int | None:
    """Tokens the model knows, from its list of them or from its own word for it."""
    listed = header.lengths.get("tokenizer.ggml.tokens")
    return listed or header.number("vocab_size") or None


def _text(header: Header, key: str) -> str | None:
    value = header.pairs.get(key)
    return value.strip() or None if isinstance(value, str) else None


def _kind(header: Header) -> Kind:
    said = header.pairs.get("general.type", "model")
    if said == "adapter":
        return "adapter"
    if said == "mmproj" or header.architecture == "clip":
        return "projector"
    pooling = header.number("pooling_type")
    if pooling == _RANK_POOLING:
        return "reranker"
    if pooling > 0 or header.architecture in _ENCODERS:
        return "embedding"
    return "encoder" if header.own("attention.causal") is False else "chat"


def _quantization(header: Header) -> str | None:
    """What the quantizer was asked for, or else the type that most of the bytes have."""
    number = header.pairs.get("general.file_type")
    if isinstance(number, int) and number in FILE_TYPES:
        return FILE_TYPES[number]
    by_type = _tensor_bytes(header)
    return max(by_type, key=lambda name: by_type[name]) if by_type else None


def _tensor_bytes(header: Header) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for tensor in header.tensors:
        known = TENSOR_TYPES.get(tensor.type)
        sums[known.name if known else f"type {tensor.type}"] += tensor.bytes
    return dict(sums)


def _kv_heads(header: Header, count: int | None, heads: int | None) -> tuple[int, ...] | None:
    if not count or not heads or count > 4096:
        return None
    return header.per_layer("attention.head_count_kv", count, heads)
