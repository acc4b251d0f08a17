"""The context of a loaded model: its KV cache, and what is in it."""

import ctypes
from collections.abc import Sequence
from enum import Enum, auto
from typing import Any

import numpy as np

from indoors.engine.abort import AbortFlag
from indoors.engine.binding import lib
from indoors.engine.devices import devices
from indoors.engine.faults import EngineError
from indoors.engine.header import Header
from indoors.engine.memory import free_bytes
from indoors.engine.model import Model
from indoors.engine.native_log import NativeLog
from indoors.engine.precheck import cache_bytes
from indoors.engine.sampling import Logits
from indoors.protocol.engine import Load
from indoors.protocol.faults import Fault

_SEQUENCE = 0
_ABORTED = 2
_KV_TYPES = {"f16": lib.GGML_TYPE_F16, "q8_0": lib.GGML_TYPE_Q8_0}
_NODE_MULTIPLICATIONS = 1_000_000_000
"""Allowed in one node of the graph: about 25 ms on two slow cores."""
_SMALLEST_BATCH = 32


class Outcome(Enum):
    DONE = auto()
    ABORTED = auto()


class Context:
    """One sequence of tokens and its KV cache. Call ``free`` before the model's."""

    def __init__(
        self, pointer: Any, *, vocabulary: int, batch: int, threads: int, window: int = 0
    ) -> None:
        """``window``: tokens that windowed layers see, if they have cells for no more."""
        self._vocabulary_size = vocabulary
        self._window = window
        self.pointer = pointer
        self.batch = batch
        self.threads = threads
        self.size = int(lib.llama_n_ctx(pointer))
        self.tokens: list[int] = []  # in the cache, position by position
        self._memory = lib.llama_get_memory(pointer)
        self._input = (ctypes.c_int32 * batch)()  # llama.cpp keeps a pointer to it, not a copy

    @property
    def room(self) -> int:
        return self.size - len(self.tokens)

    def keep(self, count: int) -> int:
        """Forget all but the first ``count`` tokens; returns how many could be kept.

        Recurrent models can't forget a part: they keep everything or nothing. So do windowed
        ones that have no cells any more for what the last kept tokens would look back at.
        """
        if count < len(self.tokens):
            removed = self._sees_back_from(count) and lib.llama_memory_seq_rm(
                self._memory, _SEQUENCE, count, -1
            )
            if not removed or not count:
                self.clear()
                return 0
            del self.tokens[count:]
        return len(self.tokens)

    def _sees_back_from(self, count: int) -> bool:
        """Whether all that a token at this place may look back at is still in the cache."""
        oldest = lib.llama_memory_seq_pos_min(self._memory, _SEQUENCE) if self._window else 0
        return bool(oldest <= max(0, count - self._window))

    def clear(self) -> None:
        lib.llama_memory_clear(self._memory, True)
        self.tokens.clear()

    def append(self, tokens: Sequence[int]) -> Outcome:
        """Compute these tokens behind the present ones; at most ``batch`` and ``room`` of them.

        If aborted, none of them is in the cache, and the earlier ones are as they were.
        Raises ``EngineError(DECODE_FAILED)``; then the cache is empty.
        """
        count = len(tokens)
        self._input[:count] = list(tokens)
        status = lib.llama_decode(self.pointer, lib.llama_batch_get_one(self._input, count))
        if status == 0:
            self.tokens.extend(tokens)
            return Outcome.DONE
        if status == _ABORTED:
            self._repair()
            return Outcome.ABORTED
        self.clear()
        raise EngineError(Fault.DECODE_FAILED, detail=f"llama_decode returned {status}")

    def _repair(self) -> None:
        """Drop what an aborted batch may have left behind the tokens that are complete."""
        if not lib.llama_memory_seq_rm(self._memory, _SEQUENCE, len(self.tokens), -1):
            self.clear()

    def logits(self) -> Logits:
        """The last token's logits: llama.cpp's own memory, valid until the next decode."""
        pointer = lib.llama_get_logits_ith(self.pointer, -1)
        return np.ctypeslib.as_array(pointer, (self._vocabulary_size,))

    def free(self) -> None:
        lib.llama_free(self.pointer)
        self.pointer = None


def open_context(
    model: Model, order: Load, *, size: int, threads: int, abort: AbortFlag, log: NativeLog
) -> Context:
    """Allocate the KV cache. Raises ``EngineError(OUT_OF_MEMORY)`` or ``MODEL_LOAD_FAILED``."""
    on_gpu = order.gpu_layers != 0 and any(device.kind != "cpu" for device in devices())
    batch = order.batch if on_gpu else batch_size(order.batch, model.header.largest_tensor)
    parameters = lib.llama_context_default_params()
    parameters.n_ctx = size
    parameters.n_batch = parameters.n_ubatch = batch
    parameters.n_seq_max = 1
    parameters.n_outputs_max = 1  # only the last token's logits are ever read
    parameters.n_threads = parameters.n_threads_batch = threads
    parameters.type_k = parameters.type_v = _KV_TYPES[order.kv_type]
    if order.flash_attention is not None:
        parameters.flash_attn_type = int(order.flash_attention)
    parameters.abort_callback = abort.callback(lib.ggml_abort_callback)
    parameters.abort_callback_data = abort.data
    parameters.no_perf = True
    parameters.swa_full = order.full_window_cache
    pointer = lib.llama_init_from_model(model.pointer, parameters)
    if not pointer:
        raise _context_error(order, model.header, size, log.errors)
    # A context smaller than the batch makes the batch smaller, too.
    batch = int(lib.llama_n_batch(pointer))
    window = 0 if order.full_window_cache else int(lib.llama_model_n_swa(model.pointer))
    return Context(
        pointer, vocabulary=model.vocabulary.size, batch=batch, threads=threads, window=window
    )


def batch_size(wanted: int, largest_matrix: int) -> int:
    """Prompt tokens computed at once: fewer for large models.

    A node of the graph cannot be interrupted, and progress is told per batch, so a batch may
    not be so large that multiplying it with the model's largest matrix takes long. On a CPU
    smaller batches are as fast, and need less memory.
    """
    limit = _NODE_MULTIPLICATIONS // max(1, largest_matrix)
    size = _SMALLEST_BATCH
    while size * 2 <= min(limit, wanted):
        size *= 2
    return size


def _context_error(order: Load, header: Header, size: int, errors: str) -> EngineError:
    if "alloc" in errors:
        needed = cache_bytes(order, header, size)
        return EngineError(
            Fault.OUT_OF_MEMORY, needed_bytes=needed, free_bytes=free_bytes(), context=size
        )
    return EngineError(
        Fault.MODEL_LOAD_FAILED, path=order.path, detail=errors or "no reason was given"
    )
