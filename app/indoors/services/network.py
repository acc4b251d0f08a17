"""Asks for connections. The network program is started for one order, and ends with it.

Rules say where the hub is and by which way it is reached; under sealed rules the program
is not started at all, and one that runs is ended.
"""

import os
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import Protocol

from indoors.core.errors import AppError
from indoors.protocol.broker import (
    PROTOCOL,
    Cancel,
    Connecting,
    Contacted,
    Credential,
    Download,
    Downloaded,
    Ending,
    Event,
    Failed,
    Greet,
    Greeted,
    Halt,
    Head,
    Hello,
    Listing,
    LookUp,
    Permit,
    Proceed,
    ReadHead,
    RemoteFile,
    Route,
    Stopped,
)
from indoors.protocol.faults import Fault
from indoors.services.broker_process import BrokerClient, Errand, ProcessOutcome, grants_for
from indoors.services.isolation import Isolation
from indoors.services.network_rules import HUB, HUB_HOSTS, NetworkRules, default_hub

CANCEL_S = 2.0
"""How long a cancelled order may take to stop before its process is killed."""

OnEvent = Callable[[Event], None]


class Recorder(Protocol):
    """Where every contact is on record before it is made. Called from any thread."""

    def intent(self, errand: Errand, contact: Connecting) -> None:
        """Return when it is on the disk. Raises ``AppError``: then it is not made."""

    def result(self, errand: Errand, contact: Contacted) -> None:
        """Note how it went."""

    def refused(self, errand: Errand, fault: Fault) -> None:
        """Note an errand for which no process was even started."""


@dataclass(slots=True)
class _Running:
    process: BrokerClient
    errand: Errand
    on_event: OnEvent
    ended: bool = False
    killer: threading.Timer | None = field(default=None)


