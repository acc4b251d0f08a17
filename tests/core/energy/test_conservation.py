"""Answers, standby and base add up to what the counters counted, whatever happens."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indoors.core.energy.answer import AnswerEnergy, Grade
from indoors.core.energy.meter import MICRO, Domain, MeterFacts
from indoors.core.energy.reasons import rank
from tests.helpers.energy import CORE, CounterMeter, Desk, Supply

CARD = MeterFacts(
    name="nvml:0000:01:00.0",
    domain=Domain.GPU,
    kind="counter",
    family="nvml",
    device="0000:01:00.0",
    refresh_s=0.1,
)
WRAPPING = MeterFacts(
    name=CORE.name,
    domain=CORE.domain,
    kind="counter",
    family="rapl",
    wraps_at_uj=262_143_328_850,
)

MEMORY = MeterFacts(name="rapl:package-0/dram", domain=Domain.DRAM, kind="counter", family="rapl")

events = st.lists(
    st.tuples(
        st.sampled_from(["load", "unload", "begin", "first", "end", "sleep", "vanish", "wait"]),
        st.floats(0.01, 20.0),  # seconds afterwards
        st.floats(0.0, 300.0),  # watts of the card then
        st.floats(0.5, 90.0),  # and of the processor
    ),
    max_size=30,
)


class Machine:
    """A processor and a card, and what a user may do."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.core = Supply(self.desk.clock, 5.0)
        self.card = Supply(self.desk.clock, 15.0)
        start = 262_000_000_000
        self.core_meter = CounterMeter(WRAPPING, self.core, self.desk.clock, start_uj=start)
        self.desk.add(self.core_meter)
        self.answers: list[AnswerEnergy] = []
        self.is_loaded = self.is_answering = False

    def do(self, what: str) -> None:
        match what:
            case "load":
                self._load()
            case "unload":
                self._unload()
            case "begin":
                self._begin()
            case "first":
                self.desk.accounting.first_token("a")
            case "end":
                self._end()
            case "sleep":
                self.desk.clock.sleep(100)
            case "vanish":
                self._vanish()

    def _load(self) -> None:
        if not self.is_loaded:
            self.is_loaded = True
            self.desk.load([CARD.device or ""])
            self.desk.add(CounterMeter(CARD, self.card, self.desk.clock))

    def _unload(self) -> None:
        self.is_loaded = self.is_answering = False
        self.desk.accounting.unloaded()

    def _begin(self) -> None:
        if self.is_loaded:
            self.is_answering = True
            self.desk.accounting.begin("a")

    def _end(self) -> None:
        if self.is_answering:
            self.is_answering = False
            self.answers.append(self.desk.accounting.end("a", self.desk.tokens()))

    def _vanish(self) -> None:
        self.core_meter.is_there = not self.core_meter.is_there


@given(events)
@settings(max_examples=60, deadline=None)
def test_the_parts_are_the_whole(script: list[tuple[str, float, float, float]]) -> None:
    machine = Machine()
    for what, seconds, card, core in script:
        machine.do(what)
        machine.card.set(card)
        machine.core.set(core)
        machine.desk.pass_time(seconds, 2.0)
        totals = machine.desk.accounting.totals()
        if totals is None:
            continue
        parts = (totals.answers_j, totals.standby_j or 0.0, totals.base_j)
        assert all(part >= 0 and math.isfinite(part) for part in parts)
        assert sum(parts) == pytest.approx(totals.total_j, abs=1e-3)
        shown = sum(answer.joules or 0.0 for answer in machine.answers)
        assert totals.answers_j == pytest.approx(shown, abs=1e-3)
    for answer in machine.answers:
        assert_sane(answer)


def assert_sane(answer: AnswerEnergy) -> None:
    figures = (answer.prefill_j, answer.decode_j, answer.half_width_j, answer.idle_w)
    if answer.grade is Grade.NONE:
        assert figures == (None, None, None, None)
        assert answer.lowered_by
        return
    assert all(figure is not None and math.isfinite(figure) for figure in figures)
    assert answer.joules is not None
    assert answer.joules > 0
    assert answer.prefill_j is not None
    assert answer.prefill_j >= 0
    assert answer.decode_j is not None
    assert answer.decode_j >= -1e-9
    assert (answer.grade is Grade.MEASURED) == (not answer.lowered_by)


