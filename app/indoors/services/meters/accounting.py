"""Follows a model and its answers on the meters: what belongs to which, and what is idle."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from indoors.core.energy.accounts import Accounts, SessionEnergy
from indoors.core.energy.answer import AnswerEnergy, Grade
from indoors.core.energy.attribution import at_most, attribute
from indoors.core.energy.choice import Choice, Placement
from indoors.core.energy.idle import Levels
from indoors.core.energy.marginal import Circumstances, Window
from indoors.core.energy.meter import NANO, Domain, MeterFacts
from indoors.core.energy.reasons import Lowered, grade
from indoors.core.energy.session_mean import SessionMean, Tokens
from indoors.core.energy.track import Step
from indoors.services.meters.board import Board, Mark, Phase, Reader
from indoors.services.meters.clock import Clock
from indoors.services.meters.share import Share

TAIL_S = 2.0
"""After an answer or a load clocks are still high; that is neither work nor idle."""
IDLE_SEEN_S = 8.0
"""So long idle power is read afterwards though nobody looks: the next answer needs it."""
_STUCK_REFRESHES = 20
_STUCK_S = 2.0
"""A counter that stands still for so long, under load, does not work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """What the chosen meters say now, gross, in watts; None: not available."""

    watts: float | None
    grade: Grade = Grade.NONE
    sources: tuple[str, ...] = ()
    lowered_by: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Answer:
    """An answer that is being written."""

    id: str
    choice: Choice
    readers: Sequence[Reader]
    began: dict[str, Mark]
    began_ns: int
    jumped: int
    share: Share
    card_shared: bool
    first: dict[str, Mark] = field(default_factory=dict)
    first_ns: int | None = None


