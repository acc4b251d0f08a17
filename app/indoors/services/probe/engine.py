"""What the engine program can use here, by its own first message. No model is loaded."""

import queue

from indoors.core.errors import AppError
from indoors.core.hardware import EngineBuild
from indoors.protocol.engine import Event, Hello
from indoors.protocol.faults import Fault
from indoors.services.engine_process import EngineClient, ProcessOutcome
from indoors.services.probe.answer import NotHere
from indoors.services.programs import Programs

PATIENCE_S = 30.0


def greet(programs: Programs | None = None, patience_s: float = PATIENCE_S) -> EngineBuild:
    """Start an engine for its Hello, and end it.

    Raises ``AppError`` ENGINE_DID_NOT_START or ENGINE_HUNG.
    """
    said: queue.SimpleQueue[Event | ProcessOutcome] = queue.SimpleQueue()
    client = EngineClient(said.put, said.put, programs)
    client.start()
    try:
        first = said.get(timeout=patience_s)
    except queue.Empty:
        raise AppError(Fault.ENGINE_HUNG, seconds=patience_s) from None
    finally:
        client.close(timeout=0.5)
    if not isinstance(first, Hello):
        lines = client.last_errors.splitlines()  # the last one usually names what is missing
        raise AppError(Fault.ENGINE_DID_NOT_START, detail=lines[-1] if lines else str(first))
    return EngineBuild(build=first.build, system=first.system, devices=first.devices)


def read_engine(programs: Programs | None = None) -> EngineBuild | NotHere:
    """Return what the engine says of itself, or why it does not."""
    try:
        return greet(programs)
    except AppError as error:
        return NotHere(str(error.facts.get("detail", error.fault.value)))
