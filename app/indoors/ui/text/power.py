"""Words of the power settings: what holds now, and what follows from it."""

from typing import Final

from indoors.core.power import LOW_PERCENT, PowerNow, batch_pause
from indoors.ui.text import numbers

TITLE: Final = "Power"
_UNKNOWN: Final = "This computer tells of no battery."
_PLUGGED: Final = "Plugged in."
_WARM: Final = "The processor was slowed down for its heat, so other work than chat waits."
_LOW: Final = f"Below {LOW_PERCENT} %, so other work than chat waits."


def state(now: PowerNow, *, gentle: bool, pauses: bool) -> str:
    """Return what holds now, in sentences."""
    said = [_battery(now)]
    if now.on_battery and gentle:
        said.append("A model is loaded with half of the cores, and other programs go first.")
    if now.throttled and pauses:
        said.append(_WARM)
    elif batch_pause(now, enabled=pauses) is not None:
        said.append(_LOW)
    return " ".join(said)


def waiting(seconds: float | None, *, enabled: bool) -> str:
    """Return after how long a model is unloaded by what its waiting takes."""
    if not enabled:
        return ""
    if seconds is None:
        return "What loading and waiting take is not measured here, so the time set for it holds."
    return f"The loaded model: after {numbers.duration(seconds)} waiting has cost as much."


def _battery(now: PowerNow) -> str:
    if now.on_battery is None:
        return _UNKNOWN
    if not now.on_battery:
        return _PLUGGED
    return "On battery." if now.percent is None else f"On battery, {now.percent:.0f} %."
