"""Runs the attempts: once by a process that nothing confines, then by each program."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from indoors.proof.expectations import by_design
from indoors.proof.kernel_state import read_state
from indoors.proof.listeners import Listeners
from indoors.protocol.isolation import Enforcement, Grants, Start
from indoors.protocol.proof import Attempt, ProofChannel, Prove, Proved, Tested
from indoors.sandbox.confine import REFUSED
from indoors.sandbox.profiles import ALL, Profile
from indoors.sandbox.starting import Program, command, environment

CONTROL = "control"
_LIMIT_S = 60.0
_SETTLE_S = 0.3
"""For words that are still on their way when the program has ended."""

_MODULES = {
    "window": Program("indoors.cli"),
    "engine": Program("indoors.engine"),
    "ingest": Program("indoors.proof.ingest"),
    "broker": Program("indoors.broker"),
}


class Outcome(NamedTuple):
    """What one process told. ``errors``: attempt to the error that kept it, "" for none."""

    errors: Mapping[str, str]
    enforcement: Enforcement | None
    code: int
    complaint: str


class Proof:
    """One run; events go out as they are known."""

    def __init__(self, listeners: Listeners, channel: ProofChannel) -> None:
        self._listeners = listeners
        self._channel = channel

    def run(self, order: Prove) -> None:
        began = time.perf_counter()
        for name, pid in order.running.items():
            state = read_state(name, pid, expected=name != "launcher")
            if state is not None:
                self._channel.send(state)
        control = self._try(Program("indoors.sandbox.self_test"), CONTROL, Grants())
        for profile in ALL:
            self._prove(profile, control)
        seconds = time.perf_counter() - began
        self._channel.send(Proved(listeners=self._listeners.count, seconds=round(seconds, 2)))

    def _prove(self, profile: Profile, control: Outcome) -> None:
        program = _MODULES[profile.program]
        grants = Grants(ports=(self._listeners.granted_port,) if profile.ip_sockets else ())
        outcome = self._try(program, profile.program, grants)
        time.sleep(_SETTLE_S)
        heard, allowed = self._listeners.words(), by_design(profile)
        for name, error in outcome.errors.items():
            self._channel.send(
                Attempt(
                    program=profile.program,
                    name=name,
                    worked=not error,
                    arrived=f"{profile.program}:{name}" in heard,
                    error=error,
                    by_design=name in allowed,
                    works_without=control.errors.get(name) == "",
                )
            )
        self._channel.send(
            Tested(
                program=profile.program,
                enforcement=outcome.enforcement,
                refused_socket=self._refuses_socket(program),
                detail="" if outcome.errors else f"it ended with {outcome.code}",
            )
        )

    def _try(self, program: Program, word: str, grants: Grants) -> Outcome:
        done = self._run(program, word, grants)
        try:
            told: dict[str, Any] = json.loads(done.stdout)
        except ValueError:
            return Outcome({}, None, done.returncode, done.stderr[-500:])
        facts = told["enforcement"]
        enforcement = Enforcement(**(facts | {"gaps": tuple(facts["gaps"])})) if facts else None
        return Outcome(told["outcomes"], enforcement, done.returncode, done.stderr[-500:])

    def _refuses_socket(self, program: Program) -> bool:
        """Start it with a connection that somebody left open for it."""
        done = self._run(program, "inherited", Grants(), self._listeners.connected.fileno())
        return done.returncode == REFUSED

    def _run(
        self, program: Program, word: str, grants: Grants, *inherited: int
    ) -> "subprocess.CompletedProcess[str]":
        start = Start(grants=grants, parent=os.getpid(), self_test=True)
        return subprocess.run(  # noqa: S603 - our own interpreter and modules
            command(program),
            input=json.dumps(self._listeners.targets(word)._asdict()) + "\n",
            capture_output=True,
            text=True,
            env=environment(program, os.environ, start),
            pass_fds=inherited,
            cwd="/",
            timeout=_LIMIT_S,
            check=False,
        )


def supported() -> bool:
    """Whether attempts and state can be made and read here; so far on Linux."""
    return sys.platform == "linux"
