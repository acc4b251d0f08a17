"""The live model: what it knows, when it speaks, and that it rests while hidden."""

import pytest
from pytestqt.qtbot import QtBot

from indoors.bridge.live import LiveModel, SecondsRing
from indoors.bridge.progress import Progress
from indoors.core.chat import Message, MessageState, Role
from indoors.protocol.engine import Memory, Report
from indoors.services.engines import EngineState


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def report(ttft_ms: float = 140.0, speed: float | None = 37.4) -> Report:
    return Report(
        model="SmolLM2",
        prompt_tokens=1204,
        reused_tokens=980,
        generated_tokens=50,
        load_ms=None,
        prefill_ms=100.0,
        decode_ms=1000.0,
        ttft_ms=ttft_ms,
        tokens_per_second=speed,
        stop_reason="end",
        seed=1,
        context=2048,
        peak_memory=None,
        mean_logprob=None,
        min_logprob=None,
        mean_entropy=None,
    )


def answer(made: Report | None) -> Message:
    return Message(
        id="m",
        conversation_id="c",
        parent_id=None,
        role=Role.ASSISTANT,
        text="Yes.",
        state=MessageState.DONE,
        created_ms=0,
        report=made,
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def live(qtbot: QtBot, clock: Clock) -> LiveModel:
    return LiveModel(clock=clock)


def runs(live: LiveModel) -> bool:
    return live.running


def test_nothing_is_known_at_first(live: LiveModel) -> None:
    figures = live.figures()

    assert figures.speed is None
    assert figures.ttft_ms is None
    assert figures.prompt_tokens is None
    assert figures.memory is None
    assert figures.speed_peak is None
    assert figures.answers_ever is None


def test_an_answer_gives_its_figures(live: LiveModel) -> None:
    live.take_answer(answer(report()))

    figures = live.figures()

    assert (figures.speed, figures.ttft_ms) == (37.4, 140.0)
    assert (figures.prompt_tokens, figures.reused_tokens) == (1204, 980)
    assert figures.speed_series[-1] == 37.4
    assert figures.speed_peak == 37.4
    assert not figures.speed_is_live


def test_an_answer_without_a_report_changes_nothing(live: LiveModel) -> None:
    live.take_answer(answer(None))

    assert live.figures().speed is None


def test_while_writing_the_speed_is_the_present_one(live: LiveModel) -> None:
    live.take_answer(answer(report(speed=20.0)))
    live.take_progress(Progress(message_id="m", phase="writing", tokens_per_second=41.0))

    assert live.figures().speed == 41.0
    assert live.figures().speed_is_live

    live.take_progress(None)

    assert live.figures().speed == 20.0


def test_two_minutes_later_the_speed_has_left_the_chart(live: LiveModel, clock: Clock) -> None:
    live.take_answer(answer(report()))
    clock.now += 119

    assert live.figures().speed_series[0] == 37.4

    clock.now += 1

    assert set(live.figures().speed_series) == {0.0}
    assert live.figures().speed == 37.4


def test_the_last_twelve_times_to_first_token_are_kept(live: LiveModel) -> None:
    for number in range(15):
        live.take_answer(answer(report(ttft_ms=100.0 + number)))

    figures = live.figures()

    assert figures.ttft_bars == tuple(100.0 + number for number in range(3, 15))
    assert figures.ttft_median == 108.5


def test_other_memory_is_what_is_left_of_the_process(live: LiveModel) -> None:
    live.take_memory(Memory(model=500, context=200, compute=50, resident=900, peak=950))
    parts = live.figures().memory

    assert parts is not None
    assert (parts.model, parts.context, parts.other) == (500, 200, 200)


@pytest.mark.parametrize("resident", [None, 300])
def test_other_memory_is_never_below_what_the_engine_counts(
    live: LiveModel, resident: int | None
) -> None:
    live.take_memory(Memory(model=500, context=200, compute=50, resident=resident, peak=None))
    parts = live.figures().memory

    assert parts is not None
    assert parts.other == 50


@pytest.mark.parametrize("state", [EngineState.OFF, EngineState.FAILED])
def test_memory_goes_with_the_process(live: LiveModel, state: EngineState) -> None:
    live.take_memory(Memory(model=500, context=200, compute=50, resident=900, peak=950))
    live.take_engine(state)

    assert live.figures().memory is None


def test_activity_is_told_at_once_and_only_when_it_changes(live: LiveModel) -> None:
    told: list[str] = []
    live.activity_changed.connect(told.append)

    live.take_engine(EngineState.LOADING)
    live.take_progress(Progress(message_id="m", phase="reading", fraction=0.1))
    live.take_progress(Progress(message_id="m", phase="reading", fraction=0.6))
    live.take_progress(Progress(message_id="m", phase="writing"))
    live.take_progress(None)
    live.take_engine(EngineState.READY)

    assert told == ["loading", "reading", "writing", "loading", "idle"]


def test_it_speaks_only_while_seen(live: LiveModel, qtbot: QtBot) -> None:
    told: list[None] = []
    live.changed.connect(lambda: told.append(None))

    live.take_answer(answer(report()))
    assert not runs(live)
    assert not told

    live.set_visible(True)
    assert runs(live)
    assert len(told) == 1
    qtbot.waitUntil(lambda: len(told) >= 2, timeout=5000)

    live.set_paused(True)
    assert not runs(live)
    live.set_paused(False)
    assert runs(live)
    live.set_visible(False)
    assert not runs(live)


def test_the_meters_are_read_while_seen(live: LiveModel, qtbot: QtBot) -> None:
    live.set_visible(True)
    qtbot.waitUntil(lambda: live.figures().processor is not None, timeout=5000)

    figures = live.figures()

    assert figures.processor is not None
    assert 0.0 <= figures.processor <= 1.0
    assert figures.processor_series[-1] == figures.processor
    assert figures.system is not None
    live.set_visible(False)


def test_a_ring_keeps_gaps() -> None:
    ring = SecondsRing(5)
    for second, value in ((10, 1.0), (10, 2.0), (12, 3.0)):
        ring.put(second, value)

    assert ring.series(13) == (None, 2.0, None, 3.0, None)
    assert ring.series(99) == (None,) * 5
