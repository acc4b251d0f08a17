"""Answers, standby and base, on computers whose power is known."""

import dataclasses

import msgspec
import pytest

from indoors.core.energy.answer import Grade
from indoors.core.energy.idle import Idle
from indoors.core.energy.meter import Domain, MeterFacts
from indoors.core.energy.reasons import Lowered
from indoors.core.energy.session_mean import Tokens
from tests.helpers.energy import CORE, CounterMeter, Desk, Supply

CARD = MeterFacts(
    name="nvml:0000:01:00.0",
    domain=Domain.GPU,
    kind="counter",
    family="nvml",
    device="0000:01:00.0",
    refresh_s=0.1,
)


def test_an_answer() -> None:
    desk = Desk()
    supply = Supply(desk.clock, 10.0)
    desk.add(CounterMeter(CORE, supply, desk.clock))
    desk.pass_time(20)
    supply.set(12.0)
    desk.load()
    desk.pass_time(30)
    desk.accounting.begin("a")
    supply.set(62.0)
    desk.pass_time(1, 0.1)
    desk.accounting.first_token("a")
    supply.set(42.0)
    desk.pass_time(4, 0.1)
    energy = desk.accounting.end("a", Tokens(100, 80))
    assert energy.grade is Grade.MEASURED
    assert energy.prefill_j == pytest.approx(50, abs=0.2)
    assert energy.decode_j == pytest.approx(120, abs=0.2)
    assert energy.idle_w == pytest.approx(12)
    assert energy.half_width_j == pytest.approx(0.05 * 170, rel=0.05)
    supply.set(12.0)
    desk.pass_time(10)
    totals = desk.accounting.totals()
    assert totals is not None
    assert totals.answers_j == pytest.approx(170, abs=0.3)
    assert totals.standby_j == pytest.approx(2 * 45, abs=0.1)
    assert totals.base_j == pytest.approx(10 * 65, abs=0.5)
    assert totals.total_j == pytest.approx(10 * 20 + 12 * 40 + 62 + 42 * 4, abs=0.1)


def test_without_a_meter_there_is_no_figure() -> None:
    desk = Desk()
    desk.load()
    desk.pass_time(10)
    desk.accounting.begin("a")
    desk.pass_time(5, 0.1)
    energy = desk.accounting.end("a", Tokens(100, 80))
    assert energy.grade is Grade.NONE
    assert energy.joules is None
    assert energy.half_width_j is None
    assert Lowered.NO_METER in energy.lowered_by
    assert desk.accounting.power().watts is None
    assert desk.accounting.totals() is None
    assert b'"joules"' not in msgspec.json.encode(energy)


def test_denied_counters_are_told() -> None:
    desk = Desk()
    desk.board.note(denied=True)
    desk.load()
    desk.accounting.begin("a")
    desk.pass_time(3, 0.1)
    energy = desk.accounting.end("a", Tokens(1, 1))
    assert energy.lowered_by[:2] == (Lowered.NO_METER, Lowered.DENIED)


def test_a_meter_that_is_being_opened_is_told() -> None:
    desk = Desk()
    desk.load([CARD.device or ""])
    desk.board.note(opening=True)
    desk.accounting.begin("a")
    desk.add(CounterMeter(CARD, Supply(desk.clock, 5.0), desk.clock))
    desk.board.note(opening=False)
    desk.pass_time(3, 0.1)
    energy = desk.accounting.end("a", Tokens(1, 1))
    assert energy.lowered_by == (Lowered.NOT_OPEN,)
    desk.accounting.begin("b")
    assert Lowered.NOT_OPEN not in desk.accounting.end("b", Tokens(1, 1)).lowered_by


def test_means_are_of_one_model_on_the_same_meters() -> None:
    desk = Desk()
    supply = Supply(desk.clock, 10.0)
    slow = dataclasses.replace(CORE, refresh_s=0.1)
    desk.add(CounterMeter(slow, supply, desk.clock))

    def short() -> int:
        desk.accounting.begin("a")
        supply.set(60.0)
        desk.pass_time(0.35, 0.1)
        energy = desk.accounting.end("a", Tokens(0, 10))
        supply.set(10.0)
        desk.pass_time(5)
        assert Lowered.SHORT in energy.lowered_by
        return energy.averaged_over

    desk.load()
    desk.pass_time(20)
    assert [short() for _ in range(3)] == [1, 2, 3]
    desk.load()
    desk.pass_time(20)
    assert short() == 1


def test_an_idle_level_of_long_ago_is_told_and_less_sure() -> None:
    desk = Desk()
    supply = Supply(desk.clock, 10.0)
    meter = CounterMeter(CORE, supply, desk.clock)
    desk.add(meter)
    desk.load()
    desk.pass_time(20)
    meter.is_there = False  # nothing is seen for an hour
    desk.pass_time(3_600, 60)
    meter.is_there = True
    desk.accounting.read()
    desk.accounting.begin("a")
    supply.set(50.0)
    desk.pass_time(5, 0.1)
    energy = desk.accounting.end("a", Tokens(1, 1))
    assert (energy.grade, energy.lowered_by) == (Grade.ESTIMATED, (Lowered.IDLE_OLD,))
    assert energy.joules == pytest.approx(200, rel=0.01)
    assert energy.half_width_j is not None
    assert energy.half_width_j > 2 * 0.2 * 10 * 5


