"""The decisions of the engine's supervisor, all made on its one thread."""

import time
from collections.abc import Callable

from indoors.core.errors import AppError
from indoors.core.lifecycle import Losses
from indoors.protocol.engine import (
    PROTOCOL,
    Cancel,
    Event,
    Failed,
    Finished,
    Generate,
    Hello,
    Load,
    Loaded,
    Memory,
    Order,
    Prefill,
    Report,
    Started,
    Token,
    Unload,
    Unloaded,
)
from indoors.protocol.faults import Fault
from indoors.services.engine_process import EngineClient, ProcessOutcome
from indoors.services.engine_state import EngineListener, EngineState


class EngineKeeper:
    """Wants a model loaded and an answer written, and sees to both.

    Not thread-safe: ``EngineSupervisor`` calls it on its thread, and ``settle`` after each
    call. The state is never set, only derived from what is known.
    """

    def __init__(
        self,
        listener: EngineListener,
        make_client: Callable[[], EngineClient],
        *,
        cancel_timeout_s: float,
        stall_timeout_s: float,
    ) -> None:
        self._listener = listener
        self._make_client = make_client
        self._cancel_timeout_s = cancel_timeout_s
        self._stall_timeout_s = stall_timeout_s
        self.state = EngineState.OFF
        self.hello: Hello | None = None
        self.loaded: Loaded | None = None
        self._client: EngineClient | None = None
        self._wanted: Load | None = None
        self._failed = False
        self._answer: Generate | None = None
        self._phase = EngineState.READING
        self._begun = False  # the engine works on the answer, and no longer on the load
        self._stop_asked_s: float | None = None
        self._last_sign_s = 0.0
        self._losses = Losses()

    # ---- orders -----------------------------------------------------------------------

    def load(self, order: Load) -> None:
        if order == self._wanted and self._client is not None and not self._failed:
            return
        if order != self._wanted or self._failed:
            self._losses = Losses()
        self._wanted, self._failed = order, False
        if self._client is not None and self.loaded is not None:
            self._stop_answer()
            self.loaded = None
            self._last_sign_s = time.monotonic()
            self._send(order)
            return
        if self._begun:
            self._abandon_answer()
        self._drop_client()  # a load can only be ended by ending its process
        self._start()

    def unload(self) -> None:
        self._wanted, self._failed = None, False
        if self.loaded is None:
            self._abandon_answer()
            self._drop_client()
            return
        self._stop_answer()
        self._stop_asked_s = time.monotonic()
        self._send(Unload())

    def generate(self, order: Generate) -> None:
        if self._wanted is None or self._failed:
            self._listener.engine_event(Failed(fault=Fault.NO_MODEL, facts={}, id=order.id))
            return
        if self._answer is not None:
            self._listener.engine_event(Failed(fault=Fault.BUSY, facts={}, id=order.id))
            return
        self._answer, self._begun, self._phase = order, False, EngineState.READING
        self._last_sign_s = time.monotonic()
        self._send(order)

    def cancel(self, answer_id: str) -> None:
        if self._answer is None or self._answer.id != answer_id:
            return
        if self.loaded is None and not self._begun:
            # The engine would get to it only after the load, and nobody need wait for that.
            self._send(Cancel(id=answer_id))
            self._abandon_answer()
            return
        self._stop_answer()

    def describe(self, order: Order) -> None:
        self._send(order)

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    # ---- state and time ---------------------------------------------------------------

    def settle(self) -> None:
        """Tell the listener if the state has changed."""
        state = self._state()
        if state is not self.state:
            self.state = state
            self._listener.engine_state(state)

    def patience_s(self) -> float | None:
        """How long to wait for a sign of life; None while none is due."""
        due = self._due_s()
        return None if due is None else max(0.0, due - time.monotonic())

    def overdue(self) -> None:
        """Time passed without a word. If a sign of life was due: end the process."""
        due = self._due_s()
        if due is None or time.monotonic() < due:
            return
        began = self._last_sign_s if self._stop_asked_s is None else self._stop_asked_s
        waited = round(time.monotonic() - began, 1)
        loading = self._loading
        self._drop_client()
        self._lost(AppError(Fault.ENGINE_HUNG, seconds=waited), "did not answer", loading)

    def _due_s(self) -> float | None:
        working = self._answer is not None or self._stop_asked_s is not None or self._loading
        if self._client is None or not working:
            return None
        due = self._last_sign_s + self._stall_timeout_s
        if self._stop_asked_s is not None:
            due = min(due, self._stop_asked_s + self._cancel_timeout_s)
        return due

    @property
    def _loading(self) -> bool:
        return self._wanted is not None and self.loaded is None and not self._failed

    def _state(self) -> EngineState:
        if self._failed:
            return EngineState.FAILED
        if self._client is None:
            return EngineState.OFF
        if self.hello is None:
            return EngineState.STARTING
        if self._stop_asked_s is not None:
            return EngineState.STOPPING
        if self.loaded is None:
            return EngineState.LOADING
        return self._phase if self._answer else EngineState.READY

    # ---- what the process says --------------------------------------------------------

    def event(self, client: EngineClient, event: Event) -> None:
        if client is not self._client:
            return  # from a process that was given up
        self._last_sign_s = time.monotonic()
        if self._is_stale(event):
            return
        if isinstance(event, Hello) and event.protocol != PROTOCOL:
            self._drop_client()
            self._give_up(AppError(Fault.PROTOCOL_MISMATCH, ours=PROTOCOL, theirs=event.protocol))
            return
        self._note(event)
        self._listener.engine_event(event)
        if isinstance(event, Unloaded) and self._wanted is None:
            self._drop_client(patience_s=2.0)

    def exited(self, client: EngineClient, outcome: ProcessOutcome) -> None:
        if client is not self._client:
            return
        started, loading = self.hello is not None, self._loading
        self._drop_client()
        if not started:
            detail = client.last_errors or str(outcome)
            self._give_up(AppError(Fault.ENGINE_DID_NOT_START, detail=detail))
        else:
            error = AppError(Fault.ENGINE_CRASHED, outcome=str(outcome))
            self._lost(error, str(outcome), loading)

    def _is_stale(self, event: Event) -> bool:
        """Whether the event is about an answer that nobody waits for any more."""
        if not isinstance(event, Started | Prefill | Token | Finished | Failed):
            return False
        return event.id is not None and (self._answer is None or event.id != self._answer.id)

    def _note(self, event: Event) -> None:
        match event:
            case Hello():
                self.hello = event
            case Loaded():
                self.loaded = event
            case Unloaded():
                self.loaded = None
            case Started():
                self._begun = True
            case Token():
                self._phase = EngineState.WRITING
            case Finished():
                self._answer_ended()
            case Failed():
                self._note_failure(event)
            case _:
                pass

    def _note_failure(self, event: Failed) -> None:
        if event.id is not None:
            self._answer_ended()
        elif self._loading:
            self._failed = True

    # ---- the answer -------------------------------------------------------------------

    def _stop_answer(self) -> None:
        if self._answer is not None and self._stop_asked_s is None:
            self._send(Cancel(id=self._answer.id))
            self._stop_asked_s = time.monotonic()

    def _answer_ended(self) -> None:
        self._answer, self._begun = None, False
        # While unloading, the engine still owes a word.
        self._stop_asked_s = time.monotonic() if self._wanted is None else None

    def _abandon_answer(self) -> None:
        """End an answer that the user stopped and the engine needn't be asked about."""
        answer = self._answer
        if answer is not None:
            self._answer_ended()
            self._listener.engine_event(_stopped_before_it_began(answer.id))

    # ---- the process ------------------------------------------------------------------

    def _send(self, order: Order) -> None:
        if self._client is None:
            return
        try:
            self._client.send(order)
        except AppError as error:
            if error.fault is not Fault.ENGINE_CRASHED:
                raise
            # It has just ended: ``exited`` is on its way, and deals with it.

    def _start(self) -> None:
        """Start a process, with the model and the answer that are wanted."""
        client = self._make_client()
        try:
            client.start()
        except AppError as error:
            self._give_up(error)
            return
        self._client = client
        self._last_sign_s = time.monotonic()
        for order in (self._wanted, self._answer):
            if order is not None:
                self._send(order)

    def _drop_client(self, patience_s: float = 0.0) -> None:
        """End the process and wait for its end, so that its memory is free again."""
        client, self._client = self._client, None
        self.hello = self.loaded = self._stop_asked_s = None
        if client is not None:
            client.close(patience_s)

    def _lost(self, error: AppError, outcome: str, loading: bool) -> None:
        """The process is gone, unasked: start it again, unless that has been of no use."""
        if self._wanted is None:
            self._abandon_answer()
            self._stop_asked_s = None
            return
        self._losses = self._losses.and_at(time.monotonic())
        if self._losses.too_many:
            self._give_up(AppError(Fault.ENGINE_KEEPS_CRASHING, outcome=outcome))
            return
        if self._answer is not None and not (loading and not self._begun):
            self._tell_loss(error)
        self._start()

    def _give_up(self, error: AppError) -> None:
        self._failed = True
        self._tell_loss(error)

    def _tell_loss(self, error: AppError) -> None:
        answer = self._answer
        self._answer_ended()
        self._stop_asked_s = None
        self._listener.engine_lost(answer.id if answer else None, error)


def _stopped_before_it_began(answer_id: str) -> Finished:
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
