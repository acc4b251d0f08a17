"""What meters counted during an answer beyond the idle computer, and how exactly.

For each meter: counter delta less idle power times duration. A counter is up to one refresh U
old, at the end as at the beginning, so on average half a refresh of the answer is not in it
yet: what is seen above idle belongs to T - U/2 and is scaled by k = T / (T - U/2). The variance
is that of the meter's scale, of both readings' ages, and of the idle power:

    u^2 = (error E)^2 + k^2 ((P_gen^2 + P_idle^2) U^2 / 12 + (sigma_idle T)^2)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt

from indoors.core.energy.idle import Idle
from indoors.core.energy.meter import MICRO, Domain, MeterFacts
from indoors.core.energy.reasons import Lowered

FEWEST_REFRESHES = 5
"""In an answer; below that its own interval says little, and the session's mean is shown."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Marginal:
    """Joules beyond idle, below 0 where that is within the error.

    ``u_own`` and ``u_common`` are standard deviations: of what differs from answer to answer,
    and of what is the same for all of a session. ``others`` may be other programs'.
    """

    prefill: float
    decode: float
    u_own: float
    u_common: float
    others: float = 0.0

    @property
    def joules(self) -> float:
        return self.prefill + self.decode

    @property
    def half_width(self) -> float:
        return 2 * hypot(self.u_own, self.u_common) + self.others


def is_short(windows: Sequence[Window], seconds: float) -> bool:
    """Whether too few refreshes fell into it for an interval of its own."""
    return any(seconds < FEWEST_REFRESHES * w.refresh_s for w in windows)


def measure(windows: Sequence[Window], around: Circumstances) -> Marginal | None:
    """Return the sum over meters; None where idle power is unknown, or there was no tick."""
    if not windows or any(around.seconds < w.refresh_s for w in windows):
        return None
    parts = [_one(w, w.idle, around) for w in windows if w.idle is not None]
    if len(parts) < len(windows):
        return None
    return Marginal(
        prefill=sum(part.prefill for part in parts),
        decode=sum(part.decode for part in parts),
        u_own=sqrt(sum(part.u_own**2 for part in parts)),
        u_common=sqrt(sum(part.u_common**2 for part in parts)),
        others=sum(part.others for part in parts),
    )


def _one(window: Window, idle: Idle, around: Circumstances) -> Marginal:
    seconds, refresh = around.seconds, window.refresh_s
    gross = (window.prefill_uj + window.decode_uj) / MICRO
    scale = seconds / (seconds - refresh / 2)
    joules = (gross - idle.watts * seconds) * scale
    if seconds >= FEWEST_REFRESHES * refresh:
        joules = min(joules, gross)
    power = max(0.0, idle.watts + joules / seconds)
    prefill = joules
    if around.decode_s > 0:
        prefill = window.prefill_uj / MICRO - idle.watts * around.prefill_s
        if around.prefill_s > refresh:
            prefill *= around.prefill_s / (around.prefill_s - refresh / 2)
    return Marginal(
        prefill=prefill,
        decode=joules - prefill,
        u_own=scale * sqrt((power**2 + idle.watts**2) / 12) * refresh,
        u_common=hypot(window.meter.error * joules, scale * idle.sigma * seconds),
        others=max(0.0, joules) * _share_of_others(window.meter, around),
    )


def _share_of_others(meter: MeterFacts, around: Circumstances) -> float:
    """Return the part that may be other programs'; on a card nobody can tell."""
    if meter.domain is Domain.GPU:
        return 1.0 if around.card_shared else 0.0
    if around.share is None or around.share >= LEAST_SHARE:
        return 0.0
    return 1 - around.share
