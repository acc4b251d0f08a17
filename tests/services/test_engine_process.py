"""The client against programs that behave, and against some that don't."""

import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from indoors.core.errors import AppError
from indoors.protocol.engine import Describe, Event, Generate, Hello, MemoryReport, Turn
from indoors.protocol.faults import Fault
from indoors.services.engine_process import EngineClient, ProcessOutcome
from indoors.services.programs import OwnPrograms

WAIT_S = 30.0
HELLO = b'{"type":"hello","protocol":1,"version":"0","build":"","system":"","devices":[],"pid":1}\n'


class Watched:
    """A client with its events and its end kept."""

    def __init__(self, *command: str) -> None:
        self.events: list[Event] = []
        self.outcomes: list[ProcessOutcome] = []
        self._changed = threading.Condition()
        self.client = EngineClient(self._event, self._exit, OwnPrograms(command))
        self.client.start()

    def _event(self, event: Event) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def _exit(self, outcome: ProcessOutcome) -> None:
        with self._changed:
            self.outcomes.append(outcome)
            self._changed.notify_all()

    def wait_events(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.events) >= count, WAIT_S)

    def wait_end(self) -> ProcessOutcome:
        with self._changed:
            assert self._changed.wait_for(lambda: bool(self.outcomes), WAIT_S)
        self.client.close()
        assert len(self.outcomes) == 1
        return self.outcomes[0]


def python(code: str) -> Watched:
    return Watched(sys.executable, "-c", "import os, sys, time\n" + code)


def test_the_real_program_answers_and_ends() -> None:
    watched = Watched()
    watched.client.send(Describe())
    watched.wait_events(2)
    assert watched.client.running
    hello, report = watched.events
    assert isinstance(hello, Hello)
    assert hello.pid == watched.client.pid
    assert isinstance(report, MemoryReport)
    watched.client.close()
    assert watched.wait_end() == ProcessOutcome(exit_code=0)
    watched.client.send(Describe())  # to nobody: the end was told
    assert str(watched.client.outcome) == "exited with 0"


def test_it_gets_little_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "x")
    monkeypatch.setenv("GGML_SOMETHING", "y")
    watched = python("sys.stderr.write(' '.join(os.environ) + ' in ' + os.getcwd())")
    watched.wait_end()
    names = watched.client.last_errors
    assert "GGML_SOMETHING" in names
    assert "SECRET_TOKEN" not in names
    assert names.endswith(f" in {Path(sys.executable).anchor}")


def test_a_program_that_isnt_there() -> None:
    client = EngineClient(
        lambda _event: None, lambda _outcome: None, OwnPrograms(["/nothing/here"])
    )
    with pytest.raises(AppError) as caught:
        client.start()
    assert caught.value.fault is Fault.ENGINE_DID_NOT_START
    client.close()


def test_a_program_that_fails_leaves_its_last_words() -> None:
    watched = python("sys.stderr.write('x' * 100000 + 'the reason'); sys.exit(3)")
    assert str(watched.wait_end()) == "exited with 3"
    assert watched.client.last_errors.endswith("the reason")
    assert len(watched.client.last_errors) < 10_000


@pytest.mark.parametrize(
    "nonsense", [b"hello there\n", b'{"type":"unheard of"}\n', b"\xff\xfe\n", b"[]\n", b"\n"]
)
def test_nonsense_ends_the_process(nonsense: bytes) -> None:
    watched = python(f"os.write(1, {HELLO + nonsense + HELLO!r}); time.sleep(600)")
    outcome = watched.wait_end()
    assert str(outcome) == "sent something that is no message"
    assert len(watched.events) == 1
    assert not watched.client.running


def test_a_line_cut_off_by_death_is_a_death() -> None:
    watched = python(f"os.write(1, {HELLO + HELLO[:30]!r}); os.kill(os.getpid(), 11)")
    assert str(watched.wait_end()) == "killed by SIGSEGV"
    assert len(watched.events) == 1


def test_a_program_that_closes_its_output_and_stays_is_ended() -> None:
    watched = python("os.close(1); time.sleep(600)")
    assert str(watched.wait_end()) == "killed by SIGKILL"


def test_a_program_that_does_not_listen_holds_nobody_up() -> None:
    watched = python(f"os.write(1, {HELLO!r}); time.sleep(600)")
    watched.wait_events(1)
    long = Generate(id="a", turns=(Turn("user", "word " * 200_000),))
    began = time.monotonic()
    for _ in range(3):
        watched.client.send(long)  # far more than a pipe holds
    watched.client.close(timeout=0.2)
    assert time.monotonic() - began < 10
    assert str(watched.wait_end()) == "killed by SIGKILL"


def test_a_frozen_program_can_be_closed() -> None:
    watched = Watched()
    watched.wait_events(1)
    assert watched.client.pid
    program = psutil.Process(watched.client.pid)
    program.suspend()
    while program.status() != psutil.STATUS_STOPPED:  # a signal takes a moment to arrive
        time.sleep(0.01)
    watched.client.close(timeout=0.2)
    assert str(watched.wait_end()) == "killed by SIGKILL"


def test_text_that_is_not_unicode_is_refused_here() -> None:
    watched = python("sys.stdin.read()")
    with pytest.raises(AppError) as caught:
        watched.client.send(Generate(id="a", turns=(Turn("user", "\ud83e"),)))
    assert caught.value.is_bug
    watched.client.close()
    watched.wait_end()
