"""What each layer of a model keeps in memory while it runs, read off the header.

The rules are llama.cpp's: which layers attend to everything, which only to a window, which
carry a state of fixed size instead, and which borrow another layer's cache.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from indoors.core.gguf.header import Header

_LAYERS_LIMIT = 4096

_WINDOW_PERIODS: Mapping[str, tuple[int, bool]] = {
    # of how many layers one sees everything, and whether that is the first of them
    "gemma2": (2, False), "gemma3": (6, False), "gemma3n": (5, False), "cohere2": (4, False),
    "gemma-embedding": (6, False), "gpt-oss": (2, False), "olmo2": (4, False),
    "exaone4": (4, False), "exaone-moe": (4, False), "llama4": (4, False), "afmoe": (4, False),
    "smallthinker": (4, True), "cohere2moe": (4, True), "modern-bert": (3, True),
    "plamo3": (8, False), "mellum": (4, False), "muse-glimmer": (4, False),
}  # fmt: skip
_UNCACHED = ("wkv.head_size", "kda.head_dim")
"""Designs whose state is not known here."""


@dataclass(frozen=True, slots=True)
class Layer:
    """``keys`` and ``values`` are numbers cached per token; ``state`` is numbers in all (f32)."""

    keys: int = 0
    values: int = 0
    window: int | None = None
    state: int = 0


def layers_of(header: Header) -> tuple[Layer, ...] | None:
    """Return one entry per layer, or None for designs whose cache is not known here."""
    count = header.number("block_count")
    if not 0 < count <= _LAYERS_LIMIT or any(header.number(key) for key in _UNCACHED):
        return None
    heads = header.per_layer("attention.head_count", count)
    cached_heads = header.per_layer("attention.head_count_kv", count, -1)
    cached_heads = tuple(
        own if own >= 0 else all_heads for own, all_heads in zip(cached_heads, heads, strict=True)
    )
    recurrent = _recurrent(header, count, cached_heads)
    if any(recurrent) and not _state(header):
        return None
    windows = _windows(header, count)
    shared = header.number("attention.shared_kv_layers")
    return tuple(
        _layer(
            header,
            heads=max(heads),
            cached=0 if index >= count - shared or _only_state(header, recurrent[index]) else own,
            window=windows[index],
            state=_state(header) if recurrent[index] else 0,
        )
        for index, own in enumerate(cached_heads)
    )


def _layer(header: Header, *, heads: int, cached: int, window: int | None, state: int) -> Layer:
    width = header.number("embedding_length") // max(1, heads)
    suffix = "_swa" if window is not None else ""
    keys = header.number("attention.key_length", width)
    values = header.number("attention.value_length", width)
    keys = header.number(f"attention.key_length{suffix}", keys)
    values = header.number(f"attention.value_length{suffix}", values)
    if header.number("attention.kv_lora_rank"):  # the values are part of the compressed keys
        values = 0
    return Layer(cached * keys, cached * values, window if cached else None, state)


def _windows(header: Header, count: int) -> tuple[int | None, ...]:
    size = header.number("attention.sliding_window")
    pattern = header.own("attention.sliding_window_pattern")
    period, first = _WINDOW_PERIODS.get(header.architecture, (1, False))
    if isinstance(pattern, tuple):
        flags = [bool(item) for item in pattern[:count]]
        flags += [False] * (count - len(flags))
    else:
        if isinstance(pattern, int) and pattern > 0:
            period = pattern
        flags = [index % period != (0 if first else period - 1) for index in range(count)]
    return tuple(size if flag and size > 0 else None for flag in flags)


def _recurrent(header: Header, count: int, cached_heads: tuple[int, ...]) -> tuple[bool, ...]:
    flags = header.own("attention.recurrent_layers")
    if isinstance(flags, tuple):
        return tuple(bool(item) for item in flags[:count]) + (False,) * (count - len(flags))
    if header.architecture == "falcon-h1":  # every layer does both
        return (True,) * count
    interval = header.number("full_attention_interval")
    if not interval and header.architecture in {"qwen35", "qwen35moe", "qwen3next"}:
        interval = 4
    if interval:
        return tuple((index + 1) % interval != 0 for index in range(count))
    if not _state(header):
        return (False,) * count
    feeds = header.per_layer("feed_forward_length", count)
    if header.architecture.startswith("nemotron_h"):
        return tuple(not own and not feed for own, feed in zip(cached_heads, feeds, strict=True))
    if header.own("attention.head_count_kv") is None:  # pure state-space models
        return (True,) * count
    return tuple(not own for own in cached_heads)


def _only_state(header: Header, recurrent: bool) -> bool:
    return recurrent and header.architecture != "falcon-h1"


def _state(header: Header) -> int:
    """Numbers that a recurrent layer carries along, whatever the length of the text."""
    if lag := header.number("shortconv.l_cache"):
        return header.number("embedding_length") * (lag - 1)
    inner, size = header.number("ssm.inner_size"), header.number("ssm.state_size")
    groups = header.number("ssm.group_count")
    kernel = max(0, header.number("ssm.conv_kernel") - 1)
    return kernel * (inner + 2 * groups * size) + size * inner
