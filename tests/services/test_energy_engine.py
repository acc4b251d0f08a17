"""The real engine, followed by the real session, on counters that turn with its processor time."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from indoors.core.energy.answer import Grade
from indoors.protocol.engine import Event, Finished, Generate, Hello, Load, Sampling, Started, Token
from indoors.services.energy import EnergySession
from indoors.services.energy_follower import EnergyFollower
from indoors.services.engines import EngineSupervisor
from indoors.services.meters.finding import MeterSources
from tests.helpers.energy import FixedShare, PowerCap
from tests.helpers.engines import Recorder, ended, starter_model, user
from tests.helpers.hub import wait_until

IDLE_W = 6.0
JOULES_PER_S = 30.0
"""For each second of the engine's processor time."""
LONG = Sampling(temperature=0.8, max_tokens=160, seed=3)


class Processor:
    """Counts what a processor with one program would take."""

    def __init__(self, counter: Path) -> None:
        self._counter = counter
        self._began = time.monotonic()
        self.pid: int | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def used(self) -> float:
        """Return the engine's processor time in seconds."""
        if self.pid is None:
            return 0.0
        try:
            times = psutil.Process(self.pid).cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)

    def _run(self) -> None:
        while not self._stop.wait(0.005):
            passed = time.monotonic() - self._began
            joules = 10_000 + IDLE_W * passed + JOULES_PER_S * self.used()
            with self._counter.open("r+") as file:
                file.write(f"{round(joules * 1e6)}\n")

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()


class Listener(Recorder):
    """Passes events on to the meters, and notes what the engine had used at both ends."""

    def __init__(self, follower: EnergyFollower, processor: Processor) -> None:
        super().__init__()
        self._follower = follower
        self._processor = processor
        self.used: dict[type[Event], float] = {}

    def engine_event(self, event: Event) -> None:
        if isinstance(event, Hello):
            self._processor.pid = event.pid
        self._follower.event(event)
        if isinstance(event, Started | Finished):
            self.used[type(event)] = self._processor.used()
        super().engine_event(event)


@pytest.fixture
def processor(tmp_path: Path) -> Iterator[Processor]:
    counter = PowerCap(tmp_path).zone("intel-rapl:0", "package-0", 10_000_000_000)
    made = Processor(counter)
    yield made
    made.stop()


def test_an_answer_takes_what_the_engine_took(tmp_path: Path, processor: Processor) -> None:
    session = EnergySession(MeterSources(tmp_path), share=lambda _: FixedShare(1.0))
    session.start()
    session.set_watched(True)
    listener = Listener(EnergyFollower(session), processor)
    engine = EngineSupervisor(listener)
    try:
        engine.load(Load(path=str(starter_model()), context=512, threads=1))
        listener.wait_until(lambda _: engine.loaded is not None)
        seen = session.totals()
        before = seen.observed_s if seen else 0.0
        wait_until(lambda: (t := session.totals()) is not None and t.observed_s > before + 7.0)
        engine.generate(Generate(id="a", turns=(user("Tell me a story."),), sampling=LONG))
        listener.wait_event(ended("a"))
        energy = listener._follower.taken("a").energy
        used = listener.used[Finished] - listener.used[Started]
        tokens = sum(isinstance(event, Token) for event in listener.events)
    finally:
        engine.close()
        session.close()
    assert tokens > 40
    assert energy.grade in {Grade.MEASURED, Grade.ESTIMATED}  # estimated, if it came out short
    assert energy.joules == pytest.approx(JOULES_PER_S * used, rel=0.2, abs=1.0)
    assert energy.prefill_j is not None
    assert energy.decode_j is not None
    assert energy.decode_j > energy.prefill_j >= 0
    assert energy.idle_w == pytest.approx(IDLE_W, rel=0.3)
