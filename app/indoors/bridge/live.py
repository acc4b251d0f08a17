"""What the live panel shows: figures of the last two minutes, all of them measured."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

from indoors.bridge.chat import ChatBridge
from indoors.bridge.engine import EngineBridge
from indoors.bridge.history import HistoryBridge, Totals
from indoors.bridge.money import MoneyBridge
from indoors.bridge.progress import Progress
from indoors.core.chat import Message
from indoors.protocol.engine import Memory, Report
from indoors.services.energy import EnergySession, Power
from indoors.services.engine_state import EngineState
from indoors.services.meters import ProcessorMeter, SystemMemory, read_memory

WINDOW_S = 120
BARS = 12
UPDATE_MS = 1000

NO_POWER = Power(watts=None)

Activity = Literal["idle", "loading", "reading", "writing", "stopping"]


class SecondsRing:
    """One value for each of the last two minutes' seconds; a second without one is a gap.

    It is written when something happens and needs no timer, so nothing runs while hidden.
    """

    def __init__(self, seconds: int = WINDOW_S) -> None:
        self._seconds = seconds
        self._values: deque[tuple[int, float]] = deque(maxlen=seconds)

    def put(self, second: int, value: float) -> None:
        """Set the value of a second; the last one given for it counts."""
        if self._values and self._values[-1][0] == second:
            self._values.pop()
        self._values.append((second, value))

    def series(self, now: int) -> tuple[float | None, ...]:
        """Return the values up to ``now``, the oldest first."""
        series: list[float | None] = [None] * self._seconds
        for second, value in self._values:
            place = self._seconds - 1 - (now - second)
            if 0 <= place < self._seconds:
                series[place] = value
        return tuple(series)


@dataclass(frozen=True, slots=True)
class MemoryParts:
    """Bytes of the engine process. ``other`` is what it holds beside model and context."""

    model: int
    context: int
    other: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveFigures:
    """One second's picture. ``None`` is "not known", and is shown as a dash."""

    activity: Activity = "idle"
    speed: float | None = None  # tok/s, of this answer while one is written, else of the last
    speed_is_live: bool = False
    speed_series: tuple[float, ...] = ()
    speed_peak: float | None = None
    ttft_ms: float | None = None
    ttft_bars: tuple[float, ...] = ()  # of the last answers, the oldest first
    ttft_median: float | None = None  # of these bars
    prompt_tokens: int | None = None
    reused_tokens: int | None = None
    processor: float | None = None  # 0 to 1, all cores and all programs
    processor_series: tuple[float | None, ...] = ()
    power: Power = NO_POWER
    power_series: tuple[float | None, ...] = ()
    power_peak: float | None = None
    memory: MemoryParts | None = None
    system: SystemMemory | None = None
    is_resting: bool = False  # unloaded for want of questions
    answers_today: int | None = None
    answers_ever: int | None = None


