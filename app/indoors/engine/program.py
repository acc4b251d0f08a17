"""The loop of the engine program: one order after the other.

What a model needs (numpy, templates) is imported after the greeting: who only asks what the
engine can use here gets the answer in half the time.
"""

import os
import time
from typing import TYPE_CHECKING

from indoors import __version__
from indoors.engine.abort import AbortFlag
from indoors.engine.binding import build, lib, system
from indoors.engine.devices import devices
from indoors.engine.faults import EngineError, Fact
from indoors.engine.inbox import Inbox, Received
from indoors.engine.native_log import NativeLog
from indoors.protocol.engine import (
    PROTOCOL,
    Describe,
    EngineChannel,
    Failed,
    Finished,
    Generate,
    Hello,
    Load,
    Loaded,
    Loading,
    Memory,
    MemoryReport,
    Order,
    Unload,
    Unloaded,
)
from indoors.protocol.faults import Fault
from indoors.protocol.isolation import Enforcement

if TYPE_CHECKING:
    from indoors.engine.loaded import LoadedModel

_PROGRESS_PAUSE_S = 0.05


class Program:
    """Holds at most one model. Every order ends in an event, whatever happens."""

    def __init__(
        self,
        inbox: Inbox,
        channel: EngineChannel,
        abort: AbortFlag,
        enforcement: Enforcement | None = None,
    ) -> None:
        self._inbox = inbox
        self._channel = channel
        self._abort = abort
        self._enforcement = enforcement
        self._log = NativeLog()
        self._loaded: LoadedModel | None = None
        self._last_progress = 0.0
        lib.llama_backend_init()

    def run(self) -> None:
        """Serve orders until the process ends, which the inbox decides."""
        self._channel.send(
            Hello(
                protocol=PROTOCOL,
                version=__version__,
                build=build(),
                system=system(),
                devices=devices(),
                pid=os.getpid(),
                enforcement=self._enforcement,
            )
        )
        while True:
            self._serve(self._inbox.next())

    def _serve(self, received: Received) -> None:
        order = received.order
        try:
            if order is None:
                self._fail(received.answer_id, Fault.BUG, {"detail": received.problem})
            else:
                self._obey(order, received.at)
        except EngineError as error:
            self._fail(_answer_id(order), error.fault, error.facts)
        except Exception as error:  # noqa: BLE001 - the program outlives its bugs, and tells
            self._fail(_answer_id(order), Fault.BUG, {"detail": type(error).__name__})

    def _obey(self, order: Order, received: float) -> None:
        match order:
            case Load():
                self._load(order)
            case Unload():
                self._unload()
                self._channel.send(Unloaded())
            case Generate():
                self._answer(order, received)
            case Describe():
                self._channel.send(MemoryReport(memory=self._memory()))
            case _:
                pass  # Cancel never gets here: the inbox acts on it

    def _load(self, order: Load) -> None:
        from indoors.engine.loaded import load

        self._unload()
        self._last_progress = 0.0

        def progress(fraction: float) -> None:
            now = time.monotonic()
            if now - self._last_progress >= _PROGRESS_PAUSE_S or fraction >= 1:
                self._last_progress = now
                self._channel.send(Loading(path=order.path, fraction=fraction))

        self._loaded = load(order, abort=self._abort, log=self._log, progress=progress)
        self._channel.send(
            Loaded(
                model=self._loaded.facts(),
                memory=self._memory(),
                load_ms=self._loaded.load_ms,
                refused_graphics=self._loaded.refused_graphics,
            )
        )

    def _unload(self) -> None:
        if self._loaded is not None:
            loaded, self._loaded = self._loaded, None
            loaded.free()

    def _memory(self) -> Memory:
        from indoors.engine.loaded import memory_now

        return memory_now(self._loaded, self._log)

    def _answer(self, order: Generate, received: float) -> None:
        from indoors.engine.answer import Answer

        if self._loaded is None:
            raise EngineError(Fault.NO_MODEL)
        self._inbox.begin(order.id)
        try:
            report = Answer(order, self._loaded, self._channel, received).run()
        except BaseException:
            self._loaded.forget()
            raise
        finally:
            self._inbox.end()
        self._channel.send(Finished(id=order.id, report=report, memory=self._memory()))

    def _fail(self, answer_id: str | None, fault: Fault, facts: dict[str, Fact]) -> None:
        self._channel.send(Failed(fault=fault, facts=facts, id=answer_id))


def _answer_id(order: Order | None) -> str | None:
    return order.id if isinstance(order, Generate) else None
