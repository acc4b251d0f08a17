"""Readings that are recorded and played again give the same answer."""

import io
import json

from hypothesis import given
from hypothesis import strategies as st

from indoors.core.energy.answer import AnswerEnergy
from indoors.core.energy.meter import NANO
from indoors.core.energy.session_mean import Tokens
from indoors.services.meters.trace import TraceRecorder, VirtualClock, play
from tests.helpers.energy import CORE, CounterMeter, Desk, Supply


def answer(desk: Desk, supply: Supply | None = None) -> AnswerEnergy:
    desk.load()
    desk.pass_time(20)
    desk.accounting.begin("a")
    if supply is not None:
        supply.set(50.0)
    desk.pass_time(4, 0.1)
    return desk.accounting.end("a", Tokens(1, 1))


def test_a_recorded_answer_is_the_same_when_played() -> None:
    file = io.BytesIO()
    desk = Desk()
    desk.board.seen = TraceRecorder(file)
    supply = Supply(desk.clock, 10.0)
    desk.add(CounterMeter(CORE, supply, desk.clock))
    recorded = answer(desk, supply)
    lines = file.getvalue().splitlines()
    assert json.loads(lines[0])["meter"]["name"] == "rapl:package-0"
    assert set(json.loads(lines[1])) == {"t_ns", "domain", "uj"}
    again = Desk(VirtualClock(NANO))
    again.add(*play(lines, again.clock))
    assert answer(again) == recorded


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_lines_that_are_none_are_passed_over(lines: list[bytes]) -> None:
    assert play(lines, VirtualClock()) == []


def test_before_the_first_line_nothing_is_said() -> None:
    file = io.BytesIO()
    TraceRecorder(file)(5 * NANO, CORE, 77)
    clock = VirtualClock()
    (meter,) = play(file.getvalue().splitlines(), clock)
    assert meter.read() is None
    clock.advance(6)
    assert meter.read() == 77
