"""Energy of a session: which model is loaded where, and when answers begin and end.

    session.start()
    session.loading()                     before a model is loaded
    session.loaded(pid, graphics)         it is; graphics devices that it uses, if any
    session.begin(id); session.first_token(id); session.end(id, tokens) -> AnswerEnergy
    session.unloaded()
    session.set_watched(True)             somebody looks at the live panel
    session.power(), session.totals()     at any time
    session.close()

Any thread may call. Calls that tell of something read the meters at once, which takes well
below a millisecond for the processor and up to ten for a card: not on the window's thread.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from indoors.core.energy.accounts import SessionEnergy
from indoors.core.energy.answer import AnswerEnergy
from indoors.core.energy.choice import Placement
from indoors.core.energy.idle import Idle
from indoors.core.energy.meter import Domain
from indoors.core.energy.session_mean import Tokens
from indoors.core.hardware import Graphics
from indoors.services.meters.accounting import Accounting, Power
from indoors.services.meters.board import Board, Seen
from indoors.services.meters.clock import Clock, SystemClock
from indoors.services.meters.finding import MeterSources
from indoors.services.meters.meter import Meter
from indoors.services.meters.refresh import learn_refresh
from indoors.services.meters.sampler import FAST_S, SLOW_S, Sampler
from indoors.services.meters.share import ProcessorShare, Share

__all__ = ["EnergySession", "Power", "Tokens"]

_PATIENCE_S = 0.005
"""For the window, if a driver takes its time just now: then what was known before is told."""


class EnergySession:
    """Opens meters, reads them on a thread of its own, and tells where energy went."""

    def __init__(
        self,
        sources: MeterSources | None = None,
        *,
        clock: Clock | None = None,
        share: Callable[[Iterable[int]], Share] = ProcessorShare,
        seen: Seen | None = None,
        kept: Path | None = None,
    ) -> None:
        """``seen`` is told every reading, for a trace.

        ``kept`` is a file for what is learned of this computer's power.
        """
        self._sources = sources or MeterSources(kept=kept)
        clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._accounting = Accounting(Board(clock, seen), clock, share)
        self._sampler = Sampler(self._tick)
        self._watched = False
        self._power = Power(watts=None)
        self._totals: SessionEnergy | None = None
        self._asleep: frozenset[str] = frozenset()  # devices, before the present load

    # ---- what happens -------------------------------------------------------------------

    def start(self) -> None:
        """Open what can be read without a model; it happens on the meters' thread."""
        with self._lock:
            self._accounting.board.note(opening=True)
        self.look_again()

    def look_again(self) -> None:
        """Open what could not be read before; it happens on the meters' thread."""
        self._sampler.do(lambda: self._open(self._sources.always))

    def set_watched(self, watched: bool) -> None:
        """Say whether somebody looks; if not, and nothing is written, nothing is read."""
        self._watched = watched
        self._set_pace()

    def loading(self) -> None:
        """A model is about to be loaded: what is taken from now on is not idle."""
        with self._lock:
            if not self._accounting.is_loading:
                self._asleep = self._sources.asleep()
            self._accounting.loading()

    def loaded(self, pid: int, graphics: Sequence[Graphics] = ()) -> None:
        """A model is in memory. ``pid`` is the engine's; ``graphics`` are what the model uses."""
        placement = Placement(
            cards=frozenset(g.address for g in graphics if g.address and not g.is_shared),
            shared_graphics=any(g.is_shared for g in graphics),
        )
        with self._lock:
            self._accounting.loaded(placement, (pid,))
            if placement.cards:
                self._accounting.board.note(opening=True)
        if placement.cards:
            self._sampler.do(lambda: self._open_cards(placement))
        self._set_pace()

    def unloaded(self) -> None:
        """No model is in memory any more; cards are let go, so that they may sleep."""
        with self._lock:
            cards = self._accounting.cards
            awake = [address for address in cards if self._sources.never_sleeps(address)]
            self._accounting.unloaded(awake)
        self._set_pace()

    def begin(self, answer_id: str) -> None:
        """The question is with the engine."""
        with self._lock:
            self._accounting.begin(answer_id)
        self._set_pace()

    def first_token(self, answer_id: str) -> None:
        """The prompt is read, and writing begins. Only the first call for an answer counts."""
        with self._lock:
            self._accounting.first_token(answer_id)

    def end(self, answer_id: str, tokens: Tokens) -> AnswerEnergy:
        """The last token is there, or the answer was stopped, or the engine was lost."""
        with self._lock:
            energy = self._accounting.end(answer_id, tokens)
        self._set_pace()
        return energy

    def close(self) -> None:
        """Let go of all sensors and end the thread."""
        self._sampler.close()
        with self._lock:
            self._accounting.board.remove(lambda _: True)

    # ---- what is known ------------------------------------------------------------------

    @property
    def pace(self) -> float | None:
        """Seconds between two readings; None while none are made."""
        return self._sampler.pace

    def power(self) -> Power:
        """Return what is taken now; it is kept up while watched or while an answer is written."""
        if self._lock.acquire(timeout=_PATIENCE_S):
            try:
                self._power = self._accounting.power()
            finally:
                self._lock.release()
        return self._power

    def totals(self) -> SessionEnergy | None:
        """Return where the energy went since the start, as far as it was read; None: nowhere."""
        if self._lock.acquire(timeout=_PATIENCE_S):
            try:
                self._totals = self._accounting.totals()
            finally:
                self._lock.release()
        return self._totals

    # ---- inside -------------------------------------------------------------------------

    def _tick(self) -> None:
        with self._lock:
            self._accounting.read()
            if not self._accounting.is_settling:
                self._accounting.let_go(self._accounting.cards)
            battery = self._accounting.board.battery
        fit = self._sources.fit
        if battery is not None and fit.is_wanted and fit.take(battery.step):
            self.look_again()
        if not self._watched:
            self._set_pace()  # down to nothing, once idle power is known

    def _set_pace(self) -> None:
        accounting = self._accounting
        if accounting.is_answering:
            self._sampler.set_pace(FAST_S)
        elif self._watched or accounting.is_settling:
            self._sampler.set_pace(SLOW_S)
        else:
            self._sampler.set_pace(None)

    def _open_cards(self, placement: Placement) -> None:
        wanted = placement if self._accounting.placement == placement else Placement()
        self._open(lambda: self._sources.cards(wanted.cards))  # none, if it is gone again

    def _open(self, find: Callable[[], Sequence[Meter]]) -> None:
        """Find meters and watch them tick, before anybody waits for them."""
        with self._lock:
            known = {reader.facts.name for reader in self._accounting.board.readers}
        found = []
        for meter in find():
            if meter.facts.name in known:
                meter.close()
            else:
                found.append((meter, learn_refresh(meter)))
        denied = self._sources.denied
        with self._lock:
            for meter, refresh_s in found:
                device = meter.facts.device
                if meter.facts.domain is Domain.GPU and device not in self._accounting.cards:
                    meter.close()  # its model is gone already
                    continue
                reader = self._accounting.board.add(meter, refresh_s)
                if device in self._asleep:
                    reader.bare.assume(Idle(0.0, 0.0))
            self._accounting.board.note(denied=denied, opening=False)
            self._accounting.read()
