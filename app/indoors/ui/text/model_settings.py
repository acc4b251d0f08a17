"""Words of the dialog with a model's own settings. No Qt here."""

from typing import Final

from indoors.core.automatic import Automatic, ContextReason, LayersReason
from indoors.protocol.engine import TemplateKind
from indoors.ui.text import numbers
from indoors.ui.text.models import VERDICTS

TITLE: Final = "How this model is loaded"
CONTEXT: Final = "Context, in tokens"
LAYERS: Final = "Layers on the graphics card"
THREADS: Final = "Processor threads"
KV_TYPE: Final = "Cache of the conversation"
FLASH: Final = "Flash attention"
AUTOMATIC: Final = "Automatic"
KV_CHOICES: Final = (("auto", AUTOMATIC), ("f16", "f16"), ("q8_0", "q8_0"))
FLASH_CHOICES: Final = (("auto", AUTOMATIC), ("on", "On"), ("off", "Off"))
KV_REASON: Final = "Automatic: f16, exact. q8_0 takes about half the memory and loses a little."
FLASH_REASON: Final = (
    "Automatic: on where the engine supports it for this model. Needs less memory."
)
TEMPLATE: Final = "Chat format"
SAVE: Final = "Save"
ALL_AUTOMATIC: Final = "All automatic"


def context_reason(found: Automatic | None) -> str:
    """What automatic means for the context, and why."""
    if found is None:
        return ""
    trained = found.context_trained
    made_for = f"The model was made for {trained:,}." if trained else ""
    largest = f" Up to {found.largest:,} fit now." if found.largest else ""
    why = {
        ContextReason.ALL: "all that the model was made for.",
        ContextReason.USUAL: f"enough for most conversations. {made_for}",
        ContextReason.CHOSEN_FOR_ALL: f"set for all models on the settings page. {made_for}",
        ContextReason.MEMORY: f"more does not fit into the memory that is free. {made_for}",
    }[found.context_reason]
    return f"Automatic: {found.context:,}, {why.strip()}{largest}"


def layers_reason(found: Automatic | None) -> str:
    """What automatic means for the graphics card, and why."""
    if found is None:
        return ""
    match found.layers_reason:
        case LayersReason.NO_GRAPHICS:
            return "Automatic: 0, since the engine can use no graphics card here."
        case LayersReason.ALL_FIT:
            return f"Automatic: all {found.layers}, they fit into graphics memory."
        case LayersReason.SOME_FIT:
            return f"Automatic: {found.gpu_layers} of {found.layers}; more do not fit there now."
        case _:
            return "Automatic: 0, graphics memory is full."


def threads_reason(found: Automatic | None) -> str:
    """What automatic means for threads, and why."""
    if found is None or found.threads is None:
        return "Automatic: one for each core; hyper-threads would only be in the way."
    return f"Automatic: {found.threads}, one for each core. More would only be in the way."


def template_line(kind: TemplateKind, adds: str) -> str:
    """What the file's chat template does to a conversation, as far as it is known."""
    said = {
        "none": "The file has none, so a usual one is used.",
        "fixed": "Fixed text around each turn. The file's template was read once, and never "
        "sees a conversation.",
        "program": "A program in the file that sees the conversation. It runs under limits, "
        "but what it may add is not known.",
    }[kind]
    return f"{said} It says itself: “{adds}”" if adds else said


def needs_line(found: Automatic | None) -> str:
    """What the settings as they stand come to."""
    if found is None:
        return ""
    total = numbers.gigabytes(found.fit.requirement.total)
    room = found.fit.room
    free_bytes = room.main + (room.on_graphics if room.graphics == "separate" else 0)
    return f"Needs {total} of {numbers.gigabytes(free_bytes)} free: {VERDICTS[found.fit.verdict]}"
