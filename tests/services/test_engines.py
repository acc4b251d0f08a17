"""The supervisor with the real engine: loads, answers, and every way to lose one."""

import os
import signal
import sys
from pathlib import Path

import pytest

from indoors.protocol.engine import (
    Event,
    Failed,
    Finished,
    Generate,
    Load,
    Loaded,
    MemoryReport,
    Sampling,
    Token,
    Unloaded,
)
from indoors.protocol.faults import Fault
from indoors.services.engines import EngineState, EngineSupervisor
from indoors.services.programs import OwnPrograms
from tests.helpers.engines import (
    Recorder,
    ended,
    starter_model,
    supervisor,
    user,
    wait_gone,
)

SMALL = Load(path=str(starter_model()), context=512, threads=1)
SHORT = Sampling(temperature=0, max_tokens=6)
ENDLESS = Sampling(temperature=1.9, top_k=0, top_p=1, min_p=0, max_tokens=None, seed=1)


def ask(answer_id: str, text: str = "Hi", sampling: Sampling = SHORT) -> Generate:
    return Generate(id=answer_id, turns=(user(text),), sampling=sampling)


def kill(engine: EngineSupervisor, number: int = signal.SIGKILL) -> None:
    assert engine.hello
    os.kill(engine.hello.pid, number)


def is_writing(recorder: Recorder, answer_id: str) -> None:
    recorder.wait_until(lambda it: bool(it.text(answer_id)))


def test_the_way_of_an_answer() -> None:
    with supervisor() as (engine, recorder):
        assert engine.state is EngineState.OFF
        engine.load(SMALL)
        engine.generate(ask("a"))  # while it still loads
        finished = recorder.wait_event(ended("a"))
        assert isinstance(finished, Finished)
        assert finished.report.load_ms
        assert finished.report.ttft_ms > finished.report.load_ms * 0.5
        recorder.wait_state(EngineState.READY)
        assert recorder.states == [
            EngineState.STARTING,
            EngineState.LOADING,
            EngineState.READING,
            EngineState.WRITING,
            EngineState.READY,
        ]
        loaded = engine.loaded
        assert loaded
        assert loaded.model.context == 512
    assert not recorder.losses


def test_one_model_and_one_answer_at_a_time() -> None:
    with supervisor() as (engine, recorder):
        engine.load(SMALL)
        engine.load(SMALL)  # the same again: nothing happens
        engine.generate(ask("a", sampling=ENDLESS))
        engine.generate(ask("b"))
        busy = recorder.wait_event(ended("b"))
        assert isinstance(busy, Failed)
        assert busy.fault is Fault.BUSY
        is_writing(recorder, "a")
        engine.cancel("a")
        stopped = recorder.wait_event(ended("a"))
        assert isinstance(stopped, Finished)
        assert stopped.report.stop_reason == "cancelled"
        recorder.wait_state(EngineState.READY)
        assert EngineState.STOPPING in recorder.states
        assert sum(isinstance(event, Loaded) for event in recorder.events) == 1


def test_unloading_gives_everything_back() -> None:
    with supervisor() as (engine, recorder):
        engine.load(SMALL)
        engine.generate(ask("a", sampling=ENDLESS))
        is_writing(recorder, "a")
        engine.describe()
        hello = engine.hello
        assert hello
        engine.unload()
        recorder.wait_state(EngineState.OFF)
        wait_gone(hello.pid)
        assert engine.loaded is None
        kinds = [type(event) for event in recorder.events if not isinstance(event, Token)]
        assert kinds[-3:] == [Finished, MemoryReport, Unloaded]
        engine.generate(ask("b"))
        no_model = recorder.wait_event(ended("b"))
        assert isinstance(no_model, Failed)
        assert no_model.fault is Fault.NO_MODEL


