"""Why a figure is less than measured. One sentence each in ``ui/text/energy.py``."""

from collections.abc import Iterable
from enum import StrEnum

from indoors.core.energy.answer import Grade


class Lowered(StrEnum):
    NO_METER = "no_meter"
    NOT_OPEN = "not_open"  # the meters are being opened
    DENIED = "denied"  # the processor counts its energy, but only the administrator may read it
    CARD_NOT_METERED = "card_not_metered"  # what is left would be the smaller part
    METER_LOST = "meter_lost"  # vanished, went back, or returned garbage while answering
    METER_STUCK = "meter_stuck"  # repeats one value
    SUSPENDED = "suspended"  # the computer slept, or its clock was set, while answering
    IDLE_UNKNOWN = "idle_unknown"  # nothing to take off
    TOO_SHORT = "too_short"  # for the meter, and there is no mean to show yet
    NOTHING_ABOVE_IDLE = "nothing_above_idle"
    PROCESSOR_NOT_METERED = "processor_not_metered"  # only the card is
    SAMPLED = "sampled"  # power now and then, no counter
    BATTERY = "battery"
    CALIBRATED = "calibrated"
    FROM_LOAD = "from_load"
    SHARED = "shared"  # other programs used the processor
    CARD_SHARED = "card_shared"  # another program computed on the card
    SHARE_UNKNOWN = "share_unknown"
    IDLE_OLD = "idle_old"  # idle was last seen long ago
    IDLE_BARE = "idle_bare"  # idle is only known without the model
    SHORT = "short"  # the mean of the session is shown
    UNSURE = "unsure"  # the interval reaches zero


_ORDER = (Grade.NONE, Grade.ESTIMATED, Grade.PARTIAL, Grade.MEASURED)
_NONE = {
    Lowered.NO_METER,
    Lowered.NOT_OPEN,
    Lowered.CARD_NOT_METERED,
    Lowered.IDLE_UNKNOWN,
    Lowered.TOO_SHORT,
    Lowered.NOTHING_ABOVE_IDLE,
}
_PARTIAL = {
    Lowered.PROCESSOR_NOT_METERED,
    Lowered.METER_LOST,
    Lowered.METER_STUCK,
    Lowered.SUSPENDED,
}
"""Where a meter is lost others may be left; where none is, ``NO_METER`` goes with it."""


def grade(reasons: Iterable[Lowered]) -> Grade:
    """Return the best grade that all these reasons allow."""
    return min((_ceiling(reason) for reason in reasons), key=rank, default=Grade.MEASURED)


def rank(said: Grade) -> int:
    """Return 0 for the grade that promises least."""
    return _ORDER.index(said)


def _ceiling(reason: Lowered) -> Grade:
    if reason in _NONE:
        return Grade.NONE
    return Grade.PARTIAL if reason in _PARTIAL else Grade.ESTIMATED
