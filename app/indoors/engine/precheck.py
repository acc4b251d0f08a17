"""What can be said about a model file before native code sees it."""

import math
from pathlib import Path

from indoors.engine.faults import EngineError
from indoors.engine.header import DamagedError, Header, NotGgufError, read_header
from indoors.engine.memory import free_bytes
from indoors.protocol.engine import Load
from indoors.protocol.faults import Fault

DEFAULT_CONTEXT = 8192
SMALLEST_CONTEXT = 256  # llama.cpp rounds up to multiples of it
_COMPUTE_BYTES = 64 * 1024 * 1024  # scratch buffers of small models at 512 tokens a batch
_KV_BYTES = {"f16": 2.0, "q8_0": 34 / 32}
_WITHOUT_FULL_CACHE = ("ssm.state_size", "wkv.head_size", "attention.kv_lora_rank")


def check_file(order: Load) -> Header:
    """Return the header. Raises ``EngineError`` if this file cannot be a chat model."""
    path = Path(order.path)
    try:
        header = read_header(path)
    except FileNotFoundError as error:
        raise EngineError(Fault.MODEL_MISSING, path=order.path) from error
    except (NotGgufError, IsADirectoryError, ValueError) as error:
        raise EngineError(Fault.MODEL_NOT_GGUF, path=order.path) from error
    except DamagedError as error:
        raise EngineError(Fault.MODEL_DAMAGED, path=order.path, detail=str(error)) from error
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise EngineError(Fault.FILE_UNREADABLE, path=order.path, detail=detail) from error
    if contradiction := _contradiction(header):
        raise EngineError(Fault.MODEL_DAMAGED, path=order.path, detail=contradiction)
    if _is_encoder(header):
        raise EngineError(Fault.MODEL_NOT_CHAT, path=order.path)
    return header


def context_for(order: Load, header: Header) -> int:
    """Tokens the context is to hold."""
    if order.context is not None:
        return max(SMALLEST_CONTEXT, order.context)
    return min(header.number("context_length") or DEFAULT_CONTEXT, DEFAULT_CONTEXT)


def check_memory(order: Load, header: Header, context: int) -> None:
    """Refuse what would not fit. Raises ``EngineError(OUT_OF_MEMORY)`` with the numbers.

    Asked before the first byte is allocated, because the system does not refuse: it hands
    out memory it hasn't got, and kills the process when it is used.
    """
    needed = header.file_bytes + cache_bytes(order, header, context) + _COMPUTE_BYTES
    free = free_bytes()
    if needed > free:
        raise EngineError(
            Fault.OUT_OF_MEMORY, needed_bytes=needed, free_bytes=free, context=context
        )


def cache_bytes(order: Load, header: Header, context: int) -> int:
    """Size of the KV cache, or what the order says of it."""
    found = kv_bytes(header, context, order.kv_type)
    return found if order.cache_bytes is None else min(found, order.cache_bytes)


def kv_bytes(header: Header, context: int, kv_type: str) -> int:
    """Size of the KV cache; 0 for designs whose cache the header does not tell the size of."""
    if any(header.number(key) for key in _WITHOUT_FULL_CACHE):
        return 0
    layers = header.number("block_count")
    heads = header.per_layer("attention.head_count", layers)
    width = header.number("embedding_length") // max(1, max(heads, default=1))
    keys = header.number("attention.key_length", width)
    values = header.number("attention.value_length", width)
    cached_heads = sum(header.per_layer("attention.head_count_kv", layers, max(heads, default=0)))
    return int(cached_heads * (keys + values) * context * _KV_BYTES[kv_type])


def _contradiction(header: Header) -> str:
    """Return what native code would stumble over, or nothing."""
    if not header.tensor_count:
        return "it holds no tensors"
    if not header.architecture:
        return "it names no architecture"
    layers = header.number("block_count", 1)
    if not 1 <= layers <= header.tensor_count:
        return f"it claims to have {layers} layers"
    own = (value for key, value in header.pairs.items() if key.startswith(header.architecture))
    if any(isinstance(value, float) and not math.isfinite(value) for value in own):
        return "one of its settings is not a number"
    return ""


def _is_encoder(header: Header) -> bool:
    causal = header.pairs.get(f"{header.architecture}.attention.causal", True)
    kind = header.pairs.get("general.type", "model")
    return causal is False or header.number("pooling_type") > 0 or kind in ("mmproj", "adapter")
