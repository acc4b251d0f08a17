"""Words for energy: which meter, how sure, and why a figure is less than measured."""

from collections.abc import Sequence
from typing import Final

from indoors.core.energy.answer import AnswerEnergy, Grade
from indoors.core.energy.reasons import Lowered
from indoors.ui.text import numbers

GRADES: Final = {
    Grade.MEASURED: "Measured",
    Grade.PARTIAL: "Measured in part",
    Grade.ESTIMATED: "Estimated",
    Grade.NONE: "Not available",
}

WHY: Final = {
    Lowered.NO_METER: "This computer has no energy meter that Indoors can read.",
    Lowered.NOT_OPEN: "The meters were still being opened when this began.",
    Lowered.DENIED: "The processor counts its energy, but only the administrator may read it: see "
    "“Energy” in the settings.",
    Lowered.CARD_NOT_METERED: "The graphics card does not tell what it takes, and it did most of "
    "the work.",
    Lowered.METER_LOST: "A meter stopped working while this was written; it is left out.",
    Lowered.METER_STUCK: "A meter stood still while this was written; it is left out.",
    Lowered.SUSPENDED: "The computer slept or its clock was set while this was written.",
    Lowered.IDLE_UNKNOWN: "What the idle computer takes was not known yet, so nothing could be "
    "taken off.",
    Lowered.TOO_SHORT: "The answer was shorter than one tick of the meter.",
    Lowered.NOTHING_ABOVE_IDLE: "It could not be told apart from the idle computer.",
    Lowered.PROCESSOR_NOT_METERED: "Only the graphics card has a meter; the processor is missing.",
    Lowered.SAMPLED: "The meter tells power now and then and does not count energy.",
    Lowered.BATTERY: "Worked out from how fast the battery empties, with everything in this "
    "computer.",
    Lowered.CALIBRATED: "Computed from processor load by a formula that was fitted on the battery; "
    "within 25 %.",
    Lowered.FROM_LOAD: "Computed from processor load and the processor's power limit; it may be "
    "off by half.",
    Lowered.SHARED: "Other programs used the processor at the same time; their part is in the "
    "range.",
    Lowered.CARD_SHARED: "Another program computed on the graphics card at the same time.",
    Lowered.SHARE_UNKNOWN: "It is not known how much other programs used the processor meanwhile.",
    Lowered.IDLE_OLD: "What the idle computer takes was last seen more than a quarter of an hour "
    "before.",
    Lowered.IDLE_BARE: "Idle power is only known without the model in memory, so keeping it there "
    "counts here too.",
    Lowered.SHORT: "Too short to be measured alone: the mean of this session's answers for as many "
    "tokens.",
    Lowered.UNSURE: "The meter is not exact enough for so little: it may be next to nothing.",
}
"""One sentence for each reason."""

_FAMILIES: Final = {
    "rapl": "processor",
    "emi": "processor",
    "nvml": "graphics card",
    "hwmon": "graphics",
    "apple": "whole computer",
    "battery": "battery",
    "calibrated": "processor load, fitted on the battery",
    "tdp": "processor load",
    "trace": "recording",
}


_WH: Final = 3600


def source_names(sources: Sequence[str]) -> str:
    """Return what the meters of these names measure, like "graphics card + processor"."""
    parts = [_part(name) for name in sources]
    return " + ".join(dict.fromkeys(parts))


def why(reasons: Sequence[str]) -> str:
    """Return a sentence for each reason."""
    known = set(Lowered)
    return " ".join(WHY[Lowered(reason)] for reason in reasons if reason in known)


def provenance(grade: Grade, sources: Sequence[str]) -> str:
    """Return the kind of a figure with its source, like "Measured: processor"."""
    if grade is Grade.NONE:
        return GRADES[grade]
    if grade is Grade.ESTIMATED:
        return f"Estimated from {source_names(sources)}"
    return f"{GRADES[grade]}: {source_names(sources)}"


def figure(energy: AnswerEnergy) -> str:
    """Return "0.21 Wh", with ~ where it is estimated; a dash where it is not known."""
    if energy.joules is None:
        return numbers.DASH
    mark = "~" if energy.grade is Grade.ESTIMATED else ""
    return f"{mark}{numbers.energy(energy.joules / _WH)}"


def spoken(energy: AnswerEnergy) -> str:
    """Return the same for a screen reader."""
    if energy.joules is None:
        return "energy not known"
    about = "about " if energy.grade is Grade.ESTIMATED else ""
    return f"{about}{numbers.energy(energy.joules / _WH).replace('Wh', 'watt-hours')}"


def within(energy: AnswerEnergy) -> str:
    """Return how exact it is: "± 7 %"."""
    if not energy.joules or energy.half_width_j is None:
        return ""
    return f"± {numbers.percent(energy.half_width_j / energy.joules)}"


def told(energy: AnswerEnergy) -> str:
    """Return the kind of a figure, its range, and why it is no better."""
    kind = provenance(energy.grade, energy.sources)
    said = f"{kind}, {within(energy)}." if within(energy) else f"{kind}."
    return f"{said} {why(energy.lowered_by)}".strip()


def _part(name: str) -> str:
    family, _, zone = name.partition(":")
    if zone.endswith("dram"):
        return "memory"
    if zone == "psys":
        return "processor and board"
    return _FAMILIES.get(family, family)
