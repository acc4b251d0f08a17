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
    Order,
    Prefill,
    Started,
    Token,
    Unload,
    Unloaded,
)
from indoors.protocol.faults import Fault
from indoors.services.engine_link import EngineLink
from indoors.services.engine_process import EngineClient, ProcessOutcome
from indoors.services.engine_state import EngineListener, EngineState, stopped_before_it_began
from indoors.services.engine_watch import Watch

_PATIENCE_S = 2.0


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
        self._watch = Watch(stop_s=cancel_timeout_s, silence_s=stall_timeout_s)
        self._link = EngineLink(make_client, self._watch)
        self.state = EngineState.OFF
        self._wanted: Load | None = None
        self._failed = False
        self._answer: Generate | None = None
        self._phase = EngineState.READING
        self._begun = False  # the engine works on the answer, and no longer on the load
        self._moving = False  # to a process that can read another model, once this one is done
        self._held = False  # the answer waits for that process
        self._losses = Losses()

    @property
    def hello(self) -> Hello | None:
        return self._link.hello

    @property
    def loaded(self) -> Loaded | None:
        return self._link.loaded

    # ---- orders -----------------------------------------------------------------------

    def load(self, order: Load) -> None:
        if order == self._wanted and self._link.up and not self._failed:
            return
        if order != self._wanted or self._failed:
            self._losses = Losses()
        self._wanted, self._failed = order, False
        if self._moving:
            return
        if self.loaded is not None:
            self._stop_answer()
            if self._link.can_read(order):
                self._load_here(order)
                return
            if self._answer is not None:  # it is finished first, and keeps what came of it
                self._moving = True
                self._send(Unload())
                return
        if self._begun:
            self._abandon_answer()
        self._link.end()  # a load can only be ended by ending its process
        self._start()

    def _load_here(self, order: Load) -> None:
        if self._answer is None:
            self._watch.stopped()  # an unload may have been asked for before
        self._link.loaded = None
        self._watch.sign_of_life()
        self._send(order)

    def unload(self) -> None:
        self._wanted, self._failed = None, False
        if self._held:
            self._abandon_answer()
        if self.loaded is None:
            self._abandon_answer()
            self._link.end()
            return
        self._stop_answer()
        self._watch.stop_asked()
        self._send(Unload())

    def generate(self, order: Generate) -> None:
        if self._wanted is None or self._failed:
            self._listener.engine_event(Failed(fault=Fault.NO_MODEL, facts={}, id=order.id))
            return
        if self._answer is not None:
            self._listener.engine_event(Failed(fault=Fault.BUSY, facts={}, id=order.id))
            return
        self._answer, self._begun, self._phase = order, False, EngineState.READING
        self._watch.sign_of_life()
        self._held = self._moving
        if not self._held:
            self._send(order)

    def cancel(self, answer_id: str) -> None:
        if self._answer is None or self._answer.id != answer_id:
            return
        if (self.loaded is None or self._held) and not self._begun:
            # The engine would get to it only after the load, and nobody need wait for that.
            self._send(Cancel(id=answer_id))
            self._abandon_answer()
            return
        self._stop_answer()

    def describe(self, order: Order) -> None:
        self._send(order)

    def close(self) -> None:
        self._link.end(_PATIENCE_S)

    # ---- state and time ---------------------------------------------------------------

    def settle(self) -> None:
        """Tell the listener if the state has changed."""
        state = self._state()
        if state is not self.state:
            self.state = state
            self._listener.engine_state(state)

    def patience_s(self) -> float | None:
        """How long to wait for a sign of life; None while none is due."""
        working = self._answer is not None or self._watch.stopping or self._loading
        return self._watch.left_s() if working and self._link.up else None

    def overdue(self) -> None:
        """Time passed without a word. If a sign of life was due: end the process."""
        if self.patience_s() != 0:
            return
        error = AppError(Fault.ENGINE_HUNG, seconds=self._watch.waited_s())
        loading = self._loading
        self._link.end()
        self._lost(error, "did not answer", loading)

    @property
    def _loading(self) -> bool:
        return self._wanted is not None and self.loaded is None and not self._failed

    def _state(self) -> EngineState:
        if self._failed:
            return EngineState.FAILED
        if not self._link.up:
            return EngineState.OFF
        if self.hello is None:
            return EngineState.STARTING
        if self._watch.stopping:
            return EngineState.STOPPING
        if self.loaded is None:
            return EngineState.LOADING
        return self._phase if self._answer else EngineState.READY

    # ---- what the process says --------------------------------------------------------

    def event(self, client: EngineClient, event: Event) -> None:
        if not self._link.is_to(client):
            return  # from a process that was given up
        self._watch.sign_of_life()
        if self._is_stale(event):
            return
        if isinstance(event, Hello) and event.protocol != PROTOCOL:
            self._link.end()
            self._give_up(AppError(Fault.PROTOCOL_MISMATCH, ours=PROTOCOL, theirs=event.protocol))
            return
        self._note(event)
        if isinstance(event, Unloaded) and self._moving and self._wanted is not None:
            self._link.end()
            self._start()
            return
        self._listener.engine_event(event)
        if isinstance(event, Unloaded) and self._wanted is None:
            self._moving = False
            self._link.end(_PATIENCE_S)

    def exited(self, client: EngineClient, outcome: ProcessOutcome) -> None:
        if not self._link.is_to(client):
            return
        started, loading = self.hello is not None, self._loading
        self._link.end()
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
                self._link.hello = event
            case Loaded():
                self._link.loaded = event
            case Unloaded():
                self._link.loaded = None
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
        if self._answer is not None and not self._watch.stopping:
            self._send(Cancel(id=self._answer.id))
            self._watch.stop_asked()

    def _answer_ended(self) -> None:
        self._answer, self._begun, self._held = None, False, False
        self._watch.stopped()
        if (self._wanted is None or self._moving) and self._link.up:
            self._watch.stop_asked()  # while unloading, the engine still owes a word

    def _abandon_answer(self) -> None:
        """End an answer that the user stopped and the engine needn't be asked about."""
        answer = self._answer
        if answer is not None:
            self._answer_ended()
            self._listener.engine_event(stopped_before_it_began(answer.id))

    # ---- the process ------------------------------------------------------------------

    def _send(self, order: Order) -> None:
        failed = self._link.send(order)
        if failed is not None:
            self._note(failed)
            self._listener.engine_event(failed)

    def _start(self) -> None:
        """Start a process, with the model and the answer that are wanted."""
        self._moving = self._held = False
        try:
            assert self._wanted is not None
            self._link.start(self._wanted)
        except AppError as error:
            self._give_up(error)
            return
        for order in (self._wanted, self._answer):
            if order is not None:
                self._send(order)

    def _lost(self, error: AppError, outcome: str, loading: bool) -> None:
        """The process is gone, unasked: start it again, unless that has been of no use."""
        if self._wanted is None:
            self._abandon_answer()
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
        self._listener.engine_lost(answer.id if answer else None, error)