class Accounting:
    """Not safe for two threads; nothing here waits for longer than a sensor takes."""

    def __init__(self, board: Board, clock: Clock, share: Callable[[Iterable[int]], Share]) -> None:
        """``share`` begins to count processor time, of this process and those named."""
        self.board = board
        self.placement = Placement()
        self._clock = clock
        self._share = share
        self._accounts = Accounts()
        self._means: dict[tuple[str, ...], SessionMean] = {}  # by the meters that were added up
        self._phase = Phase.BARE
        self._settled_ns = -round(IDLE_SEEN_S * NANO)  # from here on the computer counts as idle
        self._pids: frozenset[int] = frozenset()
        self._answer: _Answer | None = None
        self._gone: dict[str, Levels] = {}

    @property
    def is_answering(self) -> bool:
        return self._answer is not None

    @property
    def cards(self) -> frozenset[str]:
        """The cards that the model is on."""
        return self.placement.cards

    @property
    def is_loading(self) -> bool:
        return self._phase is Phase.BUSY

    @property
    def is_settling(self) -> bool:
        """Whether a load or an answer was just now, and idle power is still to be seen."""
        return self._clock.now() < self._settled_ns + round(IDLE_SEEN_S * NANO)

    # ---- what happens -------------------------------------------------------------------

    def loading(self) -> None:
        self.read()
        self._phase = Phase.BUSY

    def loaded(self, placement: Placement, pids: Iterable[int]) -> None:
        self.read()
        self._means.clear()  # it may be another model
        self.let_go(placement.cards)
        self.placement, self._pids = placement, frozenset(pids)
        self._settle(Phase.LOADED)

    def unloaded(self, awake: Collection[str] = ()) -> None:
        """``awake`` are cards that may be read a little longer: what they take without a model."""
        self.read()
        self._answer = None
        unknown = [r.facts.device for r in self.board.readers if r.bare.level() is None]
        self.let_go([address for address in awake if address in unknown])
        self.placement, self._pids = Placement(), frozenset()
        self._settle(Phase.BARE)

    def let_go(self, wanted: Collection[str] = ()) -> None:
        """Close the meters of cards that no model of ours is on, so that they may sleep."""

        def is_other_card(facts: MeterFacts) -> bool:
            return facts.domain is Domain.GPU and facts.device not in wanted

        others = [reader for reader in self.board.readers if is_other_card(reader.facts)]
        self._gone |= {reader.facts.name: _levels(reader) for reader in others}
        self.board.remove(is_other_card)

    def begin(self, answer_id: str) -> None:
        self.read()
        choice, readers = self.board.choose(self.placement)
        self._phase = Phase.ANSWERING
        self._answer = _Answer(
            id=answer_id,
            choice=choice,
            readers=readers,
            began={reader.facts.name: reader.mark for reader in readers},
            began_ns=self._clock.now(),
            jumped=self.board.jumped,
            share=self._share(self._pids),
            card_shared=self._others(readers),
        )

    def first_token(self, answer_id: str) -> None:
        answer = self._answer
        if answer is None or answer.id != answer_id or answer.first_ns is not None:
            return
        self.read()
        answer.first_ns = self._clock.now()
        answer.first = {reader.facts.name: reader.mark for reader in answer.readers}

    def end(self, answer_id: str, tokens: Tokens) -> AnswerEnergy:
        answer = self._answer
        if answer is None or answer.id != answer_id:
            return AnswerEnergy(lowered_by=(Lowered.NO_METER,))
        self.read()
        now = self._clock.now()
        windows = [self._window(reader, answer, now) for reader in answer.readers]
        names = tuple(window.meter.name for window in windows if window.lost is None)
        mean = self._means.setdefault(names, SessionMean())
        energy = attribute(windows, self._circumstances(answer, now), mean, tokens)
        energy = at_most(energy, self._accounts.left_j)
        if energy.joules is not None:
            self._accounts.add_answer(energy.joules)
        self._answer = None
        self._settle(Phase.LOADED)
        return energy

    def read(self) -> None:
        """Read all meters; what they counted since the last time belongs to the present phase."""
        phase = self._phase
        if phase in (Phase.LOADED, Phase.BARE) and self._clock.now() < self._settled_ns:
            phase = Phase.BUSY
        steps = self.board.read(phase)
        if self._answer is not None:
            chosen = self._answer.readers
        else:
            _, chosen = self.board.choose(self.placement)
        for reader, step in steps:
            if reader in chosen:
                self._add(reader, step, phase)

    # ---- what is known ------------------------------------------------------------------

    def power(self) -> Power:
        choice, readers = self.board.choose(self.placement)
        watts = [each for reader in readers if (each := reader.watts) is not None]
        if not readers or len(watts) < len(readers):
            return Power(watts=None, lowered_by=choice.lowered_by or (Lowered.NO_METER,))
        return Power(
            watts=sum(watts),
            grade=grade(choice.lowered_by),
            sources=tuple(reader.facts.name for reader in readers),
            lowered_by=choice.lowered_by,
        )

    def totals(self) -> SessionEnergy | None:
        """Return the sums; None while no meter has told anything."""
        now = {reader.facts.name: _levels(reader) for reader in self.board.readers}
        sums = self._accounts.read(self._gone | now)
        return sums if sums.observed_s else None

    # ---- inside -------------------------------------------------------------------------

    def _add(self, reader: Reader, step: Step, phase: Phase) -> None:
        """Count a step; what a load takes is above the bare computer, else above the parked one."""
        name, loaded = reader.facts.name, self._phase is not Phase.BARE
        if not loaded or phase is not Phase.BUSY:
            self._accounts.add(name, step, loaded=loaded)
            return
        parked = reader.loaded.level()
        self._accounts.add(name, step, loaded=parked is not None)
        if (idle := parked or reader.bare.level()) is not None:
            self._accounts.add_around(step, idle.watts)

    def _settle(self, phase: Phase) -> None:
        self._phase = phase
        self._settled_ns = self._clock.now() + round(TAIL_S * NANO)

    def _others(self, readers: Iterable[Reader]) -> bool:
        return any(reader.meter.others(self._pids) for reader in readers)

    def _circumstances(self, answer: _Answer, now: int) -> Circumstances:
        first = now if answer.first_ns is None else answer.first_ns
        return Circumstances(
            prefill_s=(first - answer.began_ns) / NANO,
            decode_s=(now - first) / NANO,
            share=answer.share.read(),
            card_shared=answer.card_shared or self._others(answer.readers),
            lowered_by=answer.choice.lowered_by,
        )

    def _window(self, reader: Reader, answer: _Answer, now: int) -> Window:
        name, end = reader.facts.name, reader.mark
        began = answer.began[name]
        first = answer.first.get(name, end)
        seconds = (now - answer.began_ns) / NANO
        slept = self.board.jumped != answer.jumped
        return Window(
            meter=reader.facts,
            prefill_uj=first.uj - began.uj,
            decode_uj=end.uj - first.uj,
            refresh_s=reader.track.refresh_s,
            idle=reader.idle(now),
            lost=Lowered.SUSPENDED if slept else _lost(reader, began, seconds),
        )


def _lost(reader: Reader, began: Mark, seconds: float) -> Lowered | None:
    """Return why a meter can't be believed for this answer."""
    end = reader.mark
    if end.gaps != began.gaps or not reader.alive:
        return Lowered.METER_LOST
    long = max(_STUCK_S, _STUCK_REFRESHES * reader.track.refresh_s)
    return Lowered.METER_STUCK if end.uj == began.uj and seconds > long else None


def _levels(reader: Reader) -> Levels:
    return Levels(reader.loaded.level(), reader.bare.level())
