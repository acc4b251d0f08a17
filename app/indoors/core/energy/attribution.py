"""What an answer took beyond the idle computer, by the counters, with its 95 % interval.

For each meter: counter delta less idle power times duration. A counter is up to one refresh U
old, at the end as at the beginning, so on average half a refresh of the answer is not in it
yet: what is seen above idle belongs to T - U/2 and is scaled to T. The variance is that of
the meter's scale, of both readings' ages, and of the idle power:

    u^2 = (error E)^2 + (P_gen^2 + P_idle^2) U^2 / 12 + (sigma_idle T)^2
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from indoors.core.energy.answer import AnswerEnergy
from indoors.core.energy.idle import Idle
from indoors.core.energy.meter import MICRO, Domain, MeterFacts
from indoors.core.energy.reasons import Lowered, grade

FEWEST_REFRESHES = 5
"""In an answer; below that the normal interval does not hold, and the session's mean is shown."""
LEAST_SHARE = 0.8
"""Of the processor time of all programs; below that others are in the figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What one meter counted during an answer; ``lost`` where it can't be told."""

    meter: MeterFacts
    prefill_uj: int
    decode_uj: int
    refresh_s: float
    idle: Idle | None
    lost: Lowered | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of an answer beside the meters. ``share`` is 0 to 1."""

    prefill_s: float
    decode_s: float
    share: float | None = None  # of all processor time used, that of this program's processes
    card_shared: bool = False
    lowered_by: tuple[Lowered, ...] = ()  # by the choice of meters

    @property
    def seconds(self) -> float:
        return self.prefill_s + self.decode_s


@dataclass(frozen=True, slots=True)
class Marginal:
    """One meter's energy beyond idle, in joules; ``u`` is its standard deviation."""

    is_card: bool
    prefill: float
    decode: float
    u: float


def attribute(windows: Sequence[Window], around: Circumstances) -> AnswerEnergy:
    """Return the energy of one answer from what the chosen meters counted."""
    reasons = {*around.lowered_by, *(w.lost for w in windows if w.lost is not None)}
    good = [w for w in windows if w.lost is None]
    if any(w.meter.domain is Domain.GPU for w in windows if w.lost is not None):
        reasons.add(Lowered.CARD_NOT_METERED)
    if not good and not reasons & _HOPELESS:
        reasons.add(Lowered.NO_METER)
    if any(w.idle is None for w in good):
        reasons.add(Lowered.IDLE_UNKNOWN)
    if any(around.seconds < w.refresh_s for w in good):
        reasons.add(Lowered.TOO_SHORT)
    if is_short(good, around.seconds):
        reasons.add(Lowered.SHORT)
    if not reasons & _HOPELESS:
        return _sum(good, around, reasons)
    return _answer(good, around, reasons)


def is_short(windows: Sequence[Window], seconds: float) -> bool:
    """Whether too few refreshes fell into it for an interval of its own."""
    return any(seconds < FEWEST_REFRESHES * w.refresh_s for w in windows)


_HOPELESS = {
    Lowered.NO_METER,
    Lowered.CARD_NOT_METERED,
    Lowered.IDLE_UNKNOWN,
    Lowered.TOO_SHORT,
}


def _sum(windows: list[Window], around: Circumstances, reasons: set[Lowered]) -> AnswerEnergy:
    parts = [_marginal(w, w.idle, around) for w in windows if w.idle is not None]
    joules = sum(part.prefill + part.decode for part in parts)
    if joules <= 0:
        return _answer(windows, around, reasons | {Lowered.NOTHING_ABOVE_IDLE})
    prefill = min(max(0.0, sum(part.prefill for part in parts)), joules)
    half_width = 2 * sqrt(sum(part.u**2 for part in parts)) + _others(parts, around)
    if half_width >= joules:
        reasons.add(Lowered.UNSURE)
    if any(w.idle is not None and w.idle.is_bare for w in windows):
        reasons.add(Lowered.IDLE_BARE)
    return _answer(windows, around, reasons, (prefill, joules - prefill, half_width))


def _marginal(window: Window, idle: Idle, around: Circumstances) -> Marginal:
    """Return one meter's share; a part below idle counts against the others."""
    seconds, refresh = around.seconds, window.refresh_s
    gross = (window.prefill_uj + window.decode_uj) / MICRO
    seen = gross - idle.watts * seconds
    late = refresh / 2
    joules = min(seen * seconds / (seconds - late), gross)
    power = max(0.0, idle.watts + joules / seconds)
    ages = (power**2 + idle.watts**2) * refresh**2 / 12
    u = sqrt((window.meter.error * joules) ** 2 + ages + (idle.sigma * seconds) ** 2)
    prefill = joules
    if around.decode_s > 0:
        prefill = window.prefill_uj / MICRO - idle.watts * around.prefill_s
        if around.prefill_s > refresh:
            prefill *= around.prefill_s / (around.prefill_s - late)
    return Marginal(window.meter.domain is Domain.GPU, prefill, joules - prefill, u)


def _others(parts: Sequence[Marginal], around: Circumstances) -> float:
    """Return the joules that may be other programs'."""
    cards = sum(max(0.0, part.prefill + part.decode) for part in parts if part.is_card)
    rest = sum(max(0.0, part.prefill + part.decode) for part in parts if not part.is_card)
    share = 1.0 if around.share is None or around.share >= LEAST_SHARE else around.share
    return (cards if around.card_shared else 0.0) + (1 - share) * rest


def _answer(
    windows: Sequence[Window],
    around: Circumstances,
    reasons: set[Lowered],
    figures: tuple[float, float, float] | None = None,
) -> AnswerEnergy:
    if around.share is None:
        reasons = reasons | {Lowered.SHARE_UNKNOWN}
    elif around.share < LEAST_SHARE:
        reasons = reasons | {Lowered.SHARED}
    if around.card_shared:
        reasons = reasons | {Lowered.CARD_SHARED}
    prefill, decode, half_width = figures or (None, None, None)
    idle = [w.idle.watts for w in windows if w.idle is not None]
    return AnswerEnergy(
        grade=grade(reasons),
        prefill_j=prefill,
        decode_j=decode,
        half_width_j=half_width,
        seconds=around.seconds,
        idle_w=sum(idle) if figures else None,
        sources=tuple(w.meter.name for w in windows),
        lowered_by=tuple(reason for reason in Lowered if reason in reasons),
    )