@given(
    st.lists(
        st.tuples(st.floats(1.0, 20.0), st.floats(10.0, 90.0), st.floats(6.0, 30.0)),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None)
def test_the_whole_is_what_the_counter_counted(
    rounds: list[tuple[float, float, float]],
) -> None:
    """Against the power itself, which the accounting never sees."""
    desk = Desk()
    supply = Supply(desk.clock, 6.0)
    meter = CounterMeter(WRAPPING, supply, desk.clock, start_uj=262_100_000_000)
    desk.add(meter)
    began = meter.counted_uj
    desk.pass_time(10)
    supply.set(8.0)
    desk.load()
    for answer_s, watts, pause_s in rounds:
        desk.pass_time(pause_s)
        desk.accounting.begin("a")
        supply.set(watts)
        desk.pass_time(answer_s, 0.1)
        desk.accounting.end("a", desk.tokens())
        supply.set(8.0)
    totals = desk.accounting.totals()
    assert totals is not None
    counted = (meter.counted_uj - began) / MICRO
    parts = totals.answers_j + (totals.standby_j or 0.0) + totals.base_j
    assert parts == pytest.approx(counted, abs=1e-3)
    assert totals.standby_j is not None


@given(st.integers(2, 20), st.floats(0.2, 3.0))
@settings(deadline=None, max_examples=40)
def test_readings_in_between_change_nothing(pieces: int, seconds: float) -> None:
    """The same answer, read at its ends only, and in many pieces: less than one tick apart."""

    def joules(every: float) -> float:
        desk = Desk()
        supply = Supply(desk.clock, 6.0)
        desk.add(CounterMeter(WRAPPING, supply, desk.clock))
        desk.load()
        desk.pass_time(20)
        desk.accounting.begin("a")
        supply.set(50.0)
        desk.pass_time(seconds, every)
        energy = desk.accounting.end("a", desk.tokens())
        assert energy.joules is not None
        return energy.joules

    assert joules(seconds) == pytest.approx(joules(seconds / pieces), abs=50 * CORE.refresh_s * 1.1)


@given(st.floats(0.5, 3.0))
@settings(deadline=None, max_examples=40)
def test_twice_the_power_is_twice_the_energy(factor: float) -> None:
    def joules(scale: float) -> float:
        desk = Desk()
        supply = Supply(desk.clock, 6.0 * scale)
        desk.add(CounterMeter(CORE, supply, desk.clock))
        desk.load()
        desk.pass_time(20)
        desk.accounting.begin("a")
        supply.set(50.0 * scale)
        desk.pass_time(4.0, 0.1)
        return desk.accounting.end("a", desk.tokens()).joules or 0.0

    assert joules(factor) == pytest.approx(factor * joules(1.0), rel=1e-3)


@given(
    st.sets(st.sampled_from(["core", "memory", "card"])),
    st.sampled_from(["core", "memory", "card"]),
    st.booleans(),
    st.floats(0.0, 4.9),
)
@settings(deadline=None, max_examples=60)
def test_the_grade_never_rises_when_a_sensor_disappears(
    missing: set[str], gone: str, on_card: bool, after_s: float
) -> None:
    """Before the answer, or in the middle of it."""

    def grade(*, vanishes: bool) -> Grade:
        desk = Desk()
        meters = {
            name: CounterMeter(facts, Supply(desk.clock, 5.0), desk.clock)
            for name, facts in (("core", CORE), ("memory", MEMORY), ("card", CARD))
        }
        for name in missing:
            meters[name].is_there = False
        desk.add(*meters.values())
        desk.load([CARD.device or ""] if on_card else ())
        desk.pass_time(20)
        if vanishes and after_s < 1:
            meters[gone].is_there = False
        desk.accounting.begin("a")
        for meter in meters.values():
            meter._supply.set(60.0)
        desk.pass_time(after_s, 0.1)
        if vanishes:
            meters[gone].is_there = False
        desk.pass_time(5 - after_s, 0.1)
        answer = desk.accounting.end("a", desk.tokens())
        assert_sane(answer)
        return answer.grade

    assert rank(grade(vanishes=True)) <= rank(grade(vanishes=False))


def test_a_day_with_wraps_and_sleep() -> None:
    desk = Desk()
    supply = Supply(desk.clock, 40.0)
    desk.add(CounterMeter(WRAPPING, supply, desk.clock))
    desk.pass_time(30)
    desk.load()
    supply.set(45.0)
    slept = 0.0
    shown = 0.0
    for hour in range(24):
        desk.pass_time(3_590, 10.0)
        if hour % 6 == 5:
            before = supply.uj_at(desk.clock.now())
            desk.clock.sleep(3_600)
            desk.clock.advance(2.0)  # the tick that notices it
            desk.accounting.read()
            slept += supply.uj_at(desk.clock.now()) - before
        desk.accounting.begin("a")
        supply.set(95.0)
        desk.pass_time(10, 0.1)
        energy = desk.accounting.end("a", desk.tokens())
        supply.set(45.0)
        assert energy.grade is Grade.MEASURED
        assert energy.joules == pytest.approx(500, rel=0.01)
        shown += energy.joules or 0.0
    totals = desk.accounting.totals()
    assert totals is not None
    counted = (supply.uj_at(desk.clock.now()) - slept) / MICRO
    parts = totals.answers_j + (totals.standby_j or 0.0) + totals.base_j
    assert parts == pytest.approx(counted, abs=1e-3)
    assert totals.answers_j == pytest.approx(shown, abs=1e-3)
    assert totals.total_j > 13 * 262_143  # so often did it wrap
