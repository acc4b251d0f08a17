"""Measures a model's speed with an engine of its own: a short answer that nobody sees.

The engine that serves the user is left alone, and the test can be given up at any moment:
its process is killed.
"""

import queue
import threading
import time
from collections.abc import Callable

from msgspec.structs import replace

from indoors.core.errors import AppError
from indoors.protocol.engine import (
    Cancel,
    Event,
    Failed,
    Finished,
    Generate,
    Load,
    Loaded,
    Report,
    Sampling,
    Token,
    Turn,
)
from indoors.protocol.faults import Fault
from indoors.services.disturbance import Disturbance
from indoors.services.engine_process import EngineClient, ProcessOutcome, grants_for
from indoors.services.programs import Programs
from indoors.services.speeds import LEAST_TOKENS

_START_LIMIT_S = 20.0  # to start and load; a cold disk is slow, and that is not what is measured
_END_LIMIT_S = 3.0
_TOKENS = 128
_CONTEXT = 2048
_PROMPT = (
    "Write a plain description of how a letter travels from the sender to the person who "
    "receives it. Use whole sentences, no list, and at least two hundred words. "
) * 6  # long enough to measure reading, too

Said = Event | ProcessOutcome


class SpeedTest:
    """One test of one model. ``run`` blocks; ``give_up`` may be called from any thread.

    What was measured beside busy programs is no result.
    """

    def __init__(self, order: Load, limit_s: float, programs: Programs | None = None) -> None:
        self._order = replace(order, context=min(order.context or _CONTEXT, _CONTEXT))
        self._limit_s = limit_s
        self._said: queue.SimpleQueue[Said] = queue.SimpleQueue()
        self._client = EngineClient(self._said.put, self._said.put, programs)
        self._given_up = threading.Event()

    def run(self) -> Report | None:
        """Return what was measured within ``limit_s`` of writing; None if nothing was."""
        try:
            self._client.start(grants_for(self._order))
            if self._given_up.is_set():
                return None
            self._client.send(self._order)
            if not self._wait(lambda event: isinstance(event, Loaded), _START_LIMIT_S):
                return None
            return self._answer()
        except AppError:  # the process went away; whoever needs the model will see why
            return None
        finally:
            self._client.close(timeout=0.5)

    def give_up(self) -> None:
        """End the test now; ``run`` returns None."""
        self._given_up.set()
        self._said.put(ProcessOutcome())
        self._client.kill()

    def _answer(self) -> Report | None:
        sampling = Sampling(temperature=0.0, max_tokens=_TOKENS, seed=1)
        turns = (Turn("user", _PROMPT),)
        disturbance = Disturbance(self._client.pid)
        self._client.send(Generate(id="test", turns=turns, sampling=sampling))
        ended = self._wait(lambda event: isinstance(event, Finished), self._limit_s)
        if ended is None and not self._given_up.is_set():
            self._client.send(Cancel(id="test"))
            ended = self._wait(lambda event: isinstance(event, Finished), _END_LIMIT_S)
        if not isinstance(ended, Finished) or ended.report.generated_tokens < LEAST_TOKENS:
            return None
        return None if disturbance.is_too_much else ended.report

    def _wait(self, is_it: Callable[[Event], bool], limit_s: float) -> Event | None:
        end = time.monotonic() + limit_s
        while (left := end - time.monotonic()) > 0 and not self._given_up.is_set():
            try:
                said = self._said.get(timeout=left)
            except queue.Empty:
                return None
            if isinstance(said, ProcessOutcome | Failed):
                raise AppError(Fault.ENGINE_CRASHED, outcome=str(said))
            if not isinstance(said, Token) and is_it(said):
                return said
        return None
