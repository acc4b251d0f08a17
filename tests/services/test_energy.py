"""The session with its thread, on a tree of counters and on this computer."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indoors.core.energy.answer import Grade
from indoors.core.energy.meter import Domain, MeterFacts
from indoors.core.energy.reasons import Lowered
from indoors.services.energy import EnergySession, Tokens
from indoors.services.meters import Meter
from indoors.services.meters.finding import MeterSources
from tests.helpers.energy import FixedShare, PowerCap
from tests.helpers.hub import wait_until

SAMPLING = MeterFacts(name="hwmon:soc", domain=Domain.SOC, kind="sample", family="hwmon")


class Turning:
    """Writes a counter as the processor would, at a power that the test sets."""

    def __init__(self, counter: Path) -> None:
        self.watts = 20.0
        self._counter = counter
        self._uj = 1_000_000.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        last = time.monotonic()
        while not self._stop.wait(0.005):
            now = time.monotonic()
            self._uj += self.watts * (now - last) * 1e6
            last = now
            text = f"{round(self._uj)}\n"
            with self._counter.open("r+") as file:  # never empty, as a kernel's file never is
                file.write(text)

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()


@pytest.fixture
def turning(tmp_path: Path) -> Iterator[Turning]:
    counter = PowerCap(tmp_path).zone("intel-rapl:0", "package-0", 1_000_000)
    made = Turning(counter)
    yield made
    made.stop()


def test_an_answer_end_to_end(tmp_path: Path, turning: Turning) -> None:
    session = EnergySession(MeterSources(tmp_path), share=lambda _: FixedShare(1.0))
    session.start()
    session.set_watched(True)
    session.loading()
    session.loaded(1)
    wait_until(lambda: (t := session.totals()) is not None and t.observed_s > 7.0)
    session.begin("a")
    assert session.pace == pytest.approx(0.1)
    turning.watts = 60.0
    time.sleep(0.5)
    session.first_token("a")
    time.sleep(1.0)
    energy = session.end("a", Tokens(10, 20))
    turning.watts = 20.0
    assert session.pace == pytest.approx(1.0)
    session.close()
    assert energy.grade is Grade.MEASURED, energy
    assert energy.joules is not None
    assert energy.joules == pytest.approx(40 * energy.seconds, rel=0.25)
    assert energy.sources == ("rapl:package-0",)


def test_this_computer_says_what_it_knows() -> None:
    """Without any sensor, as in most virtual machines: not available, and never 0."""
    session = EnergySession()
    session.start()
    session.loading()
    session.loaded(1)
    session.begin("a")
    session.first_token("a")
    energy = session.end("a", Tokens(1, 1))
    session.unloaded()
    session.close()
    assert energy.joules is None or energy.joules > 0
    if not energy.sources:
        assert energy.grade is Grade.NONE
        assert energy.lowered_by[0] in {Lowered.NO_METER, Lowered.NOT_OPEN}


def test_no_sensor_is_a_dash(tmp_path: Path) -> None:
    session = EnergySession(MeterSources(tmp_path))
    session.start()
    session.set_watched(True)
    session.loaded(1)
    session.begin("a")
    time.sleep(0.3)
    energy = session.end("a", Tokens(1, 1))
    assert (energy.grade, energy.joules, energy.half_width_j) == (Grade.NONE, None, None)
    assert session.power().watts is None
    assert session.totals() is None
    session.close()


def test_nothing_is_read_while_nobody_looks(
    tmp_path: Path, turning: Turning, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for a moment after an answer: the next one needs to know idle power."""
    monkeypatch.setattr("indoors.services.meters.accounting.TAIL_S", 0.1)
    monkeypatch.setattr("indoors.services.meters.accounting.IDLE_SEEN_S", 1.0)
    seen: list[int] = []
    session = EnergySession(MeterSources(tmp_path), seen=lambda t_ns, *_: seen.append(t_ns))
    session.start()
    session.loaded(1)
    assert session.pace == pytest.approx(1.0)
    wait_until(lambda: session.pace is None)
    session.begin("a")
    assert session.pace == pytest.approx(0.1)
    session.end("a", Tokens(1, 1))
    wait_until(lambda: session.pace is None)
    count = len(seen)
    time.sleep(1.5)
    assert len(seen) == count > 2
    session.set_watched(True)
    wait_until(lambda: len(seen) > count)
    session.close()


def test_a_session_that_is_not_used_has_no_thread() -> None:
    before = threading.active_count()
    EnergySession().close()
    assert threading.active_count() == before


class Hanging(MeterSources):
    """A driver that does not come back, and one that fails."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.release = threading.Event()
        self.hangs = False
        self.reads = 0

    def always(self) -> list[Meter]:
        return [self]

    @property
    def facts(self) -> MeterFacts:
        return SAMPLING

    def read(self) -> int | None:
        self.reads += 1
        if self.hangs:
            self.release.wait(30)
        if self.reads % 2:
            raise RuntimeError("a driver's bug")
        return 5_000_000

    def others(self, _: frozenset[int]) -> bool:
        return False

    def close(self) -> None:
        """Nothing is held."""


def test_a_driver_that_fails_or_hangs_holds_nobody_up(tmp_path: Path) -> None:
    sources = Hanging(tmp_path)
    session = EnergySession(sources)
    session.start()
    session.set_watched(True)
    wait_until(lambda: sources.reads >= 2)
    session.loaded(1)
    session.begin("a")
    assert session.end("a", Tokens(1, 1)).grade is Grade.NONE
    sources.hangs = True
    wait_until(lambda: session._lock.locked())
    assert session.power().watts is None
    assert session.totals() is None
    sources.release.set()
    session.close()
