"""A computer with a known power at every moment, and meters that look at it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from indoors.core.energy.choice import Placement
from indoors.core.energy.meter import MICRO, NANO, Domain, MeterFacts
from indoors.core.energy.session_mean import Tokens
from indoors.services.meters.accounting import Accounting
from indoors.services.meters.board import Board
from indoors.services.meters.meter import Meter
from indoors.services.meters.trace import VirtualClock

CORE = MeterFacts(name="rapl:package-0", domain=Domain.PACKAGE, kind="counter", family="rapl")


class Supply:
    """Power over time, in watts, and its integral in microjoules."""

    def __init__(self, clock: VirtualClock, watts: float = 0.0) -> None:
        self._clock = clock
        self._since = clock.now()
        self._uj = 0.0
        self._before = [(clock.now(), 0.0, watts)]  # time, microjoules by then, watts from then
        self.watts = watts

    def set(self, watts: float) -> None:
        self._uj = self.uj_at(self._clock.now())
        self._since, self.watts = self._clock.now(), watts
        self._before.append((self._since, self._uj, watts))

    def uj_at(self, t_ns: int) -> float:
        for since, uj, watts in reversed(self._before):
            if t_ns >= since:
                return uj + watts * (t_ns - since) / NANO * MICRO
        return 0.0


class CounterMeter(Meter):
    """Counts what a supply gives, in steps of ``facts.refresh_s``, with an error of its scale."""

    def __init__(
        self,
        facts: MeterFacts,
        supply: Supply,
        clock: VirtualClock,
        *,
        start_uj: int = 0,
        phase_ns: int = 0,
        scale: float = 1.0,
    ) -> None:
        self._facts = facts
        self._supply = supply
        self._clock = clock
        self._start = start_uj
        self._phase = phase_ns
        self._scale = scale
        self.is_there = True
        self.override: int | None = None

    @property
    def facts(self) -> MeterFacts:
        return self._facts

    def read(self) -> int | None:
        if not self.is_there:
            return None
        if self.override is not None:
            return self.override
        wraps_at = self._facts.wraps_at_uj
        return self.counted_uj % wraps_at if wraps_at else self.counted_uj

    @property
    def counted_uj(self) -> int:
        """What it counted in all, as if it never wrapped."""
        return self._start + round(self._supply.uj_at(self._tick()) * self._scale)

    def _tick(self) -> int:
        refresh = round(self._facts.refresh_s * NANO)
        if not refresh:
            return self._clock.now()
        return math.floor((self._clock.now() - self._phase) / refresh) * refresh + self._phase


class FixedShare:
    def __init__(self, share: float | None) -> None:
        self._share = share

    def read(self) -> float | None:
        return self._share


@dataclass
class Desk:
    """Accounting over made-up meters and a clock of its own."""

    clock: VirtualClock = field(default_factory=lambda: VirtualClock(NANO))
    share: float | None = 1.0

    def __post_init__(self) -> None:
        self.board = Board(self.clock)
        self.accounting = Accounting(self.board, self.clock, lambda _: FixedShare(self.share))

    def add(self, *meters: Meter) -> None:
        for meter in meters:
            self.board.add(meter)
        self.accounting.read()

    def pass_time(self, seconds: float, every: float = 1.0) -> None:
        """Let time pass, read as the sampler would."""
        left = seconds
        while left > 1e-9:
            step = min(every, left)
            self.clock.advance(step)
            self.accounting.read()
            left -= step

    def load(self, cards: Iterable[str] = (), *, shared_graphics: bool = False) -> None:
        placement = Placement(frozenset(cards), shared_graphics)
        self.accounting.loaded(placement, (1,))

    def tokens(self, read: int = 100, written: int = 50) -> Tokens:
        return Tokens(read, written)


class PowerCap:
    """A tree like the kernel's, below a root of the test's own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folder = root / "sys/class/powercap"

    def zone(self, folder: str, name: str, uj: int = 0, most: int = 262_143_328_850) -> Path:
        """Make a zone; return its counter."""
        where = self._folder / folder
        where.mkdir(parents=True)
        (where / "name").write_text(f"{name}\n")
        (where / "max_energy_range_uj").write_text(f"{most}\n")
        counter = where / "energy_uj"
        counter.write_text(f"{uj}\n")
        return counter