class Network:
    """Runs errands. Methods may be called from any thread."""

    def __init__(
        self,
        rules: Callable[[], NetworkRules],
        recorder: Recorder,
        *,
        token: Callable[[], str] = str,
        proxy_login: Callable[[], str] = str,
        environment: Mapping[str, str] | None = None,
        isolation: Isolation | None = None,
    ) -> None:
        """``token`` and ``proxy_login`` ("name:password") are asked for each order; may wait."""
        self._rules = rules
        self._recorder = recorder
        self._token = token
        self._proxy_login = proxy_login
        self._environment = os.environ if environment is None else environment
        self._isolation = isolation or Isolation()
        self._lock = threading.Lock()
        self._running: dict[str, _Running] = {}

    # ---- orders, made by the rules ----------------------------------------------------

    def download(
        self,
        file: RemoteFile,
        part: Path,
        *,
        sha256: str | None,
        size: int | None,
        consent: str = "",
    ) -> Download:
        """Return an order that brings a file into ``part``."""
        return Download(
            id=uuid.uuid4().hex,
            file=file,
            route=self._route(),
            permit=self._permit("model_download", consent),
            part=str(part),
            sha256=sha256,
            size=size,
            credential=Credential(self._token()),
        )

    def read_head(self, file: RemoteFile, count: int, start: int = 0) -> Head:
        """Fetch the first bytes of a remote file; waits. Raises ``AppError``."""
        order = ReadHead(
            id=uuid.uuid4().hex,
            file=file,
            route=self._route(),
            permit=self._permit("model_header", ""),
            count=count,
            start=start,
            credential=Credential(self._token()),
        )
        ending = self.wait_for(order)
        assert isinstance(ending, Head)
        return ending

    def look_up(self, repo: str, revision: str = "main") -> Listing:
        """List the files of a repository; waits. Raises ``AppError``."""
        order = LookUp(
            id=uuid.uuid4().hex,
            repo=repo,
            revision=revision,
            route=self._route(),
            permit=self._permit("model_lookup", ""),
            credential=Credential(self._token()),
        )
        ending = self.wait_for(order)
        assert isinstance(ending, Listing)
        return ending

    def greet(self) -> Greeted:
        """See whether the hub can be reached, by one request; waits. Raises ``AppError``."""
        order = Greet(
            id=uuid.uuid4().hex,
            route=self._route(),
            permit=self._permit("connection_test", ""),
            credential=Credential(self._token()),
        )
        ending = self.wait_for(order)
        assert isinstance(ending, Greeted)
        return ending

    # ---- errands ----------------------------------------------------------------------

    def run(self, errand: Errand, on_event: OnEvent) -> None:
        """Start a process for the errand and return; events come on a thread of its own.

        Exactly one of the endings comes, and comes last, whatever happens to the process.
        Raises AppError(NETWORK_SEALED or BROKER_DID_NOT_START).
        """
        fault = self._refusal(errand)
        if fault is not None:
            self._recorder.refused(errand, fault)
            raise AppError(fault)
        process = BrokerClient(
            lambda event: self._event(errand.id, event),
            lambda outcome: self._exited(errand.id, outcome),
            self._isolation.programs,
        )
        with self._lock:
            self._running[errand.id] = _Running(process, errand, on_event)
        try:
            process.start(grants_for(errand, self._environment))
        except AppError:
            with self._lock:
                del self._running[errand.id]
            raise
        process.send(errand)

    def wait_for(self, errand: Errand) -> Ending:
        """Run an errand to its end. Raises the ``AppError`` that it ended with."""
        endings: SimpleQueue[Ending] = SimpleQueue()
        self.run(errand, lambda event: endings.put(event) if isinstance(event, Ending) else None)
        ending = endings.get()
        if isinstance(ending, Failed):
            raise AppError(ending.fault, **ending.facts)
        return ending

    def cancel(self, errand_id: str) -> None:
        """Stop an errand: ``Stopped`` comes, in any case within CANCEL_S."""
        with self._lock:
            running = self._running.get(errand_id)
            if running is None or running.killer is not None:
                return
            running.killer = threading.Timer(CANCEL_S, running.process.kill)
            running.killer.daemon = True
            running.killer.start()
        running.process.send(Cancel(id=errand_id))

    def enforce(self) -> None:
        """End what runs, if the rules are sealed now."""
        if not self._rules().sealed:
            return
        with self._lock:
            processes = [running.process for running in self._running.values()]
        for process in processes:
            process.kill()

    def close(self) -> None:
        """End everything and wait for it."""
        with self._lock:
            processes = [running.process for running in self._running.values()]
        for process in processes:
            process.close()

    @property
    def pids(self) -> list[int]:
        """Return the network processes that run now."""
        with self._lock:
            found = [running.process.pid for running in self._running.values()]
        return [pid for pid in found if pid is not None]

    # ---- what processes say -----------------------------------------------------------

    def _event(self, errand_id: str, event: Event) -> None:
        if isinstance(event, Connecting):
            self._permit_contact(self._running[errand_id], event)
        elif isinstance(event, Contacted):
            self._note_result(self._running[errand_id], event)
        elif isinstance(event, Hello):
            self._isolation.note("broker", event.enforcement, event.pid)
            if event.protocol != PROTOCOL:
                facts: dict[str, str | int | float] = {"ours": PROTOCOL, "theirs": event.protocol}
                self._end(
                    errand_id, Failed(id=errand_id, fault=Fault.PROTOCOL_MISMATCH, facts=facts)
                )
        elif isinstance(event, Ending):
            self._end(errand_id, event)
        else:
            running = self._running[errand_id]
            if not running.ended:
                running.on_event(event)

    def _permit_contact(self, running: _Running, contact: Connecting) -> None:
        """Let the process connect once the contact is on record: no record, no connection."""
        try:
            fault = self._refusal(running.errand)
            if fault is None:
                self._recorder.intent(running.errand, contact)
            else:
                self._recorder.refused(running.errand, fault)
            problem = None if fault is None else AppError(fault)
        except AppError as error:
            problem = error
        answer: Proceed | Halt = Proceed(id=contact.id, number=contact.number)
        if problem is not None:
            answer = Halt(
                id=contact.id, number=contact.number, fault=problem.fault, facts=problem.facts
            )
        running.process.send(answer)

    def _note_result(self, running: _Running, contact: Contacted) -> None:
        """End an errand whose contacts cannot be kept on record any more."""
        try:
            self._recorder.result(running.errand, contact)
        except AppError as error:
            self._end(contact.id, Failed(id=contact.id, fault=error.fault, facts=error.facts))
            running.process.kill()

    def _refusal(self, errand: Errand) -> Fault | None:  # noqa: ARG002
        """Say why an errand may not be run as the rules are now."""
        return Fault.NETWORK_SEALED if self._rules().sealed else None

    def _exited(self, errand_id: str, outcome: ProcessOutcome) -> None:
        running = self._running[errand_id]
        if running.killer is not None:
            running.killer.cancel()
            self._end(errand_id, Stopped(id=errand_id))
        elif self._rules().sealed:
            self._end(errand_id, Failed(id=errand_id, fault=Fault.NETWORK_SEALED, facts={}))
        else:
            facts: dict[str, str | int | float] = {"outcome": str(outcome)}
            self._end(
                errand_id, Failed(id=errand_id, fault=Fault.BROKER_CRASHED, facts=facts, again=True)
            )
        with self._lock:
            del self._running[errand_id]

    def _end(self, errand_id: str, ending: Ending) -> None:
        running = self._running[errand_id]
        if running.ended:
            return
        running.ended = True
        running.process.end()
        running.on_event(ending)

    def _route(self) -> Route:
        return self._rules().route(self._environment, self._proxy_login())

    def _permit(self, purpose: str, consent: str) -> Permit:
        return Permit(
            purpose=purpose,  # type: ignore[arg-type]
            consent_id=consent,
            policy_id=self._rules().policy_id,
        )


__all__ = ["HUB", "HUB_HOSTS", "Downloaded", "Errand", "Network", "NetworkRules", "default_hub"]
