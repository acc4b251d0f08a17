"""What others may know of an engine, and how they are told."""

from enum import StrEnum
from typing import Protocol

from indoors.core.errors import AppError
from indoors.protocol.engine import Event, Finished, Memory, Report


class EngineState(StrEnum):
    OFF = "off"
    STARTING = "starting"
    LOADING = "loading"
    READY = "ready"
    READING = "reading"  # the prompt is being computed
    WRITING = "writing"
    STOPPING = "stopping"
    FAILED = "failed"  # until the next load


class EngineListener(Protocol):
    """Told everything on the supervisor's thread, one call at a time, in order."""

    def engine_event(self, event: Event) -> None: ...

    def engine_state(self, state: EngineState) -> None: ...

    def engine_lost(self, answer_id: str | None, error: AppError) -> None:
        """The engine is gone, and with it the rest of this answer: keep what came of it.

        It is started again, unless the error is ENGINE_KEEPS_CRASHING, ENGINE_DID_NOT_START
        or PROTOCOL_MISMATCH.
        """


def stopped_before_it_began(answer_id: str) -> Finished:
    """Return the end of an answer that the engine was never asked for."""
    report = Report(
        model="",
        prompt_tokens=0,
        reused_tokens=0,
        generated_tokens=0,
        load_ms=None,
        prefill_ms=0.0,
        decode_ms=0.0,
        ttft_ms=0.0,
        tokens_per_second=None,
        stop_reason="cancelled",
        seed=0,
        context=0,
        peak_memory=None,
        mean_logprob=None,
        min_logprob=None,
        mean_entropy=None,
    )
    memory = Memory(model=0, context=0, compute=0, resident=None, peak=None)
    return Finished(id=answer_id, report=report, memory=memory)
