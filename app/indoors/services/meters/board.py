"""All meters that are open, each with its energy so far and its idle power."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from indoors.core.energy.choice import Choice, Placement, choose
from indoors.core.energy.idle import Idle, IdlePower
from indoors.core.energy.meter import MICRO, NANO, MeterFacts
from indoors.core.energy.reasons import Lowered
from indoors.core.energy.track import Step, Track
from indoors.services.meters.clock import Clock, Jumps
from indoors.services.meters.meter import Meter

LIVE_S = 1.0
"""Power is shown over so long, or counters that tick slowly would make it flicker."""


class Phase(Enum):
    """What a step of energy belongs to."""

    BARE = auto()  # no model in memory
    BUSY = auto()  # loading, or just after an answer: neither idle nor an answer
    LOADED = auto()
    ANSWERING = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """Where one meter stood at some moment."""

    uj: int
    gaps: int


class Reader:
    """One meter with what is known by it."""

    def __init__(self, meter: Meter) -> None:
        self.meter = meter
        self.facts: MeterFacts = meter.facts
        self.track = Track(meter.facts)
        self.loaded = IdlePower()
        self.bare = IdlePower()
        self.alive = False
        self.read_ns = 0
        self.step: Step | None = None  # the last one, if it can be believed
        self._recent: deque[tuple[int, int]] = deque()

    def read(self, clock: Clock, phase: Phase, *, jumped: bool) -> tuple[Step | None, int | None]:
        """Take a reading; what is idle goes to the idle power of that phase."""
        t_ns = self.read_ns = clock.now()
        try:
            value = self.meter.read()
        except Exception:  # noqa: BLE001 - drivers fail in ways nobody lists, and an answer goes on
            value = None
        step = self.track.take(t_ns, value, jumped=jumped)
        self.alive = value is not None
        self.step = step
        if step is None or phase is not Phase.LOADED:
            self.loaded.interrupt()
        else:
            self.loaded.add(step, self.track.refresh_s)
        if step is None or phase is not Phase.BARE:
            self.bare.interrupt()
        else:
            self.bare.add(step, self.track.refresh_s)
        self._note(t_ns, step)
        return step, value

    @property
    def watts(self) -> float | None:
        """Mean power of the last second or so; None without two readings."""
        if len(self._recent) < 2:
            return None
        (begin, before), (end, after) = self._recent[0], self._recent[-1]
        return (after - before) / MICRO / ((end - begin) / NANO)

    @property
    def mark(self) -> Mark:
        return Mark(self.track.total_uj, self.track.gaps)

    def idle(self, now_ns: int) -> Idle | None:
        """Return idle power with the model loaded, or else without it, and told so."""
        if (level := self.loaded.level(now_ns)) is not None:
            return level
        bare = self.bare.level(now_ns)
        return bare and Idle(bare.watts, bare.sigma, (*bare.lowered_by, Lowered.IDLE_BARE))

    def _note(self, t_ns: int, step: Step | None) -> None:
        if step is None:
            self._recent.clear()
            return
        self._recent.append((t_ns, self.track.total_uj))
        while len(self._recent) > 2 and t_ns - self._recent[1][0] >= LIVE_S * NANO:
            self._recent.popleft()


Seen = Callable[[int, MeterFacts, int], None]
"""Time in nanoseconds, meter, value as it was read."""


class Board:
    """Reads all of them at once. Nothing here is safe for two threads."""

    def __init__(self, clock: Clock, seen: Seen | None = None) -> None:
        self._clock = clock
        self._jumps = Jumps(clock)
        self.readers: list[Reader] = []
        self.seen = seen
        self._denied = self._opening = False
        self.jumped = 0  # how often the computer slept
        self._chosen: tuple[Placement, tuple[Choice, Sequence[Reader]]] | None = None

    @property
    def battery(self) -> Reader | None:
        """The reader of the battery, where there is one."""
        return next((each for each in self.readers if each.facts.family == "battery"), None)

    def note(self, *, denied: bool | None = None, opening: bool | None = None) -> None:
        """Note what is said where there is no meter.

        ``denied``: the processor's counters are there, but not for this user; ``opening``: more
        meters come in a moment.
        """
        self._denied = self._denied if denied is None else denied
        self._opening = self._opening if opening is None else opening
        self._chosen = None

    def add(self, meter: Meter, refresh_s: float | None = None) -> Reader:
        """Read this meter too, from now on."""
        reader = Reader(meter)
        if refresh_s is not None:
            reader.track.refresh_s = refresh_s
        self.readers.append(reader)
        return reader

    def remove(self, wanted: Callable[[MeterFacts], bool]) -> None:
        """Close the meters that these are the facts of."""
        for reader in [each for each in self.readers if wanted(each.facts)]:
            self.readers.remove(reader)
            self._chosen = None
            reader.meter.close()

    def read(self, phase: Phase) -> list[tuple[Reader, Step]]:
        """Read every meter; return what each counted since the last time."""
        jumped = self._jumps.look()
        self.jumped += jumped
        steps = []
        for reader in self.readers:
            was_alive = reader.alive
            step, value = reader.read(self._clock, phase, jumped=jumped)
            if reader.alive is not was_alive:
                self._chosen = None
            if self.seen is not None and value is not None:
                self.seen(reader.read_ns, reader.facts, value)
            if step is not None:
                steps.append((reader, step))
        return steps

    def choose(self, placement: Placement) -> tuple[Choice, Sequence[Reader]]:
        """Return what to add up of the meters that work now."""
        if self._chosen is None or self._chosen[0] != placement:
            self._chosen = placement, self._choose(placement)
        return self._chosen[1]

    def _choose(self, placement: Placement) -> tuple[Choice, Sequence[Reader]]:
        alive = [each.facts for each in self.readers if each.alive]
        lost = [each.facts for each in self.readers if not each.alive]
        choice = choose(alive, placement, lost)
        if self._opening and not choice.meters:
            choice = Choice((), (Lowered.NOT_OPEN,))
        elif self._denied and all(facts.kind != "counter" for facts in choice.meters):
            choice = Choice(choice.meters, (*choice.lowered_by, Lowered.DENIED))
        names = {facts.name for facts in choice.meters}
        return choice, [each for each in self.readers if each.facts.name in names]
