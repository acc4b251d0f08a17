"""A model that nobody asks gives its memory back, and comes back with the next question."""

from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from indoors.bridge.idle import IdleUnload
from indoors.core.chat import MessageState
from indoors.services.engine_state import EngineState
from indoors.services.starter import starter_model
from tests.helpers.chat import Chat, chat

pytestmark = pytest.mark.skipif(starter_model() is None, reason="no starter model")


def engines() -> set[int]:
    return {child.pid for child in psutil.Process().children() if "indoors.engine" in _line(child)}


def _line(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def resting(under_test: Chat) -> bool:
    return under_test.engine.is_resting


def minutes(under_test: Chat, number: int) -> None:
    under_test.settings.update("models", unload_minutes=number)


def test_it_unloads_and_the_next_question_loads_it(qtbot: QtBot, profile: Path) -> None:
    others = engines()  # of tests that went before
    with chat(qtbot, profile) as under_test:
        idle = IdleUnload(under_test.engine, under_test.settings, minute_ms=10)
        assert not idle.is_waiting  # nothing is loaded, so nothing runs
        minutes(under_test, 1)
        first = under_test.ask("What is the capital of France?")
        assert first.state is MessageState.DONE
        under_test.until(lambda: under_test.engine.state is EngineState.OFF)
        assert resting(under_test)
        assert under_test.engine.loaded is None
        assert not idle.is_waiting
        # The process itself is gone, and its memory with it.
        under_test.until(lambda: engines() <= others)
        minutes(under_test, 0)
        second = under_test.ask("And of Italy?")
        assert second.state is MessageState.DONE
        assert second.report is not None
        assert second.report.load_ms is not None
        assert not resting(under_test)
        assert [message.text for message in under_test.path()][::2] == [
            "What is the capital of France?",
            "And of Italy?",
        ]
        assert not under_test.errors


def test_never_means_never(qtbot: QtBot, profile: Path) -> None:
    with chat(qtbot, profile) as under_test:
        idle = IdleUnload(under_test.engine, under_test.settings, minute_ms=10)
        minutes(under_test, 0)
        under_test.ask("Say yes.")
        under_test.until(lambda: under_test.engine.state is EngineState.READY)
        assert not idle.is_waiting


def test_a_long_answer_is_no_idle_time(qtbot: QtBot, profile: Path) -> None:
    with chat(qtbot, profile, max_tokens=400) as under_test:
        idle = IdleUnload(under_test.engine, under_test.settings, minute_ms=1)
        minutes(under_test, 1)
        under_test.bridge.send("Write a very long story about a ship.", [])
        under_test.wait_for_words()
        assert not idle.is_waiting
        qtbot.wait(100)  # a hundred such minutes
        assert under_test.engine.loaded is not None
        under_test.finish(under_test.bridge.stop)
        under_test.until(lambda: under_test.engine.is_resting)


def test_a_load_that_was_just_asked_for_wins(qtbot: QtBot, profile: Path) -> None:
    """The time is up in the very moment in which the user picks a model."""
    with chat(qtbot, profile) as under_test:
        idle = IdleUnload(under_test.engine, under_test.settings, minute_ms=60_000)
        under_test.ask("Say yes.")
        under_test.until(lambda: under_test.engine.state is EngineState.READY)
        choice = under_test.engine.chosen()
        assert choice is not None
        under_test.engine.load(choice.path)
        idle._rest()
        assert not under_test.engine.is_resting
        assert under_test.ask("Say no.").state is MessageState.DONE
