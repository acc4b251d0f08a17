"""Words of the live panel. A figure that is not known is a dash, with the reason beside it."""

from collections.abc import Sequence
from typing import Final

from indoors.ui.text.energy import why
from indoors.ui.text.numbers import DASH as DASH
from indoors.ui.text.numbers import count, gigabytes_figure, power, speed_figure, ttft

NAME: Final = "Live panel"
TITLE: Final = "Live"
PAUSE: Final = "Pause the live panel"
RESUME: Final = "Go on with the live panel"
COLLAPSE: Final = "Hide the live panel"
PAUSED: Final = "Paused"

NOW: Final = "Now"
NOW_SPAN: Final = "last 2 minutes"
TOTALS: Final = "Totals"
MEMORY: Final = "Memory"
_GIB: Final = 1024**3
_SMALL: Final = _GIB // 10
_ENOUGH: Final = 2

TOTALS_COLUMNS: Final = ("Answer", "Today", "All time")

SPEED_LAST: Final = "Speed, last answer"
SPEED_NOW: Final = "Speed, this answer"
TTFT: Final = "Time to first token"
PROMPT: Final = "Prompt tokens"
PROCESSOR: Final = "Processor load"
POWER: Final = "Power"

MEASURED: Final = "Measured"
NO_ANSWER_YET: Final = "No answer yet"
NOT_MEASURED: Final = "Not measured yet"
NOT_AVAILABLE: Final = "Not available"

ENERGY: Final = "Energy"
CO2: Final = "CO₂"
SAVED: Final = "Saved"
ANSWERS: Final = "Answers"

MAIN_MEMORY: Final = "Main memory"
MODEL: Final = "Model"
CONTEXT: Final = "Context"
OTHER: Final = "Other"
NO_MODEL_MEMORY: Final = "No model is loaded."
RESTING: Final = "Unloaded while idle, so its memory is free. The next question loads it again."

TIPS: Final = {
    SPEED_LAST: "How fast the model writes. A token is about three quarters of a word.",
    TTFT: "Time until the first word appeared.",
    PROMPT: "How much the model had to read: the question, what was said before, and files. "
    "Reused tokens were still in memory and did not have to be read again.",
    PROCESSOR: "How busy all processor cores are, with all programs on this computer.",
    POWER: "Electric power of what computes, with what the computer takes anyway.",
    ENERGY: "Energy of answers, beyond what the idle computer takes.",
    CO2: "What that energy emits, by the grid of your country.",
    SAVED: "What the same tokens cost elsewhere, less the electricity used here. Below zero it is "
    "a cost.",
    "Standby": "A loaded model takes power while it waits. This came on top of the answers.",
    ANSWERS: "Answers written on this computer.",
    MAIN_MEMORY: "Memory of the program that runs the model, of all main memory.",
}

_ACTIVITIES: Final = {
    "idle": "Idle",
    "loading": "Loading",
    "reading": "Reading",
    "writing": "Writing",
    "stopping": "Stopping…",
}


def activity(name: str) -> str:
    """Return the badge's word for what the engine does."""
    return _ACTIVITIES[name]


def reused(number: int | None) -> str:
    """Return how much of the prompt was still in memory."""
    return "" if number is None else f"of which {count(number)} reused"


def peak(speed: float | None) -> str:
    """Return the comparison beside the speed."""
    return "" if speed is None else f"peak {speed_figure(speed, live=True)}"


def watts(value: float | None, *, estimated: bool) -> tuple[str, str]:
    """Return power as figure and unit, which the panel draws apart: 4.5 W, ~24 W."""
    if value is None:
        return DASH, ""
    figure = power(value).removesuffix(" W")
    return f"~{figure}" if estimated else figure, "W"


def peak_watts(value: float | None) -> str:
    """Return the comparison beside the power."""
    return "" if value is None else f"peak {power(value).removesuffix(' W')}"


def no_power(reasons: Sequence[str]) -> str:
    """Return why no power is shown."""
    return why(reasons) or f"{POWER}: {NOT_MEASURED}."


def median(milliseconds: float | None, answers: int) -> str:
    """Return the comparison beside the bars: the middle of what they show."""
    if milliseconds is None or answers < _ENOUGH:
        return ""
    return f"median {ttft(milliseconds)} of {answers}"


def size(number: int) -> str:
    """Return memory in gigabytes without the unit, fine enough for a small model."""
    return f"{number / _GIB:.2f}" if number < _SMALL else gigabytes_figure(number)


def part(name: str, number: int) -> str:
    """Return an entry of the memory bar's legend."""
    return f"{name} {size(number)}"


def of_total(used: int, total: int) -> str:
    """Return "1.4 of 8.0 GB"."""
    return f"{size(used)} of {gigabytes_figure(total)} GB"


def memory_name(used: int, total: int) -> str:
    """Return the bar as a screen reader says it."""
    return f"{MAIN_MEMORY}, {size(used)} of {gigabytes_figure(total)} gigabytes"
