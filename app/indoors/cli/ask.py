"""``indoors ask``: one question to the model, through the same engine client as the window."""

import argparse
import queue
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct
from msgspec.structs import replace

from indoors.cli.outcome import Exit, misused, write_json
from indoors.core.errors import AppError
from indoors.protocol.engine import (
    Event,
    Failed,
    Finished,
    Generate,
    Load,
    Loading,
    Prefill,
    Report,
    Sampling,
    Token,
    Turn,
)
from indoors.protocol.faults import Fault
from indoors.services.engines import EngineState, EngineSupervisor
from indoors.services.isolation import Isolation
from indoors.services.starter import starter_model
from indoors.ui.text import command_line as text

ANSWER = "ask"


class Answer(Struct, frozen=True, kw_only=True):
    """What ``--json`` prints."""

    answer: str
    stopped: bool
    report: Report


class Stop:
    """The user pressed Ctrl-C."""


class Inbox:
    """Hands what the engine says from its reader thread to the command's own thread."""

    def __init__(self) -> None:
        self.events: queue.SimpleQueue[Event | AppError | Stop] = queue.SimpleQueue()

    def engine_event(self, event: Event) -> None:
        self.events.put(event)

    def engine_state(self, state: EngineState) -> None:
        """States matter to a window only; the events say all that is needed here."""

    def engine_lost(self, answer_id: str | None, error: AppError) -> None:  # noqa: ARG002
        self.events.put(error)

    @contextmanager
    def taking_ctrl_c(self) -> Iterator[None]:
        """Make the first Ctrl-C a message like any other; a second one interrupts."""

        def stop(*_: object) -> None:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            self.events.put(Stop())  # safe in a signal handler, by its documentation

        before = signal.signal(signal.SIGINT, stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)


class Screen:
    """Where the answer goes as it is written; progress goes to stderr, on a terminal only."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.live = sys.stderr.isatty()
        self.parts: list[str] = []

    def status(self, words: str = "") -> None:
        if self.live:
            sys.stderr.write(f"\r\033[K{words}")
            sys.stderr.flush()

    def write(self, piece: str) -> None:
        if not self.parts:
            self.status()
        self.parts.append(piece)
        if not self.quiet:
            sys.stdout.write(piece)
            sys.stdout.flush()


def ask(typed: argparse.Namespace, isolation: Isolation) -> int:
    """Answer one question. Ctrl-C ends the answer, keeps what was written and returns 130."""
    try:
        question = read_question(typed.question)
    except UnicodeDecodeError:
        return misused(text.QUESTION_NOT_TEXT)
    if not question:
        return misused(text.EMPTY_QUESTION)
    inbox, screen = Inbox(), Screen(quiet=typed.json)
    supervisor = EngineSupervisor(inbox, programs=isolation.programs)
    try:
        with inbox.taking_ctrl_c():
            supervisor.load(Load(path=model_path(typed), context=typed.context))
            supervisor.generate(
                Generate(id=ANSWER, turns=turns(typed.system, question), sampling=sampling(typed))
            )
            answer = collect(supervisor, inbox, screen)
    finally:
        screen.status()
        supervisor.close()
    if typed.json:
        write_json(answer)
    elif not answer.answer.endswith("\n"):
        sys.stdout.write("\n")
    return Exit.STOPPED if answer.stopped else Exit.DONE


def collect(supervisor: EngineSupervisor, inbox: Inbox, screen: Screen) -> Answer:
    """Read events until the answer ends. Raises the AppError that ended it."""
    stopping = False
    while True:
        event = inbox.events.get()
        if isinstance(event, Stop):
            stopping = True
            screen.status(text.STOPPING)
            supervisor.cancel(ANSWER)
        elif isinstance(event, AppError):
            raise event
        elif isinstance(event, Failed):
            raise AppError(event.fault, **event.facts)
        elif isinstance(event, Finished):
            return Answer(answer="".join(screen.parts), stopped=stopping, report=event.report)
        else:
            show(event, screen)


def show(event: Event, screen: Screen) -> None:
    """Write a token; tell how far the loading and the reading are."""
    if isinstance(event, Token):
        screen.write(event.text)
    elif isinstance(event, Loading):
        screen.status(text.loading(round(100 * event.fraction)))
    elif isinstance(event, Prefill) and event.total:
        screen.status(text.reading(100 * event.done // event.total))


def read_question(typed: str) -> str:
    """Return the question; ``-`` reads standard input. Raises UnicodeDecodeError."""
    if typed == "-":
        typed = sys.stdin.buffer.read().decode("utf-8")
    return typed.strip()


def model_path(typed: argparse.Namespace) -> str:
    """Return the chosen model file. Raises AppError if there is none to choose."""
    if typed.model is not None:
        return str(typed.model.expanduser().absolute())
    starter = starter_model()
    if starter is None:
        raise AppError(Fault.NO_MODEL)
    return str(starter)


def turns(system: str, question: str) -> tuple[Turn, ...]:
    """Return what the model is to see."""
    asked = Turn("user", question)
    return (Turn("system", system), asked) if system else (asked,)


def sampling(typed: argparse.Namespace) -> Sampling:
    """Return the defaults with what was typed in their place."""
    names = ("temperature", "seed", "max_tokens")
    chosen = {name: getattr(typed, name) for name in names if getattr(typed, name) is not None}
    return replace(Sampling(), **chosen)