def test_one_reading_before_and_after_is_enough_when_nobody_looked() -> None:
    desk = Desk()
    supply = Supply(desk.clock, 10.0)
    desk.add(CounterMeter(CORE, supply, desk.clock))
    desk.load()
    desk.clock.advance(300)
    desk.accounting.begin("a")
    supply.set(50.0)
    desk.clock.advance(5)
    energy = desk.accounting.end("a", Tokens(1, 1))
    assert energy.grade is Grade.MEASURED
    assert energy.joules == pytest.approx(200, rel=0.01)


def test_an_answer_that_is_cut_by_sleep_has_no_figure() -> None:
    desk = Desk()
    supply = Supply(desk.clock, 10.0)
    desk.add(CounterMeter(CORE, supply, desk.clock))
    desk.load()
    desk.pass_time(20)
    desk.accounting.begin("a")
    desk.pass_time(2, 0.1)
    desk.clock.sleep(3_600)
    desk.pass_time(2, 0.1)
    energy = desk.accounting.end("a", Tokens(1, 1))
    assert (energy.grade, energy.joules) == (Grade.NONE, None)
    assert energy.lowered_by == (Lowered.NO_METER, Lowered.SUSPENDED)


def test_a_repeated_reading_under_load_is_a_meter_that_is_stuck() -> None:
    desk = Desk()
    supply = Supply(desk.clock, 10.0)
    meter = CounterMeter(CORE, supply, desk.clock)
    desk.add(meter)
    desk.load()
    desk.pass_time(20)
    meter.override = meter.read()
    desk.accounting.begin("a")
    desk.pass_time(5, 0.1)
    energy = desk.accounting.end("a", Tokens(1, 1))
    assert energy.grade is Grade.NONE
    assert Lowered.METER_STUCK in energy.lowered_by


def test_another_answers_end_is_not_this_ones() -> None:
    desk = Desk()
    desk.load()
    desk.accounting.begin("a")
    desk.accounting.first_token("b")
    assert desk.accounting.end("b", Tokens(1, 1)).grade is Grade.NONE
    assert desk.accounting.is_answering
    desk.accounting.unloaded()
    assert not desk.accounting.is_answering


def test_the_card_is_what_counts() -> None:
    desk = Desk()
    core, card = Supply(desk.clock, 5.0), Supply(desk.clock, 20.0)
    core_meter = CounterMeter(CORE, core, desk.clock)
    card_meter = CounterMeter(CARD, card, desk.clock)
    desk.add(core_meter)
    desk.load([CARD.device or ""])
    desk.add(card_meter)
    desk.pass_time(20)

    def answer() -> tuple[Grade, tuple[str, ...]]:
        desk.accounting.begin("a")
        core.set(15.0)
        card.set(200.0)
        desk.pass_time(5, 0.1)
        energy = desk.accounting.end("a", Tokens(100, 80))
        core.set(5.0)
        card.set(20.0)
        desk.pass_time(10)
        return energy.grade, energy.lowered_by

    assert answer() == (Grade.MEASURED, ())
    core_meter.is_there = False
    desk.pass_time(1)
    assert answer() == (Grade.PARTIAL, (Lowered.PROCESSOR_NOT_METERED,))
    core_meter.is_there, card_meter.is_there = True, False
    desk.pass_time(10)
    assert answer() == (Grade.NONE, (Lowered.CARD_NOT_METERED,))


def parked(desk: Desk, *, slept: bool, awake: bool) -> float | None:
    """Return the standby of a card that takes 20 W for a minute because a model is on it."""
    supply = Supply(desk.clock, 0.0)
    desk.load([CARD.device or ""])
    reader = desk.board.add(CounterMeter(CARD, supply, desk.clock))
    if slept:
        reader.bare.assume(Idle(0.0, 0.0))
    supply.set(20.0)
    desk.accounting.read()
    desk.pass_time(62)
    desk.accounting.unloaded([CARD.device or ""] if awake else ())
    supply.set(6.0)
    desk.pass_time(9)
    assert desk.board.readers == ([reader] if awake and not slept else [])
    desk.accounting.let_go()
    assert not desk.board.readers
    totals = desk.accounting.totals()
    assert totals is not None
    assert totals.total_j == pytest.approx(62 * 20, abs=2)
    return totals.standby_j


def test_what_a_parked_model_takes_of_a_card() -> None:
    assert parked(Desk(), slept=False, awake=False) is None  # nobody saw the card without it
    assert parked(Desk(), slept=True, awake=False) == pytest.approx(62 * 20, abs=5)
    assert parked(Desk(), slept=False, awake=True) == pytest.approx(62 * 14, abs=30)


def test_loading_and_the_tail_after_an_answer_belong_to_standby() -> None:
    desk = Desk()
    supply = Supply(desk.clock, 10.0)
    desk.add(CounterMeter(CORE, supply, desk.clock))
    desk.pass_time(20)
    desk.accounting.loading()
    supply.set(40.0)
    desk.pass_time(3)
    desk.load()
    supply.set(10.0)
    desk.pass_time(20)
    desk.accounting.begin("a")
    supply.set(50.0)
    desk.pass_time(5, 0.1)
    energy = desk.accounting.end("a", Tokens(1, 1))
    supply.set(30.0)
    desk.pass_time(1.5, 0.5)
    supply.set(10.0)
    desk.pass_time(10)
    totals = desk.accounting.totals()
    assert totals is not None
    assert energy.joules == pytest.approx(200, rel=0.01)
    assert totals.standby_j == pytest.approx(3 * 30 + 1.5 * 20, abs=1)
    assert totals.base_j == pytest.approx(10 * 59.5, abs=1)
