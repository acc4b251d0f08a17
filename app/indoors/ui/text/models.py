"""Words of the models screen: what its parts are called. No Qt here."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from indoors.core.catalog import Capability
from indoors.core.fit import Verdict
from indoors.core.hardware import GraphicsUse, Use
from indoors.core.model_speeds import Prediction
from indoors.services.bundle import SUFFIX as BUNDLE_SUFFIX
from indoors.services.model_rows import MemoryCheck, Sort
from indoors.services.model_shelf import OnDisk
from indoors.services.watched_folder import Sight
from indoors.ui.text import numbers

MODELS: Final = "Models"
SEARCH: Final = "Search models"
TABLE: Final = "Models"
TABLE_HELP: Final = "Enter does what the button of the row says. The menu key shows everything."
PANEL: Final = "On this computer"
SHOW_PANEL: Final = "Models on this computer"

# ---- tool bar -------------------------------------------------------------------------

BUSINESS: Final = "Business use allowed"
PURPOSE: Final = "For"
PURPOSES: Final[dict[Capability | None, str]] = {
    None: "chat",
    "code": "code",
    "vision": "images",
    "reasoning": "reasoning",
    "tools": "tools",
    "embedding": "search",
    "rerank": "ranking what was found",
}
SORT: Final = "Sort"
SORTS: Final = {
    Sort.FOR_YOU: "for you",
    Sort.NAME: "name",
    Sort.DISK: "size on disk",
    Sort.MEMORY: "memory needed",
    Sort.SPEED: "speed",
    Sort.LICENCE: "licence",
}
LANGUAGES: Final = {
    "ar": "Arabic", "cs": "Czech", "de": "German", "es": "Spanish", "fr": "French",
    "hi": "Hindi", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

# ---- table ----------------------------------------------------------------------------

COLUMNS: Final = ("Model", "On disk", "Memory needed", "This computer", "Speed, tok/s", "Licence")
ACTION: Final = "Action"
VERDICTS: Final = {Verdict.FITS: "Fits", Verdict.TIGHT: "Tight", Verdict.TOO_BIG: "Too big"}
IN_USE: Final = "In use"
LOADING: Final = "Loading…"
USE: Final = "Use"
GET: Final = "Get"
SEALED: Final = (
    "Sealed mode is on, so nothing can be fetched. A model file can be imported from a disk."
)
CANNOT_RUN: Final = "cannot run"
MEASURED: Final = "measured"
ABSENT: Final = "not connected"
ABSENT_TIP: Final = "Its disk is not connected. Connect it, and the model is back."
NOT_FOR_CHAT: Final = "for search"
UNKNOWN_SIZE: Final = "size unknown"

# ---- menus ----------------------------------------------------------------------------

MENU: Final = "Model"
UNLOAD: Final = "Unload"
MAKE_DEFAULT: Final = "Use for new answers"
IS_DEFAULT: Final = "default"
IS_RESTING: Final = "unloaded while idle"
SETTINGS: Final = "Settings of this model…"
EXPORT: Final = "Export as a bundle…"
SHOW_FILE: Final = "Show in folder"
DELETE: Final = "Delete"
REMOVE: Final = "Remove from this list"
OTHER_SIZES: Final = "Other sizes"
LOOK: Final = "Ask the hub how much memory it needs"
LOOK_TIP: Final = "Reads the beginning of the file at the hub, less than a megabyte."
LICENCE: Final = "Read the licence"
LICENCE_PAGE: Final = "Open the licence's page…"
PAUSE: Final = "Pause"
RESUME: Final = "Resume"
CANCEL: Final = "Cancel"
RETRY: Final = "Try again"

# ---- import ---------------------------------------------------------------------------

IMPORT: Final = "Import"
IMPORT_FILE: Final = "Use a model file where it is…"
IMPORT_COPY: Final = "Copy a model file…"
IMPORT_BUNDLE: Final = "Import a bundle…"
WATCH: Final = "Watch a folder…"
WATCH_TITLE: Final = "Choose a folder whose model files are to be listed"
FIND_ELSEWHERE: Final = "Find models of other programs"
IMPORT_TITLE: Final = "Import a model file"
BUNDLE_TITLE: Final = "Choose the bundle's folder"
EXPORT_TITLE: Final = "Choose where the bundle goes"
FILES: Final = "Model files (*.gguf)"
OFFER_BODY: Final = (
    "A model file is checked before it is used. It can stay where it is, or be copied into the "
    "models folder."
)
OFFER_BUNDLE: Final = "The bundle is checked, and its model is copied into the models folder."
OFFER_USE: Final = "Use where it is"
OFFER_COPY: Final = "Copy it"
DROP: Final = "Drop to import. The file is checked and stays where it is."
CHECKING: Final = "Reading and checking {name}"
WRITING: Final = "Writing {name}"
ELSEWHERE: Final = "Found in other programs"
ELSEWHERE_TIP: Final = "Indoors reads these files where they are and never changes them."
ELSEWHERE_NONE: Final = "No models of LM Studio, Ollama, GPT4All or the Hugging Face cache found."
LOOSE: Final = "Not checked as they are now"
AWAY: Final = "Not connected"
UNUSABLE: Final = "Cannot be used"
WATCHED: Final = "Watched folder"
UNWATCH: Final = "Stop watching this folder"
WATCHED_BODY: Final = (
    "Model files in this folder are listed where they lie; nothing is copied or changed. It is "
    "looked at when the window comes to the front and while the models are shown."
)
NO_FOLDER: Final = "None"
CHOOSE_FOLDER: Final = "Choose…"
CLEAR_FOLDER: Final = "Clear"
CHECK_FILE: Final = "Check and keep in this list"
CHECK: Final = "Check"
USE_HERE: Final = "Use here"

# ---- panel ----------------------------------------------------------------------------

DOWNLOADS: Final = "Downloads"
PREDICTIONS: Final = "How good are the predictions?"
NO_PREDICTIONS: Final = (
    "Nothing has been measured yet. Every answer is measured and makes the predictions better, "
    "unless other programs used the processor meanwhile."
)
CHART: Final = "Predicted and measured speed"
MEASURE: Final = "Measure again"
MEASURE_FIRST: Final = "Measure"
MEASURING: Final = "Measuring…"
MEASURE_TAKES: Final = "takes about 40 s"
CALIBRATING: Final = "about 15 s, once"
STOP: Final = "Stop"
MEASURE_NEEDS: Final = "Load a model first: the one in use is measured."
COMES_WITH: Final = "Comes with the app"
VERIFIED: Final = "SHA-256 verified"
IN_WATCHED: Final = "Watched folder, header checked"
NOT_CHECKED: Final = "Opened where it is, not checked"
LINKED: Final = "Stays where it is, SHA-256 verified"
ACTIONS_OF: Final = "Actions for {name}"

# ---- empty, offline ---------------------------------------------------------------------

NOTHING_TITLE: Final = "No model matches"
NOTHING_BODY: Final = "Fewer filters or other words show more."
CLEAR_FILTERS: Final = "Show all"
WAIT_TITLE: Final = "Looking at this computer"
WAIT_BODY: Final = "Models are judged by the memory that is free now."
OFFLINE: Final = (
    "This computer has no network connection. Installed models work as always; "
    "a model file or a bundle can be imported."
)
OFFLINE_TIP: Final = "Needs a connection"

# ---- footer ---------------------------------------------------------------------------

LEGEND_MEASURED: Final = "Measured here"
LEGEND_PREDICTED: Final = "Predicted range"

# ---- toasts ---------------------------------------------------------------------------

DELETED: Final = "Model deleted"
UNDO: Final = "Undo"
INSTALLED: Final = "Model ready"
EXPORTED: Final = "Bundle written"
SHOW_FOLDER: Final = "Show in folder"


def offer_title(count: int) -> str:
    """Asks about model files that were dropped."""
    return "Import this model?" if count == 1 else f"Import {count} models?"


def and_more(count: int) -> str:
    """The end of a list that is cut short."""
    return f"and {count} more"


def all_count(count: int) -> str:
    """The chip that shows everything."""
    return f"All {count}"


def fits_count(count: int) -> str:
    """The chip for what fits."""
    return f"Fits {count}"


def installed_count(count: int) -> str:
    """The chip for what is here."""
    return f"Installed {count}"


def sort_button(by: Sort) -> str:
    """What the sort button says."""
    return f"{SORT}: {SORTS[by]}"


def footer(row_room: tuple[int, int, str] | None) -> str:
    """What the verdicts mean here: bytes free on graphics, in main memory, and how shared."""
    if row_room is None:
        return ""
    graphics, main, kind = row_room
    free = numbers.gigabytes(graphics + main if kind == "separate" else main)
    if kind == "separate":
        return f"Fits: graphics card alone. Tight: shared with main memory, slower. {free} free."
    return f"Fits: up to 85 % of free memory. Tight: more than that. {free} free now."


def used(count: int) -> str:
    """What the models folder takes."""
    return f"{numbers.size_bytes(count)} used"


def free(count: int | None) -> str:
    """What the disk has left."""
    return f"{numbers.size_bytes(count)} free" if count is not None else ""


def shelf_line(each: OnDisk, today: date) -> str:
    """What vouches for a file."""
    if each.is_starter:
        return COMES_WITH
    if each.is_watched:
        return IN_WATCHED
    if each.model is None:
        return NOT_CHECKED
    if each.model.linked:
        return LINKED
    seconds = each.model.sidecar.mtime_ns / 1e9
    then = datetime.fromtimestamp(seconds, tz=UTC).astimezone().date()
    return f"{VERIFIED} {numbers.day(then, today)}"


def watched_line(sight: Sight | None) -> str:
    """What the watched folder holds."""
    if sight is None:
        return ""
    if not sight.reachable or sight.missed:
        return "Not connected. Its models come back with it."
    count = len(sight.here)
    said = "1 model" if count == 1 else f"{count} models"
    return f"{said}, {sight.growing} still being copied" if sight.growing else said


def predictions_line(made: Sequence[Prediction], left_out: int = 0) -> str:
    """How many measured speeds fell into their predicted range, the mean miss, what is left out."""
    said = _predictions(made)
    if not left_out:
        return said
    answers = "1 answer was" if left_out == 1 else f"{left_out} answers were"
    return f"{said} {answers} left out: other programs used the processor meanwhile."


def _predictions(made: Sequence[Prediction]) -> str:
    if not made:
        return NO_PREDICTIONS
    held = sum(each.held for each in made)
    miss = round(100 * sum(each.miss for each in made) / len(made))
    if len(made) == 1:
        where = "inside" if held else "outside"
        return f"The one measured speed fell {where} the predicted range. The miss is {miss} %."
    said = f"All {held}" if held == len(made) else f"{held} of {len(made)}"
    return f"{said} measured speeds fell inside the predicted range. The average miss is {miss} %."


def memory_line(check: MemoryCheck | None) -> str:
    """What the model in use takes, beside what was predicted."""
    if check is None:
        return ""
    measured, predicted = (f"{each / 1024**3:.2f} GB" for each in (check.measured, check.predicted))
    return f"Memory of the model in use: {measured} measured, {predicted} predicted."


def graphics_sentence(use: GraphicsUse) -> str:
    """What the engine makes of the graphics found, where that is a surprise."""
    name = use.name or "The graphics card"
    match use.use:
        case Use.ENGINE_IS_CPU_ONLY:
            return f"{name} is there, but this build of the engine uses the processor only."
        case Use.DRIVER_MISSING:
            return f"{name} is there, but its driver for computing is missing."
        case _:
            return ""


def bundle_name(folder: str) -> str:
    """A bundle's name for people."""
    return folder.rpartition("/")[2].removesuffix(BUNDLE_SUFFIX)


def point(each: Prediction) -> str:
    """A point of the chart in words."""
    name = each.model.partition(":")[0]
    return (
        f"{name}: {numbers.speed(each.measured)} measured, "
        f"{numbers.speed(each.predicted)} predicted"
    )


def purpose_button(capability: Capability | None) -> str:
    """What the purpose button says."""
    return f"{PURPOSE}: {PURPOSES[capability]}"


def predicted_axis(end: str) -> str:
    """What stands below the chart, at its right end."""
    return f"{end} predicted tok/s"
