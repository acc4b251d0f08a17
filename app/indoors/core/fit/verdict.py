"""Whether a model fits into the memory that is free now."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from indoors.core.fit.memory import Requirement, Setting, requirement
from indoors.core.fit.shape import ModelShape

COMFORTABLE = 0.85
"""Share of the free memory up to which a model fits; beyond it other programs get squeezed."""
POSSIBLE = 0.95
"""Share of the free memory beyond which the system would swap, or kill."""
_CONTEXT_STEP = 256
_CONTEXT_LIMIT = 1 << 20


class Verdict(StrEnum):
    FITS = "fits"  # graphics memory alone, or main memory where there is no graphics card
    TIGHT = "tight"  # shared between both, or above COMFORTABLE of what is free
    TOO_BIG = "too_big"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Free memory in bytes, and what unloading the present model gives back.

    ``graphics`` "separate": a card with memory of its own; "shared": graphics memory is a part
    of main memory, at most ``graphics_free`` of it; "none": no device that the engine can use.
    """

    main_free: int
    main_returned: int = 0
    graphics: Literal["none", "separate", "shared"] = "none"
    graphics_free: int = 0
    graphics_returned: int = 0

    @property
    def main(self) -> int:
        return self.main_free + self.main_returned

    @property
    def on_graphics(self) -> int:
        return self.graphics_free + self.graphics_returned


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The verdict and its numbers. ``is_complete`` False: a token's cost is not known."""

    verdict: Verdict
    requirement: Requirement
    setting: Setting
    room: Room
    gpu_layers: int
    layers: int
    is_complete: bool


def judge(shape: ModelShape, setting: Setting, room: Room) -> Fit:
    """Return the best way to place the model at ``setting.context``.

    ``gpu_layers`` is chosen, and whether windowed layers get a cell for every token: they do
    where there is room, because then a changed conversation need not be read again from its
    beginning; where that would be tight, they do not.
    """
    fit = _placed(shape, setting, room)
    windowed = any(layer.window is not None for layer in shape.layers or ())
    if fit.verdict is Verdict.FITS or not windowed or not setting.full_window_cache:
        return fit
    small = _placed(shape, replace(setting, full_window_cache=False), room)
    return small if small.requirement.total < fit.requirement.total else fit


def _placed(shape: ModelShape, setting: Setting, room: Room) -> Fit:
    everything = shape.layer_count + 1
    if room.graphics == "none":
        layers, verdict = 0, _level(shape, replace(setting, gpu_layers=0), room)
    else:
        layers = everything
        verdict = _level(shape, replace(setting, gpu_layers=layers), room)
        if verdict is Verdict.TOO_BIG or (verdict is Verdict.TIGHT and room.graphics == "separate"):
            layers, verdict = _divided(shape, setting, room)
    chosen = replace(setting, gpu_layers=layers)
    return Fit(
        verdict=verdict,
        requirement=requirement(shape, chosen),
        setting=chosen,
        room=room,
        gpu_layers=layers,
        layers=everything,
        is_complete=shape.layers is not None,
    )


def largest_context(
    shape: ModelShape, setting: Setting, room: Room, level: Verdict = Verdict.FITS
) -> int | None:
    """Return the most tokens with which the verdict is ``level`` or better; None: not even 256.

    Limited to what the model was trained for. None too if a token's cost is not known.
    """
    if shape.layers is None:
        return None
    good = (Verdict.FITS,) if level is Verdict.FITS else (Verdict.FITS, Verdict.TIGHT)
    low, high = 0, (shape.context_trained or _CONTEXT_LIMIT) // _CONTEXT_STEP
    while low < high:
        middle = (low + high + 1) // 2
        tried = judge(shape, replace(setting, context=middle * _CONTEXT_STEP), room)
        if tried.verdict in good:
            low = middle
        else:
            high = middle - 1
    return low * _CONTEXT_STEP or None


def _divided(shape: ModelShape, setting: Setting, room: Room) -> tuple[int, Verdict]:
    """Return the most layers that the card can take, if main memory can take the others."""
    low, high = 0, shape.layer_count + 1
    while low < high:
        middle = (low + high + 1) // 2
        need = requirement(shape, replace(setting, gpu_layers=middle))
        if need.graphics <= COMFORTABLE * room.on_graphics:
            low = middle
        else:
            high = middle - 1
    need = requirement(shape, replace(setting, gpu_layers=low))
    return low, Verdict.TIGHT if _main(need, room) <= POSSIBLE * room.main else Verdict.TOO_BIG


def _level(shape: ModelShape, setting: Setting, room: Room) -> Verdict:
    need = requirement(shape, setting)
    used = _main(need, room) / max(1, room.main)
    if setting.gpu_layers:
        used = max(used, need.graphics / max(1, room.on_graphics))
    if used <= COMFORTABLE:
        return Verdict.FITS
    return Verdict.TIGHT if used <= POSSIBLE else Verdict.TOO_BIG


def _main(need: Requirement, room: Room) -> int:
    """Bytes taken from main memory, which includes the graphics' part where that is shared."""
    return need.total if room.graphics == "shared" else need.needed