def test_killed_in_an_answer() -> None:
    with supervisor() as (engine, recorder):
        engine.load(SMALL)
        engine.generate(ask("a", sampling=ENDLESS))
        is_writing(recorder, "a")
        kill(engine, signal.SIGSEGV)
        recorder.wait_until(lambda it: bool(it.losses))
        answer_id, error = recorder.losses[0]
        assert (answer_id, error.fault) == ("a", Fault.ENGINE_CRASHED)
        assert error.facts == {"outcome": "killed by SIGSEGV"}
        recorder.wait_state(EngineState.READY)  # started and loaded again, unasked
        engine.generate(ask("b"))
        assert isinstance(recorder.wait_event(ended("b")), Finished)

        kill(engine)  # for the second time in five minutes: idle now
        recorder.wait_state(EngineState.FAILED)
        answer_id, error = recorder.losses[1]
        assert (answer_id, error.fault) == (None, Fault.ENGINE_KEEPS_CRASHING)
        engine.generate(ask("c"))
        assert isinstance(recorder.wait_event(ended("c")), Failed)
        engine.load(SMALL)  # the user tries again
        recorder.wait_state(EngineState.READY)
        engine.generate(ask("d"))
        assert isinstance(recorder.wait_event(ended("d")), Finished)


def test_killed_while_idle_comes_back_silently() -> None:
    with supervisor() as (engine, recorder):
        engine.load(SMALL)
        recorder.wait_state(EngineState.READY)
        kill(engine)
        recorder.wait_until(lambda it: it.states.count(EngineState.READY) == 2)
        assert not recorder.losses


def test_frozen_in_an_answer() -> None:
    with supervisor(stall_timeout_s=3.0) as (engine, recorder):
        engine.load(SMALL)
        engine.generate(ask("a", sampling=ENDLESS))
        is_writing(recorder, "a")
        kill(engine, signal.SIGSTOP)
        recorder.wait_until(lambda it: bool(it.losses))
        answer_id, error = recorder.losses[0]
        assert (answer_id, error.fault) == ("a", Fault.ENGINE_HUNG)
        assert error.facts["seconds"] >= 3  # type: ignore[operator]
        recorder.wait_state(EngineState.READY)
        engine.generate(ask("b"))
        assert isinstance(recorder.wait_event(ended("b")), Finished)


def test_frozen_and_deaf_to_cancel() -> None:
    with supervisor(cancel_timeout_s=0.5) as (engine, recorder):
        engine.load(SMALL)
        engine.generate(ask("a", sampling=ENDLESS))
        is_writing(recorder, "a")
        kill(engine, signal.SIGSTOP)
        engine.cancel("a")
        recorder.wait_until(lambda it: bool(it.losses))
        assert recorder.losses[0][1].fault is Fault.ENGINE_HUNG
        recorder.wait_state(EngineState.READY)
        engine.generate(ask("b"))
        assert isinstance(recorder.wait_event(ended("b")), Finished)


def test_cancelled_before_the_load_is_done() -> None:
    with supervisor() as (engine, recorder):
        engine.load(SMALL)
        engine.generate(ask("a", sampling=ENDLESS))
        engine.cancel("a")
        stopped = recorder.wait_event(ended("a"))
        assert isinstance(stopped, Finished)
        assert stopped.report.stop_reason == "cancelled"
        engine.generate(ask("b"))
        assert isinstance(recorder.wait_event(ended("b")), Finished)
        assert sum(map(ended("a"), recorder.events)) == 1
        assert not any(isinstance(e, Token) and e.id == "a" for e in recorder.events)


def test_another_model_ends_the_answer_and_the_load(tmp_path: Path) -> None:
    other = tmp_path / "other.gguf"
    other.symlink_to(starter_model())
    with supervisor() as (engine, recorder):
        engine.load(SMALL)
        engine.generate(ask("a", sampling=ENDLESS))
        is_writing(recorder, "a")
        engine.load(Load(path=str(other), context=256, threads=1))
        stopped = recorder.wait_event(ended("a"))
        assert isinstance(stopped, Finished)
        assert stopped.report.stop_reason == "cancelled"
        recorder.wait_until(lambda it: sum(isinstance(e, Loaded) for e in it.events) == 2)
        assert engine.loaded
        assert engine.loaded.model.path == str(other)

        engine.load(SMALL)
        engine.load(Load(path=str(other), context=768, threads=1))  # before that is done
        engine.generate(ask("b"))
        finished = recorder.wait_event(ended("b"))
        assert isinstance(finished, Finished)
        assert finished.report.context == 768
        assert not recorder.losses


def test_an_unload_that_was_not_meant() -> None:
    with supervisor(cancel_timeout_s=1.0) as (engine, recorder):
        engine.load(SMALL)
        recorder.wait_state(EngineState.READY)
        engine.unload()
        engine.load(Load(path=SMALL.path, context=256, threads=1))
        engine.generate(ask("a", "Tell me a story.", Sampling(temperature=0, max_tokens=150)))
        finished = recorder.wait_event(ended("a"))
        assert isinstance(finished, Finished)
        assert finished.report.context == 256
        recorder.wait_state(EngineState.READY)
    assert not recorder.losses


