"""Saving while an answer is written."""

from collections.abc import Callable

from indoors.core.chat import MessageState
from indoors.core.errors import AppError
from indoors.protocol.engine import Failed, Finished, Memory, Report, Started, Token
from indoors.protocol.faults import Fault
from indoors.services.journal import SAVE_INTERVAL_S, AnswerJournal
from indoors.store.store import Store


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def token(text: str, answer: str = "a") -> Token:
    return Token(id=answer, text=text, probability=0.5, entropy=1.0)


def finished(stop_reason: str = "end") -> Finished:
    report = Report(
        model="m",
        prompt_tokens=1,
        reused_tokens=0,
        generated_tokens=2,
        load_ms=None,
        prefill_ms=1,
        decode_ms=1,
        ttft_ms=1,
        tokens_per_second=None,
        stop_reason=stop_reason,  # type: ignore[arg-type]
        seed=1,
        context=512,
        peak_memory=None,
        mean_logprob=None,
        min_logprob=None,
        mean_entropy=None,
    )
    memory = Memory(model=0, context=0, compute=0, resident=None, peak=None)
    return Finished(id="a", report=report, memory=memory)


def journal() -> tuple[AnswerJournal, list[Callable[[Store], None]], Clock]:
    saves: list[Callable[[Store], None]] = []
    clock = Clock()
    return AnswerJournal(saves.append, clock), saves, clock


def test_it_saves_about_twice_a_second_and_not_at_each_token() -> None:
    writer, saves, clock = journal()
    writer.begin("a")
    for _ in range(100):
        clock.now += SAVE_INTERVAL_S / 10
        writer.add(token("x"))
    assert 8 <= len(saves) <= 10


def test_the_window_takes_each_piece_once() -> None:
    writer, _, _ = journal()
    writer.begin("a", "Before ")
    writer.add(token("one "))
    writer.add(token("two"))
    assert writer.take() == ("one two", 2)
    assert writer.take() == ("", 2)
    outcome = writer.end(finished())
    assert outcome is not None
    assert outcome.text == "Before one two"
    assert outcome.state is MessageState.DONE


def test_tokens_of_another_answer_are_not_mixed_in() -> None:
    writer, _, _ = journal()
    writer.begin("a")
    writer.add(token("late", answer="older"))
    assert writer.take() == ("", 0)


def test_how_it_ends_is_how_it_is_kept() -> None:
    crash = AppError(Fault.ENGINE_CRASHED, outcome="killed")
    cases: list[tuple[str, Finished | Failed | AppError, MessageState]] = [
        ("text", finished("cancelled"), MessageState.STOPPED),
        ("text", finished("length"), MessageState.DONE),
        ("text", crash, MessageState.INTERRUPTED),
        ("", crash, MessageState.FAILED),
        ("", Failed(fault=Fault.TEMPLATE_FAILED, facts={}, id="a"), MessageState.FAILED),
    ]
    for text, event, state in cases:
        writer, _, _ = journal()
        writer.begin("a", text)
        outcome = writer.end(event)
        assert outcome is not None
        assert outcome.state is state


def test_dropped_turns_are_kept() -> None:
    writer, _, _ = journal()
    writer.begin("a")
    writer.add(Started(id="a", prompt_tokens=9, reused_tokens=0, dropped_turns=4))
    outcome = writer.end(finished())
    assert outcome is not None
    assert outcome.dropped_turns == 4
    assert writer.end(finished()) is None
