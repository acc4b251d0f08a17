"""A model that is ready to answer, and everything that belongs to it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from indoors.engine.abort import AbortFlag
from indoors.engine.confidence import Confidence
from indoors.engine.context import Context, open_context
from indoors.engine.device_check import refused_graphics
from indoors.engine.history import History
from indoors.engine.memory import peak_bytes, resident_bytes
from indoors.engine.model import Model, load_model
from indoors.engine.native_log import NativeLog
from indoors.engine.precheck import check_file, check_memory, context_for
from indoors.engine.prompt import PromptBuilder
from indoors.engine.reading import read_ahead
from indoors.engine.threads import threads_for
from indoors.protocol.engine import Load, Memory, ModelFacts

_READING_SHARE = 0.8
"""Of the progress of a load; what follows is quick, once the file is in the cache."""


@dataclass(slots=True)
class LoadedModel:
    """Call ``free`` when done. Times are ``time.perf_counter`` seconds."""

    model: Model
    context: Context
    history: History
    prompts: PromptBuilder
    confidence: Confidence
    abort: AbortFlag
    ready_at: float
    load_ms: float
    refused_graphics: tuple[str, ...] = ()  # wanted, there, and of no use from in here

    def waited_for(self, order_received: float) -> float | None:
        """How long the load took, if an order that came then had to wait for it."""
        return self.load_ms if order_received < self.ready_at else None

    def facts(self) -> ModelFacts:
        model = self.model
        return ModelFacts(
            path=model.path,
            name=model.name,
            architecture=model.header.architecture,
            quantization=model.quantization,
            parameters=model.parameters,
            file_bytes=model.header.file_bytes,
            context_trained=model.context_trained,
            context=self.context.size,
            vocabulary=model.vocabulary.size,
            template=self.prompts.template_kind,
            template_adds=self.prompts.template_adds,
            threads=self.context.threads,
        )

    def forget(self) -> None:
        """Empty the cache, after a failure that may have left anything in it."""
        self.context.clear()
        self.history.clear()

    def free(self) -> None:
        self.context.free()
        self.model.free()


def load(
    order: Load, *, abort: AbortFlag, log: NativeLog, progress: Callable[[float], None]
) -> LoadedModel:
    """Load a model. Raises ``EngineError``; then nothing is left behind."""
    began = time.perf_counter()
    log.forget()
    refused = refused_graphics() if order.gpu_layers else ()
    if refused:
        order = replace(order, gpu_layers=0)
    header = check_file(order)
    size = context_for(order, header)
    check_memory(order, header, size)
    if order.use_mmap:
        read_ahead(Path(order.path), lambda fraction: progress(_READING_SHARE * fraction))
    already = _READING_SHARE if order.use_mmap else 0.0
    model = load_model(
        order, header, log, lambda fraction: progress(already + (1 - already) * fraction)
    )
    try:
        threads = threads_for(order.threads)
        context = open_context(model, order, size=size, threads=threads, abort=abort, log=log)
    except BaseException:
        model.free()
        raise
    _ = model.vocabulary.control_texts  # takes a moment that the first answer should not wait
    history = History()
    prompts = PromptBuilder(model, context, history)
    prompts.prepare()
    ready_at = time.perf_counter()
    return LoadedModel(
        model=model,
        context=context,
        history=history,
        prompts=prompts,
        confidence=Confidence(model.vocabulary.size),
        abort=abort,
        ready_at=ready_at,
        load_ms=1000 * (ready_at - began),
        refused_graphics=refused,
    )


def memory_now(loaded: LoadedModel | None, log: NativeLog) -> Memory:
    """Return what the engine uses; the model's parts are 0 without a model."""
    return Memory(
        model=loaded.model.weight_bytes if loaded else 0,
        context=log.context_bytes if loaded else 0,
        compute=log.compute_bytes if loaded else 0,
        resident=resident_bytes(),
        peak=peak_bytes(),
    )
