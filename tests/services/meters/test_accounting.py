"""Answers, standby and base, on computers whose power is known."""

import msgspec
import pytest

from indoors.core.energy.answer import Grade
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
