"""The engine as a process: cancel, orders out of turn, and its end."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil

from indoors.protocol.engine import (
    PROTOCOL,
    Cancel,
    Finished,
    Hello,
    Loaded,
    Prefill,
    Sampling,
    Started,
    Token,
)
from tests.helpers.engines import EngineUnderTest, ended, engine, user, wait_gone

SHORT = Sampling(temperature=0, max_tokens=8)
ENDLESS = Sampling(temperature=1.9, top_k=0, top_p=1, min_p=0, max_tokens=None, seed=1)
LONG = user("word " * 200)


def cancel_at(under_test: EngineUnderTest, kind: type, *turns: object) -> list[object]:
    """Order an answer, cancel at its first event of this kind, and return all its events."""
    start = len(under_test.events)
    order = under_test.order(*turns, sampling=ENDLESS)  # type: ignore[arg-type]
    under_test.client.send(order)
    under_test.wait_for(lambda event: isinstance(event, kind), start)
    under_test.client.send(Cancel(id=order.id))
    return list(under_test.wait_for(ended(order.id), start))


class TestCancel:
    def test_while_reading(self, shared_engine: EngineUnderTest) -> None:
        events = cancel_at(shared_engine, Started, LONG)
        last = events[-1]
        assert isinstance(last, Finished)
        assert last.report.stop_reason == "cancelled"
        assert last.report.generated_tokens == 0
        assert not any(isinstance(event, Prefill) and event.done == event.total for event in events)
        # What was computed stays, and is right: the answer is that of an undisturbed engine.
        shared_engine.ask(user("Hi"), sampling=SHORT)
        undisturbed = shared_engine.ask(LONG, sampling=SHORT)
        cancel_at(shared_engine, Started, user("Other. " * 100))
        assert shared_engine.ask(LONG, sampling=SHORT).text == undisturbed.text

    def test_while_writing(self, shared_engine: EngineUnderTest) -> None:
        undisturbed = shared_engine.ask(user("Name a tree."), sampling=SHORT)
        events = cancel_at(shared_engine, Token, user("Name a tree."))
        last = events[-1]
        assert isinstance(last, Finished)
        assert last.report.stop_reason == "cancelled"
        assert last.report.generated_tokens == sum(isinstance(e, Token) for e in events)
        assert shared_engine.ask(user("Name a tree."), sampling=SHORT).text == undisturbed.text

    def test_before_it_begins(self, shared_engine: EngineUnderTest) -> None:
        start = len(shared_engine.events)
        first = shared_engine.order(LONG, sampling=ENDLESS)
        second = shared_engine.order(user("Hi"), sampling=ENDLESS)
        for order in (first, second, Cancel(id=second.id), Cancel(id=first.id)):
            shared_engine.client.send(order)
        events = shared_engine.wait_for(ended(second.id), start)
        reasons = [e.report.stop_reason for e in events if isinstance(e, Finished)]
        assert reasons == ["cancelled", "cancelled"]
        assert not any(isinstance(event, Token) and event.id == second.id for event in events)

    def test_of_something_else_changes_nothing(self, shared_engine: EngineUnderTest) -> None:
        shared_engine.client.send(Cancel(id="unknown"))
        answer = shared_engine.ask(user("Hi"), sampling=SHORT)
        shared_engine.client.send(Cancel(id=answer.started.id))
        assert shared_engine.ask(user("Hi"), sampling=SHORT).text == answer.text


def test_hello_comes_first_and_says_what_this_is() -> None:
    with engine() as under_test:
        hello = under_test.wait_for(lambda _event: True)[0]
        assert isinstance(hello, Hello)
        assert hello.protocol == PROTOCOL
        assert hello.pid == under_test.client.pid
        assert "llama.cpp" in hello.build
        assert any(device.kind == "cpu" for device in hello.devices)


def test_ctrl_c_does_not_end_it(shared_engine: EngineUnderTest) -> None:
    assert shared_engine.client.pid
    os.kill(shared_engine.client.pid, signal.SIGINT)
    assert shared_engine.ask(user("Hi"), sampling=SHORT).text


def test_it_uses_nothing_while_idle(shared_engine: EngineUnderTest) -> None:
    process = psutil.Process(shared_engine.client.pid)
    before = process.cpu_times()
    time.sleep(1.0)
    after = process.cpu_times()
    assert after.user + after.system - before.user - before.system < 0.05


def test_end_of_input_ends_it_even_while_it_computes(model_path: Path) -> None:
    with engine() as under_test:
        assert isinstance(under_test.load(model_path, context=2048, threads=1), Loaded)
        start = len(under_test.events)
        under_test.client.send(under_test.order(user("word " * 1500), sampling=ENDLESS))
        under_test.wait_for(lambda event: isinstance(event, Started), start)
        under_test.client.close(timeout=30)
        assert str(under_test.wait_exit()) == "exited with 0"


def test_it_ends_with_its_parent() -> None:
    script = """
        import sys, time
        from indoors.services.engine_process import EngineClient
        client = EngineClient(lambda event: print(event.pid, flush=True), lambda outcome: None)
        client.start()
        time.sleep(600)
    """
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert parent.stdout
    with parent:
        pid = int(parent.stdout.readline())
        assert psutil.pid_exists(pid)
        parent.kill()
    wait_gone(pid)


def test_a_line_that_is_no_order_is_answered() -> None:
    """By hand, as the client can't send one."""
    with subprocess.Popen(
        [sys.executable, "-m", "indoors.engine"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(b'{"type":"dance"}\nnonsense\n{"type":"describe"}\n')
        process.stdin.flush()
        lines = [process.stdout.readline() for _ in range(4)]
        process.stdin.write(b'{"type":"describe"')  # cut off: the parent died inside a line
        process.stdin.close()
        assert process.stdout.read() == b""
        assert process.wait() == 0
    assert [b'"bug"' in line for line in lines] == [False, True, True, False]
    assert b'"memory"' in lines[3]
