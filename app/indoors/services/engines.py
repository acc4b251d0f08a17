"""Keeps one engine alive: starts it on demand, watches it, starts it again."""

import os
import sys
import threading
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue

import msgspec

from indoors.protocol.engine import Describe, Event, Generate, Hello, Load, Loaded
from indoors.services.engine_keeper import EngineKeeper
from indoors.services.engine_process import EngineClient, ProcessOutcome
from indoors.services.engine_state import EngineListener, EngineState
from indoors.services.programs import Programs

__all__ = ["EngineClient", "EngineListener", "EngineState", "EngineSupervisor", "ProcessOutcome"]

_PATIENCE_S = 15.0
"""For ``close``: longer than ending a process may take, and no user waits for ever."""


class EngineSupervisor:
    """One engine, one model, one answer at a time.

    Methods may be called from any thread and return at once. All decisions are made on one
    thread of its own, which waits on a queue and costs nothing while idle; the listener is
    called on that thread.
    """

    def __init__(
        self,
        listener: EngineListener,
        *,
        cancel_timeout_s: float = 5.0,
        stall_timeout_s: float = 120.0,
        programs: Programs | None = None,
    ) -> None:
        self._programs = programs
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._keeper = EngineKeeper(
            listener,
            self._make_client,
            cancel_timeout_s=cancel_timeout_s,
            stall_timeout_s=stall_timeout_s,
        )
        self._thread = threading.Thread(target=self._run, name="engine-supervisor", daemon=True)
        self._thread.start()

    @property
    def state(self) -> EngineState:
        return self._keeper.state

    @property
    def hello(self) -> Hello | None:
        return self._keeper.hello

    @property
    def loaded(self) -> Loaded | None:
        return self._keeper.loaded

    def load(self, order: Load) -> None:
        """Have this model loaded, and keep it so. The same order twice does nothing.

        An answer in progress is cancelled, another load ended.
        """
        path = os.path.abspath(order.path)  # noqa: PTH100 - links stay as the user named them
        self._jobs.put(partial(self._keeper.load, msgspec.structs.replace(order, path=path)))

    def unload(self) -> None:
        """Cancel what runs, give the memory back and end the process."""
        self._jobs.put(self._keeper.unload)

    def generate(self, order: Generate) -> None:
        """Answer, after the load if there is one. Else Failed comes: NO_MODEL or BUSY."""
        self._jobs.put(partial(self._keeper.generate, order))

    def cancel(self, answer_id: str) -> None:
        """Stop an answer. Finished comes, or engine_lost(ENGINE_HUNG) if the engine won't."""
        self._jobs.put(partial(self._keeper.cancel, answer_id))

    def describe(self) -> None:
        """Ask for a MemoryReport; nothing comes if no engine runs."""
        self._jobs.put(partial(self._keeper.describe, Describe()))

    def close(self) -> None:
        """End the engine. No call to the listener comes after it has returned."""
        self._jobs.put(None)
        if threading.current_thread() is not self._thread:
            self._thread.join(_PATIENCE_S)

    def _run(self) -> None:
        try:
            while True:
                try:
                    job = self._jobs.get(timeout=self._keeper.patience_s())
                except Empty:
                    job = self._keeper.overdue
                if job is None:
                    return
                self._do(job)
        finally:
            self._keeper.close()

    def _do(self, job: Callable[[], None]) -> None:
        try:
            job()
            self._keeper.settle()
        except Exception:  # noqa: BLE001 - a listener's bug is told, and must not end the watch
            kind, error, trace = sys.exc_info()
            assert kind is not None
            threading.excepthook(
                threading.ExceptHookArgs((kind, error, trace, threading.current_thread()))
            )

    def _make_client(self) -> EngineClient:
        def on_event(event: Event) -> None:
            self._jobs.put(partial(self._keeper.event, client, event))

        def on_exit(outcome: ProcessOutcome) -> None:
            self._jobs.put(partial(self._keeper.exited, client, outcome))

        client = EngineClient(on_event, on_exit, self._programs)
        return client
