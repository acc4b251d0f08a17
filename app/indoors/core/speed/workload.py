"""What a device has to do for one token of a model."""

from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT_FACTORS: Mapping[str, float] = {
    # architecture -> time relative to a plain transformer of the same bytes and layers.
    # Medians over the devices in tests/eval/speed.py, which prints them.
    "qwen35": 1.2, "falcon-h1": 1.25, "granitehybrid": 1.2, "gemma2": 1.14, "gemma3": 1.12,
    "gemma4": 1.2, "gpt-oss": 1.4,
}  # fmt: skip
_READ_SHARE: Mapping[str, float] = {"gemma-4-e2b-it": 0.5, "gemma-4-e4b-it": 0.75}
"""Models that look up a part of their weights and never read it through."""

USUAL_TOKENS = 1024
"""In the cache while an answer is written: some questions and answers, and half of this one."""
_PARTLY_READ_SPREAD = 0.15  # which part is read differs from token to token


@dataclass(frozen=True, slots=True)
class Workload:
    """Work that grows with ``amount`` (bytes when writing, parameters when reading) and layers."""

    amount: float
    layers: int
    factor: float = 1.0
    spread: float = 0.08
    """How far a model strays from the formula on a device that is known well (log, 1 sigma)."""


def writing_workload(
    file_bytes: int,
    layers: int,
    *,
    architecture: str = "",
    model_id: str = "",
    active_share: float = 1.0,
    cache_bytes: int = 0,
) -> Workload:
    """Return the work of writing one token.

    ``active_share`` is the part of the parameters used per token (mixtures of experts);
    ``cache_bytes`` what of the KV cache is in use: it is read for every token too.
    """
    share = active_share * _READ_SHARE.get(model_id, 1.0)
    factor = DEFAULT_FACTORS.get(architecture, 1.0)
    spread = 0.08 if share == 1.0 else _PARTLY_READ_SPREAD
    return Workload(file_bytes * share + cache_bytes, max(1, layers), factor, spread)


def cache_read(cache_bytes: int, context: int, tokens: float = USUAL_TOKENS) -> int:
    """Return what is read of a KV cache for ``context`` tokens while it holds some of them."""
    return int(cache_bytes * min(1.0, tokens / max(1, context)))


def prefill_workload(parameters: float, layers: int, *, active_share: float = 1.0) -> Workload:
    """Return the work of reading one token of a prompt."""
    return Workload(parameters * active_share, max(1, layers))
