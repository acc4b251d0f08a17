"""What was measured on this computer: read at the start, kept for later starts."""

import time
from dataclasses import replace
from functools import partial

from indoors.bridge.judge import Judge, Kept, with_speed
from indoors.bridge.tasks import StoreTasks
from indoors.core.hardware import Bandwidth
from indoors.core.model_speeds import MeasuredSpeed
from indoors.protocol.engine import Report
from indoors.services.disturbance import Disturbance
from indoors.services.speeds import measured_speeds
from indoors.store.store import Store

BANDWIDTH = "memory_bandwidth"


class Learning:
    """Tells the judge what is new, and the store. Lives on the GUI thread."""

    def __init__(self, judge: Judge, tasks: StoreTasks) -> None:
        self._judge = judge
        self._tasks = tasks
        self._disturbance: Disturbance | None = None
        self.left_out = 0  # answers since the start that were too disturbed to learn from
        self.is_read = False  # whether what earlier runs measured is known by now

    def start(self) -> None:
        """Read what is kept; a bandwidth that was measured since then stays."""
        self._tasks.run(_read_kept, self._take_kept)

    def take_bandwidth(self, measured: Bandwidth) -> None:
        """Keep the best that was ever seen: other programs can only make memory look slower."""
        value = max(float(measured.bytes_per_second), self._judge.kept.bandwidth or 0.0)
        self._judge.kept = replace(self._judge.kept, bandwidth=value)
        self._tasks.run(lambda store: store.models.save_fact(BANDWIDTH, value))

    def begin_answer(self, pid: int | None) -> None:
        """An answer begins; ``pid`` is the engine's process."""
        self._disturbance = Disturbance(pid)

    def end_answer(self, path: str, report: Report) -> None:
        """Learn from an answer, unless other programs used the processor meanwhile."""
        disturbance, self._disturbance = self._disturbance, None
        if disturbance is not None and disturbance.is_too_much:
            self.left_out += 1
            self._judge.refresh()
        else:
            self.take_answer(path, report)

    def take_answer(self, path: str, report: Report) -> None:
        """Learn from an answer how fast its model, the file at ``path``, is here."""
        row = next((each for each in self._judge.rows if each.path == path), None)
        if row is None:
            return
        for speed in measured_speeds(row, report, time.time_ns() // 1_000_000):
            self._judge.kept = with_speed(self._judge.kept, speed)
            self._tasks.run(partial(_add_speed, speed))
        self._judge.refresh()

    def is_measured(self, model: str) -> bool:
        """Whether the writing speed of this model is known; ``model`` is its ``speed_key``."""
        return any(
            each.model == model and each.kind == "writing" for each in self._judge.kept.speeds
        )

    def _take_kept(self, kept: Kept) -> None:
        best = max(self._judge.kept.bandwidth or 0.0, kept.bandwidth or 0.0)
        self._judge.kept = replace(kept, bandwidth=best or None)
        self.is_read = True
        self._judge.refresh()


def _add_speed(speed: MeasuredSpeed, store: Store) -> None:
    store.models.add_speed(speed)


def _read_kept(store: Store) -> Kept:
    models = store.models
    return Kept(models.settings(), tuple(models.speeds()), models.fact(BANDWIDTH))
