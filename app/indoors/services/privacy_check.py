"""Has every program try to get out, and reports what came of it."""

import contextlib
import platform
import queue
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from msgspec import Struct

from indoors import __version__
from indoors.core.errors import AppError
from indoors.core.proof import Attempt as Shown
from indoors.core.proof import Proof
from indoors.protocol.faults import Fault
from indoors.protocol.isolation import Enforcement
from indoors.protocol.proof import WIRE, Attempt, Event, KernelState, Order, Prove, Proved, Tested
from indoors.services.isolation import Isolation
from indoors.services.program_client import ProcessOutcome, ProgramClient

SUBJECTS = 4
_SILENCE_S = 60.0
_LOOK_S = 0.2


class ProofClient(ProgramClient[Order, Event]):
    """The proof program, for one proof."""

    name = "proof"
    wire = WIRE
    did_not_start = Fault.PROOF_DID_NOT_START


class PrivacyReport(Struct, frozen=True, kw_only=True):
    """Everything that was tried and read; can be written as JSON and handed on."""

    version: str
    system: str
    when: str  # ISO 8601, UTC
    seconds: float
    listeners: int
    attempts: tuple[Attempt, ...]
    processes: tuple[KernelState, ...]
    programs: tuple[Tested, ...]

    @property
    def failed(self) -> tuple[Attempt, ...]:
        return tuple(it for it in self.attempts if not it.passed)

    @property
    def passed(self) -> bool:
        """Whether every program was tested, nothing got out, and the kernel says so, too."""
        tested = [it for it in self.programs if it.enforcement is not None and it.refused_socket]
        complete = len(tested) == SUBJECTS and not any(_gaps(it.enforcement) for it in tested)
        return complete and not self.failed and all(it.passed for it in self.processes)


def check_privacy(
    isolation: Isolation,
    on_event: Callable[[Event], None] = lambda _event: None,
    stop: Callable[[], bool] = lambda: False,
) -> PrivacyReport:
    """Run it all; takes some seconds. Raises AppError(PROOF_DID_NOT_START or PROOF_FAILED).

    ``stop`` is asked several times a second; True ends the check as failed.
    """
    said: queue.SimpleQueue[Event | ProcessOutcome] = queue.SimpleQueue()
    client = ProofClient(said.put, said.put, isolation.programs)
    client.start()
    found: list[Event] = []
    try:
        client.send(Prove(running=isolation.processes if isolation.link else {}))
        while True:
            event = _next(said, stop)
            if isinstance(event, ProcessOutcome):
                raise AppError(Fault.PROOF_FAILED, detail=_last_line(client) or str(event))
            found.append(event)
            on_event(event)
            if isinstance(event, Proved):
                return _report(found, event)
    finally:
        client.close()


def as_proof(report: PrivacyReport) -> Proof:
    """Return what shows something: attempts that work for a program that nothing confines."""
    return Proof(
        at_ms=round(datetime.fromisoformat(report.when).timestamp() * 1000),
        seconds=report.seconds,
        attempts=tuple(
            Shown(it.program, it.name, it.passed, it.error, it.by_design)
            for it in report.attempts
            if it.works_without or it.worked or it.arrived
        ),
        problems=tuple(_problems(report)),
    )


def _problems(report: PrivacyReport) -> Iterator[str]:
    for it in report.programs:
        if it.enforcement is None:
            yield f"{it.program}: could not be tested"
        elif not it.refused_socket:
            yield f"{it.program}: started with a connection that it had inherited"
        yield from (f"{it.program}: {gap} not enforced" for gap in _gaps(it.enforcement))
    for state in report.processes:
        if not state.passed:
            yield f"{state.program}, process {state.pid}: the kernel knows of no filter"


def _next(
    said: "queue.SimpleQueue[Event | ProcessOutcome]", stop: Callable[[], bool]
) -> Event | ProcessOutcome:
    end = time.monotonic() + _SILENCE_S
    while time.monotonic() < end and not stop():
        with contextlib.suppress(queue.Empty):
            return said.get(timeout=_LOOK_S)
    raise AppError(Fault.PROOF_FAILED, detail="it was ended before it was done")


def _report(found: list[Event], end: Proved) -> PrivacyReport:
    return PrivacyReport(
        version=__version__,
        system=platform.platform(),
        when=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=end.seconds,
        listeners=end.listeners,
        attempts=tuple(it for it in found if isinstance(it, Attempt)),
        processes=tuple(it for it in found if isinstance(it, KernelState)),
        programs=tuple(it for it in found if isinstance(it, Tested)),
    )


def _gaps(enforcement: Enforcement | None) -> tuple[str, ...]:
    return enforcement.gaps if enforcement else ("not_confined",)


def _last_line(client: ProofClient) -> str:
    return (client.last_errors.splitlines() or [""])[-1]
