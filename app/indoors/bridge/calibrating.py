"""Measures models in the first idle minute, so that predictions rest on this very computer.

The starter and the smallest other model, some 15 seconds in all, once. A question that
comes meanwhile ends the test at once, and it is tried again later.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from indoors.bridge.engine import EngineBridge
from indoors.protocol.engine import Load, Report
from indoors.services.engine_state import EngineState
from indoors.services.meters import ProcessorMeter
from indoors.services.speed_test import SpeedTest

LOOK_MS = 5_000
QUIET_LOOKS = 4
"""So many looks in a row must find nothing going on, here or in other programs."""
TEST_S = 7.5  # of reading and writing, for each model
_LOOKS = 120  # ten minutes; a computer that is never idle is not looked at for ever
_BUSY = 0.25  # of the processor
_ATTEMPTS = 3
_IDLE = (EngineState.OFF, EngineState.READY, EngineState.FAILED)


@dataclass(frozen=True, slots=True)
class _Outcome:
    order: Load
    report: Report | None


class Calibrating(QObject):
    """``changed`` says that a test began or ended, ``measured`` what it found."""

    changed = Signal(bool)
    measured = Signal(str, object)  # path, Report

    _done = Signal(object)  # _Outcome

    def __init__(
        self,
        engine: EngineBridge,
        wanted: Callable[[], Sequence[Load]],
        parent: QObject | None = None,
        *,
        load: Callable[[], float | None] | None = None,
        look_ms: int = LOOK_MS,
    ) -> None:
        """``wanted`` names the models that are to be measured, as they would be loaded.

        ``load`` is the processor's since it was last asked, 0 to 1.
        """
        super().__init__(parent)
        self._engine = engine
        self._wanted = wanted
        self._test: SpeedTest | None = None
        self._thread: threading.Thread | None = None
        self._load = load or ProcessorMeter().read
        self._quiet = self._tried = self._looks = 0
        self._timer = QTimer(self, interval=look_ms)
        self._timer.timeout.connect(self._look)
        self._done.connect(self._take)
        engine.state_changed.connect(self._follow)

    @property
    def is_running(self) -> bool:
        return self._test is not None

    @property
    def is_waiting(self) -> bool:
        """Whether an idle moment is waited for; else nothing here runs."""
        return self._timer.isActive()

    def start(self) -> None:
        """Wait for an idle moment, if there is anything to measure then."""
        self._quiet = self._tried = self._looks = 0
        self._timer.start()

    def cancel(self) -> None:
        """Give up what runs; the user wants it so, or wants something else."""
        self._quiet = 0
        if self._test is not None:
            self._test.give_up()

    def close(self) -> None:
        self._timer.stop()
        self.cancel()
        if self._thread is not None:
            self._thread.join(5.0)

    # ---- inside ---------------------------------------------------------------------------

    def _follow(self, state: EngineState) -> None:
        if state not in _IDLE:
            self.cancel()

    def _look(self) -> None:
        if self._test is not None:
            return
        self._looks += 1
        is_quiet = self._engine.state in _IDLE and (self._load() or 0.0) < _BUSY
        self._quiet = self._quiet + 1 if is_quiet else 0
        if self._looks > _LOOKS:
            self._timer.stop()
        if self._quiet < QUIET_LOOKS:
            return
        orders = self._wanted()
        if not orders or self._tried >= _ATTEMPTS:
            self._timer.stop()
            return
        self._begin(orders[0])

    def _begin(self, order: Load) -> None:
        self._tried += 1
        test = self._test = SpeedTest(order, TEST_S, self._engine.programs)

        def work() -> None:
            self._done.emit(_Outcome(order, test.run()))

        self._thread = threading.Thread(target=work, name="speed-test", daemon=True)
        self._thread.start()
        self.changed.emit(True)

    def _take(self, outcome: _Outcome) -> None:
        self._test = None
        if outcome.report is not None:
            self._tried = 0
            self.measured.emit(outcome.order.path, outcome.report)
            self._quiet = QUIET_LOOKS  # the next one may follow
        self.changed.emit(False)