class LiveModel(QObject):
    """Collects figures as they come and tells the panel once a second while it is seen."""

    changed = Signal()
    activity_changed = Signal(str)  # at once: a state, not a figure
    answers_changed = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        energy: EnergySession | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._energy = energy
        self._history: HistoryBridge | None = None
        self.money: MoneyBridge | None = None
        self._clock = clock
        self._meter = ProcessorMeter()
        self._speeds = SecondsRing()
        self._loads = SecondsRing()
        self._watts = SecondsRing()
        self._power = NO_POWER
        self._ttfts: deque[float] = deque(maxlen=BARS)
        self._report: Report | None = None
        self._progress: Progress | None = None
        self._engine = EngineState.OFF
        self._memory: Memory | None = None
        self._answers: tuple[int | None, int | None] = (None, None)
        self._processor: float | None = None
        self._system: SystemMemory | None = None
        self._resting = False
        self._visible = False
        self._paused = False
        self._timer = QTimer(self, interval=UPDATE_MS)
        self._timer.timeout.connect(self.update)

    def follow(self, chat: ChatBridge, engine: EngineBridge) -> None:
        """Take in everything these two report."""
        chat.progress_changed.connect(self.take_progress)
        chat.answer_finished.connect(self.take_answer)
        chat.answers_counted.connect(self.take_answers)
        engine.state_changed.connect(self.take_engine)
        engine.loaded_changed.connect(self.take_loaded)
        engine.loaded_changed.connect(lambda _: self.take_rest(engine.is_resting))
        engine.memory_changed.connect(self.take_memory)

    def follow_history(self, history: HistoryBridge, money: MoneyBridge) -> None:
        """Show what answers took and saved, too."""
        self._history, self.money = history, money
        history.totals_changed.connect(self.answers_changed)
        money.changed.connect(self.answers_changed)

    @property
    def totals(self) -> Totals:
        """What answers took and saved."""
        return self._history.totals if self._history is not None else Totals()

    # ---- what happens -------------------------------------------------------------------

    def take_progress(self, progress: Progress | None) -> None:
        """Note how far the current answer is; ``None`` when there is none."""
        before = self.activity
        self._progress = progress
        if progress is not None and progress.tokens_per_second is not None:
            self._speeds.put(self._second(), progress.tokens_per_second)
        self._tell_activity(before)

    def take_answer(self, message: Message) -> None:
        """Note what a finished answer took, if the engine reported it."""
        if message.report is None:
            return
        self._report = message.report
        self._ttfts.append(message.report.ttft_ms)
        if message.report.tokens_per_second is not None:
            self._speeds.put(self._second(), message.report.tokens_per_second)

    def take_engine(self, state: EngineState) -> None:
        before = self.activity
        self._engine = state
        if state in (EngineState.OFF, EngineState.STARTING, EngineState.FAILED):
            self._memory = None
        self._tell_activity(before)

    def take_memory(self, memory: Memory | None) -> None:
        self._memory = memory

    def take_loaded(self, loaded: object) -> None:
        """Forget the memory parts of a model that is gone."""
        if loaded is None:
            self._memory = None

    def take_rest(self, resting: bool) -> None:
        self._resting = resting

    def take_answers(self, today: int, ever: int) -> None:
        self._answers = (today, ever)
        self.answers_changed.emit()

    # ---- when to tell -------------------------------------------------------------------

    @property
    def paused(self) -> bool:
        return self._paused

    @property
    def running(self) -> bool:
        """Whether a second passing causes any work at all."""
        return self._timer.isActive()

    def set_visible(self, visible: bool) -> None:
        self._visible = visible
        self._follow()

    def set_paused(self, paused: bool) -> None:
        """Hold the picture still; what happens meanwhile is noted all the same."""
        self._paused = paused
        self._follow()

    def _follow(self) -> None:
        if self._energy is not None:
            self._energy.set_watched(self._visible and not self._paused)
        if not self._visible or self._paused:
            self._timer.stop()
        elif not self._timer.isActive():
            self._meter.read()  # what happened while nobody looked is not "now"
            self._timer.start()
            self.update()

    def update(self) -> None:
        """Read the meters and announce a new picture."""
        load = self._meter.read()
        if load is not None:
            self._processor = load
            self._loads.put(self._second(), load)
        self._system = read_memory()
        self._read_power()
        self.changed.emit()

    def _read_power(self) -> None:
        """The meters are read on a thread of their own; this is what they said last."""
        if self._energy is not None:
            self._power = self._energy.power()
            if self._power.watts is not None:
                self._watts.put(self._second(), self._power.watts)

    # ---- the picture --------------------------------------------------------------------

    @property
    def activity(self) -> Activity:
        if self._progress is not None:
            return self._progress.phase
        if self._engine in (EngineState.STARTING, EngineState.LOADING):
            return "loading"
        return "idle"

    def figures(self) -> LiveFigures:
        """Return everything known at this moment."""
        speeds = tuple(value or 0.0 for value in self._speeds.series(self._second()))
        live = self._progress.tokens_per_second if self._progress else None
        report = self._report
        watts = self._watts.series(self._second())
        return LiveFigures(
            activity=self.activity,
            speed=live if live is not None else (report.tokens_per_second if report else None),
            speed_is_live=live is not None,
            speed_series=speeds,
            speed_peak=max(speeds) or None,
            ttft_ms=report.ttft_ms if report else None,
            ttft_bars=tuple(self._ttfts),
            ttft_median=median(self._ttfts) if self._ttfts else None,
            prompt_tokens=report.prompt_tokens if report else None,
            reused_tokens=report.reused_tokens if report else None,
            processor=self._processor,
            processor_series=self._loads.series(self._second()),
            power=self._power,
            power_series=watts,
            power_peak=max((each for each in watts if each is not None), default=None),
            memory=_parts(self._memory),
            system=self._system,
            is_resting=self._resting,
            answers_today=self._answers[0],
            answers_ever=self._answers[1],
        )

    def _second(self) -> int:
        return int(self._clock())

    def _tell_activity(self, before: Activity) -> None:
        if self.activity != before:
            self.activity_changed.emit(self.activity)


def _parts(memory: Memory | None) -> MemoryParts | None:
    """Split what the engine process holds; nothing where the system does not tell its size.

    Weights are mapped from the file, so parts of them may not be resident yet: then
    "other" is what the engine itself counts as scratch buffers.
    """
    if memory is None:
        return None
    other = memory.compute
    if memory.resident is not None:
        other = max(other, memory.resident - memory.model - memory.context)
    return MemoryParts(memory.model, memory.context, other)
