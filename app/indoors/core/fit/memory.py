"""The memory that a model takes with given settings, part by part.

Weights and cache are exact. The scratch buffers follow from how ggml lays out the graph of a
batch; vocabulary and runtime are constants measured on the engine (see tests/eval/fit.py).
"""

from dataclasses import dataclass
from typing import Literal

from indoors.core.fit.shape import ModelShape
from indoors.core.gguf import Layer

KvType = Literal["f16", "q8_0"]

_CELLS = 256  # llama.cpp rounds the number of cells up to this
_RUNTIME = 50_000_000  # the engine process without a model: Python, its modules, llama.cpp
_PER_TOKEN_OF_VOCABULARY = 350  # text, score, kind and merge rules, in hash maps
_GRAPHICS_RUNTIME = 400_000_000  # what a driver takes for a context of its own; an assumption
_WORKING_WIDTHS = 4  # tensors of the model's width that are alive at once
_NODE_MULTIPLICATIONS = 1_000_000_000  # as in the engine: it computes in batches it can interrupt
_LARGEST_BATCH = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a model is loaded. ``gpu_layers`` counts from the last layer; output comes first.

    ``batch`` None: what the engine chooses. ``full_window_cache``: layers that see a window
    only still get a cell for every token, which is what allows to reuse a prompt's prefix.
    """

    context: int
    kv_type: KvType = "f16"
    gpu_layers: int = 0
    use_mmap: bool = True
    batch: int | None = None
    flash_attention: bool = True
    full_window_cache: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """Bytes. ``context`` is None if what a token costs is not known; then sums leave it out."""

    weights: int
    repacked: int  # of the weights: copied, the originals may be dropped from memory
    context: int | None
    compute: int
    vocabulary: int
    runtime: int
    uses_mmap: bool
    graphics_weights: int = 0
    graphics_context: int = 0
    graphics_compute: int = 0
    graphics_runtime: int = 0

    @property
    def needed(self) -> int:
        """Main memory that must be free: what the system can't take back while it runs."""
        own = self.compute + self.vocabulary + self.runtime
        return self.weights + (self.context or 0) + own

    @property
    def resident(self) -> int:
        """What the engine process shows as resident, once it has answered."""
        return self.needed + (self.repacked if self.uses_mmap else 0)

    @property
    def graphics(self) -> int:
        """Graphics memory that must be free."""
        parts = (self.graphics_weights, self.graphics_context, self.graphics_compute)
        return sum(parts) + self.graphics_runtime

    @property
    def total(self) -> int:
        return self.needed + self.graphics


def requirement(shape: ModelShape, setting: Setting) -> Requirement:
    """Return what the model takes, divided between main and graphics memory."""
    count = shape.layer_count
    moved = min(setting.gpu_layers, count + 1)
    first = count - max(0, moved - 1)  # the output counts as one, and goes first
    output_moved = moved > 0
    batch = setting.batch or _batch(shape, on_graphics=output_moved)
    cache = [layer_cache(layer, setting, batch) for layer in shape.layers or ()]
    compute = compute_bytes(shape, setting, batch)
    output = 0 if output_moved else shape.output_bytes
    main_copies = sum(shape.repacked_bytes[:first])
    tied = shape.input_bytes if shape.output_is_input else 0
    return Requirement(
        weights=sum(shape.layer_bytes[:first]) + shape.input_bytes + output,
        repacked=main_copies + (0 if output_moved else shape.output_repacked),
        context=sum(cache[:first]) if shape.layers is not None else None,
        compute=compute,
        vocabulary=shape.vocabulary * _PER_TOKEN_OF_VOCABULARY,
        runtime=_RUNTIME,
        uses_mmap=setting.use_mmap,
        graphics_weights=sum(shape.layer_bytes[first:])
        + (shape.output_bytes + tied if output_moved else 0),
        graphics_context=sum(cache[first:]),
        graphics_compute=compute if output_moved else 0,
        graphics_runtime=_GRAPHICS_RUNTIME if output_moved else 0,
    )


def layer_cache(layer: Layer, setting: Setting, batch: int) -> int:
    """Bytes that one layer keeps of the text."""
    cells = _padded(setting.context)
    if layer.window is not None and not setting.full_window_cache:
        cells = min(cells, _padded(layer.window + batch))
    per_token = _row_bytes(layer.keys, setting.kv_type) + _row_bytes(layer.values, setting.kv_type)
    return cells * per_token + 4 * layer.state


def compute_bytes(shape: ModelShape, setting: Setting, batch: int) -> int:
    """Scratch memory for the graph of one batch."""
    numbers = _WORKING_WIDTHS * shape.embedding + shape.feed_forward
    cells = _padded(setting.context)
    mask = 2 * batch * cells
    if any(layer.window is not None for layer in shape.layers or ()):
        mask *= 2
    scores = 0 if setting.flash_attention else 4 * batch * cells * shape.heads
    return 4 * batch * numbers + mask + scores + 4 * shape.vocabulary


def engine_batch(wanted: int, largest_matrix: int) -> int:
    """Prompt tokens the engine computes at once: fewer for large models, so it can be stopped."""
    limit = _NODE_MULTIPLICATIONS // max(1, largest_matrix)
    size = 32
    while size * 2 <= min(limit, wanted):
        size *= 2
    return size


def _batch(shape: ModelShape, *, on_graphics: bool) -> int:
    return _LARGEST_BATCH if on_graphics else engine_batch(_LARGEST_BATCH, shape.largest_matrix)


def _row_bytes(numbers: int, kv_type: KvType) -> int:
    return 2 * numbers if kv_type == "f16" else -(-numbers // 32) * 34


def _padded(tokens: int) -> int:
    return -(-tokens // _CELLS) * _CELLS
