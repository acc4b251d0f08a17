"""The interval that is shown holds the truth in 95 of 100 answers, on made-up traces."""

from random import Random

import pytest

from indoors.core.energy.answer import AnswerEnergy, Grade
from indoors.core.energy.meter import NANO, Domain, MeterFacts
from indoors.core.energy.reasons import Lowered
from indoors.core.energy.session_mean import Tokens
from tests.helpers.energy import CounterMeter, Desk, FixedShare, Supply

SCALE_ERROR = 0.025


def counter(refresh_s: float) -> MeterFacts:
    return MeterFacts(
        name="rapl:package-0",
        domain=Domain.PACKAGE,
        kind="counter",
        family="rapl",
        refresh_s=refresh_s,
        error=SCALE_ERROR,
    )


class Trace:
    """One computer with its own idle power, noise, meter and luck."""

    def __init__(self, random: Random, refresh_s: float) -> None:
        self.random = random
        self.refresh_s = refresh_s
        self.desk = Desk()
        self.idle_w = random.uniform(2.0, 40.0)
        self.sigma = self.idle_w * random.uniform(0.01, 0.15)
        self.supply = Supply(self.desk.clock, self.background())
        meter = CounterMeter(
            counter(refresh_s),
            self.supply,
            self.desk.clock,
            phase_ns=random.randrange(round(refresh_s * NANO)),
            scale=random.gauss(1.0, SCALE_ERROR),
        )
        self.desk.add(meter)
        self.desk.load()

    def background(self) -> float:
        return max(0.1, self.random.gauss(self.idle_w, self.sigma))

    def rest(self, seconds: int) -> None:
        for _ in range(seconds):
            self.supply.set(self.background())
            self.desk.pass_time(self.random.uniform(0.95, 1.05))

    def answer(self, seconds: float, watts: float, tokens: Tokens) -> tuple[float, AnswerEnergy]:
        """Return what was really taken beyond idle, in joules, and what is said."""
        accounting = self.desk.accounting
        accounting.begin("a")
        self.supply.set(self.background() + watts)  # other work goes on, at its level of now
        first = self.random.uniform(0.05, 0.4) * seconds
        self.desk.clock.advance(first)
        accounting.first_token("a")
        self.desk.pass_time(seconds - first, 0.5)
        told = accounting.end("a", tokens)
        self.supply.set(self.background())
        return watts * seconds, told


def covered(said: AnswerEnergy, truth: float) -> bool:
    assert said.joules is not None
    assert said.half_width_j is not None
    return abs(said.joules - truth) <= said.half_width_j


def coverage(traces: int, seed: int) -> float:
    """Of answers that a meter of 1, 20 or 100 ms can tell alone."""
    random = Random(seed)
    held = counted = 0
    for _ in range(traces):
        refresh_s = random.choice((0.001, 0.02, 0.1))
        trace = Trace(random, refresh_s)
        trace.rest(20)
        seconds = random.uniform(max(0.3, 5.2 * refresh_s), 12.0)
        truth, said = trace.answer(seconds, random.uniform(5.0, 300.0), Tokens(50, 50))
        if said.grade is Grade.NONE:
            continue
        assert Lowered.SHORT not in said.lowered_by
        counted += 1
        held += covered(said, truth)
    assert counted > 0.99 * traces
    return held / counted


def short_coverage(sessions: int, seed: int) -> tuple[float, int]:
    """Of answers below five refreshes, where the session's mean is shown."""
    random = Random(seed)
    held = counted = 0
    for _ in range(sessions):
        trace = Trace(random, 0.1)
        trace.rest(20)
        watts, per_second = random.uniform(20.0, 200.0), random.uniform(10.0, 60.0)
        for _ in range(12):
            seconds = random.uniform(0.12, 0.48)
            tokens = Tokens(0, max(1, round(seconds * per_second)))
            power = watts * random.gauss(1.0, 0.05)
            truth, said = trace.answer(seconds, power, tokens)
            trace.rest(3)
            assert Lowered.SHORT in said.lowered_by
            if said.grade is Grade.NONE:
                continue
            assert said.grade is Grade.ESTIMATED
            counted += 1
            held += covered(said, truth)
    return held / counted, counted


def test_intervals_hold() -> None:
    assert coverage(600, 1) >= 0.93  # of few traces; all ten thousand are below


def test_intervals_of_short_answers_hold() -> None:
    held, counted = short_coverage(40, 2)
    assert counted > 400
    assert held >= 0.93


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_intervals_hold_on_ten_thousand_traces() -> None:
    assert coverage(10_000, 3) >= 0.95


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_intervals_of_ten_thousand_short_answers_hold() -> None:
    held, counted = short_coverage(840, 4)
    assert counted >= 9_900
    assert held >= 0.95


class AveragingMeter(CounterMeter):
    """Tells the mean power of its last second, as most cards do that have no counter."""

    def read(self) -> int | None:
        now = self._clock.now()
        uj = self._supply.uj_at(now) - self._supply.uj_at(now - NANO)
        return round(uj * self._scale)


AVERAGING = MeterFacts(
    name="nvml:1",
    domain=Domain.PACKAGE,
    kind="sample",
    family="rapl",
    refresh_s=1.0,
    error=0.05,
)


def sampled_coverage(traces: int, seed: int) -> float:
    """Of answers of which there are only samples of power, ten in a second."""
    random = Random(seed)
    held = 0
    for _ in range(traces):
        desk = Desk()
        idle_w, watts = random.uniform(2.0, 40.0), random.uniform(20.0, 300.0)
        supply = Supply(desk.clock, idle_w)
        scale = random.gauss(1.0, AVERAGING.error)
        desk.add(AveragingMeter(AVERAGING, supply, desk.clock, scale=scale))
        desk.load()
        desk.pass_time(20)
        seconds = random.uniform(5.1, 15.0)
        desk.accounting.begin("a")
        supply.set(idle_w + watts)
        desk.pass_time(seconds, 0.1)
        said = desk.accounting.end("a", Tokens(1, 1))
        assert said.lowered_by == (Lowered.SAMPLED,)
        held += covered(said, watts * seconds)
    return held / traces


def test_intervals_of_sampled_power_hold() -> None:
    assert sampled_coverage(200, 5) >= 0.93


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_intervals_of_sampled_power_hold_on_many_traces() -> None:
    assert sampled_coverage(4_000, 6) >= 0.95


@pytest.mark.parametrize("share", [0.3, 0.6, 0.79])
def test_what_others_used_is_inside_the_range(share: float) -> None:
    """Other programs work too while an answer is written; the counter sees all of it."""
    desk = Desk()
    desk.accounting = type(desk.accounting)(desk.board, desk.clock, lambda _: FixedShare(share))
    supply = Supply(desk.clock, 10.0)
    desk.add(CounterMeter(counter(0.001), supply, desk.clock))
    desk.load()
    desk.pass_time(20)
    desk.accounting.begin("a")
    supply.set(10.0 + 50.0 / share)  # 50 W are ours
    desk.pass_time(5, 0.1)
    said = desk.accounting.end("a", Tokens(10, 10))
    assert said.grade is Grade.ESTIMATED
    assert Lowered.SHARED in said.lowered_by
    assert covered(said, 250.0)