def test_text_that_is_not_unicode_fails_its_answer_only() -> None:
    with supervisor() as (engine, recorder):
        engine.load(SMALL)
        engine.generate(ask("a", "half a \ud83e"))
        failed = recorder.wait_event(ended("a"))
        assert isinstance(failed, Failed)
        assert failed.fault is Fault.BUG
        engine.generate(ask("b"))
        assert isinstance(recorder.wait_event(ended("b")), Finished)


def test_a_listener_with_a_bug_is_told_of_and_borne(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[type[BaseException]] = []
    monkeypatch.setattr("threading.excepthook", lambda arguments: told.append(arguments.exc_type))

    class Clumsy(Recorder):
        def engine_event(self, event: Event) -> None:
            super().engine_event(event)
            if isinstance(event, Loaded):
                raise KeyError("clumsy")

    recorder = Clumsy()
    engine = EngineSupervisor(recorder)
    try:
        engine.load(SMALL)
        recorder.wait_event(lambda event: isinstance(event, Loaded))
        engine.generate(ask("a"))
        assert isinstance(recorder.wait_event(ended("a")), Finished)
        assert told == [KeyError]
    finally:
        engine.close()


def test_a_model_that_cannot_be_loaded(tmp_path: Path) -> None:
    with supervisor() as (engine, recorder):
        engine.load(Load(path=str(tmp_path / "nothing.gguf")))
        engine.generate(ask("a"))
        recorder.wait_state(EngineState.FAILED)
        failures = [event for event in recorder.events if isinstance(event, Failed)]
        assert failures[0].fault is Fault.MODEL_MISSING
        waiting = recorder.wait_event(ended("a"))
        assert isinstance(waiting, Failed)
        assert waiting.fault is Fault.NO_MODEL
        engine.load(SMALL)
        recorder.wait_state(EngineState.READY)
        assert not recorder.losses


def test_a_relative_path_means_the_same_to_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.gguf").symlink_to(starter_model())
    monkeypatch.chdir(tmp_path)
    with supervisor() as (engine, recorder):
        engine.load(Load(path="model.gguf", context=256, threads=1))
        recorder.wait_state(EngineState.READY)


@pytest.mark.parametrize(
    ("program", "fault"),
    [
        ("import sys; sys.exit('no such library')", Fault.ENGINE_DID_NOT_START),
        (
            'print(\'{"type":"hello","protocol":99,"version":"","build":"",'
            '"system":"","devices":[],"pid":1}\', flush=True); input(); input()',
            Fault.PROTOCOL_MISMATCH,
        ),
    ],
)
def test_a_program_that_is_no_use(program: str, fault: Fault) -> None:
    recorder = Recorder()
    engine = EngineSupervisor(
        recorder,
        programs=OwnPrograms([sys.executable, "-c", program]),
    )
    try:
        engine.load(SMALL)
        engine.generate(ask("a"))
        recorder.wait_until(lambda it: bool(it.losses))
        assert [(i, e.fault) for i, e in recorder.losses] == [("a", fault)]
        recorder.wait_state(EngineState.FAILED)
    finally:
        engine.close()


def test_a_program_that_cannot_be_started() -> None:
    recorder = Recorder()
    engine = EngineSupervisor(
        recorder,
        programs=OwnPrograms(["/nothing/here"]),
    )
    try:
        engine.load(SMALL)
        recorder.wait_until(lambda it: bool(it.losses))
        assert recorder.losses[0][1].fault is Fault.ENGINE_DID_NOT_START
        assert engine.state is EngineState.FAILED
    finally:
        engine.close()


def test_closing_in_the_middle_of_anything() -> None:
    for wait in (EngineState.STARTING, EngineState.LOADING, EngineState.WRITING):
        with supervisor() as (engine, recorder):
            engine.load(SMALL)
            engine.generate(ask("a", sampling=ENDLESS))
            recorder.wait_until(lambda it, wait=wait: wait in it.states)  # type: ignore[misc]
        news = len(recorder.news)
        engine.generate(ask("b"))
        assert len(recorder.news) == news
