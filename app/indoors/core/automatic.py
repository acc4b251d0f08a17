"""What the automatic settings of a model come to, and why. One sentence each in ``ui/text``."""

from dataclasses import dataclass, replace
from enum import StrEnum

from indoors.core.candidates import USUAL_CONTEXT
from indoors.core.fit import Fit, ModelShape, Room, Setting, Verdict, judge, largest_context
from indoors.core.model_settings import ModelSettings
from indoors.core.settings import EngineChoice
from indoors.protocol.engine import Load


class ContextReason(StrEnum):
    ALL = "all"  # everything that the model was made for
    USUAL = "usual"  # enough for most conversations; the model could hold more
    CHOSEN_FOR_ALL = "chosen_for_all"  # set for all models on the settings page
    MEMORY = "memory"  # no more fits into the memory that is free


class LayersReason(StrEnum):
    NO_GRAPHICS = "no_graphics"
    ALL_FIT = "all_fit"
    SOME_FIT = "some_fit"
    NONE_FITS = "none_fits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Automatic:
    """``threads`` None: the engine counts the cores itself. ``largest`` context that fits."""

    context: int
    context_reason: ContextReason
    context_trained: int | None
    largest: int | None
    gpu_layers: int
    layers: int
    layers_reason: LayersReason
    threads: int | None
    fit: Fit


def automatic(
    shape: ModelShape,
    room: Room,
    own: ModelSettings,
    usual: EngineChoice,
    cores: int | None,
) -> Automatic:
    """Return what is chosen for everything that ``own`` leaves open, given what it sets."""
    setting = Setting(
        context=0,
        kv_type=own.kv_type or "f16",
        flash_attention=own.flash_attention is not False,
    )
    largest = largest_context(shape, replace(setting, context=256), room, Verdict.TIGHT)
    context, reason = _context(shape, usual, largest)
    fit = judge(shape, replace(setting, context=own.context or context), room)
    layers, why = _layers(fit, room)
    return Automatic(
        context=context,
        context_reason=reason,
        context_trained=shape.context_trained,
        largest=largest,
        gpu_layers=layers,
        layers=fit.layers,
        layers_reason=why,
        threads=usual.threads or cores,
        fit=fit,
    )


def load_order(path: str, own: ModelSettings, usual: EngineChoice, found: Automatic | None) -> Load:
    """Return how the engine is to load a file: its own settings, then those for all models."""
    context, layers, full, cache = usual.context, -1, True, None
    if found is not None:
        full = found.fit.setting.full_window_cache
        if not full:  # the engine, too, should count only what will be there
            need = found.fit.requirement
            cache = (need.context or 0) + need.graphics_context
        if found.context_reason is ContextReason.MEMORY:
            context = found.context
        if found.layers_reason is not LayersReason.NO_GRAPHICS:
            layers = found.gpu_layers
    return Load(
        path=path,
        context=own.context or context,
        threads=own.threads or usual.threads,
        gpu_layers=layers if own.gpu_layers is None else own.gpu_layers,
        kv_type=own.kv_type or "f16",
        flash_attention=own.flash_attention,
        full_window_cache=full,
        cache_bytes=cache,
        looser_for_drivers=usual.looser_for_drivers,
    )


def _context(
    shape: ModelShape, usual: EngineChoice, largest: int | None
) -> tuple[int, ContextReason]:
    trained = shape.context_trained
    wanted, reason = USUAL_CONTEXT, ContextReason.USUAL
    if usual.context is not None:
        wanted, reason = usual.context, ContextReason.CHOSEN_FOR_ALL
    if trained is not None and trained <= wanted:
        wanted, reason = trained, ContextReason.ALL
    if largest is not None and largest < wanted:
        return largest, ContextReason.MEMORY
    return wanted, reason


def _layers(fit: Fit, room: Room) -> tuple[int, LayersReason]:
    if room.graphics == "none":
        return 0, LayersReason.NO_GRAPHICS
    if fit.gpu_layers >= fit.layers:
        return fit.gpu_layers, LayersReason.ALL_FIT
    why = LayersReason.SOME_FIT if fit.gpu_layers else LayersReason.NONE_FITS
    return fit.gpu_layers, why
