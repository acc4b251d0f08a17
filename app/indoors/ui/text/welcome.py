"""Words of the first run around the cards: the check, its facts, headlines and the foot."""

from dataclasses import dataclass
from typing import Final

from indoors.core.hardware import (
    Bandwidth,
    Disk,
    Graphics,
    GraphicsUse,
    MainMemory,
    Processor,
    Use,
)
from indoors.ui.text.hardware import graphics_note
from indoors.ui.text.numbers import DASH, gigabytes, percent, rate, size_bytes

APP: Final = "Indoors"
MOTTO: Final = "AI that stays indoors"
PAGE: Final = "First run"

# ---- headlines --------------------------------------------------------------------------

CHECKING: Final = "Checking what this computer can do"
CHECKING_BODY: Final = "It takes a few seconds. Nothing is sent anywhere."
RUNS_WELL: Final = "This computer runs private AI well"
RUNS: Final = "This computer runs private AI"
NO_FIT: Final = "This computer has too little memory for these models"
NO_FIT_BODY: Final = "The starter model runs."
NO_FIT_IMPORT_BODY: Final = "You can import a smaller model file."
NO_SUGGESTION: Final = "No model can be suggested"
NO_SUGGESTION_BODY: Final = (
    "How much memory is free could not be found out. You can import a model file."
)

READY_BODY: Final = "It stays on this computer. More models can be added at any time."

SUGGESTIONS: Final = "Models for this computer"
PICK: Final = "Pick a model to download"
MODELS: Final = "Models"
CHECKED_FILES: Final = (
    "Every file is checked against its published SHA-256 before it is used. "
    "A file that does not match is deleted."
)
NEEDS_CONNECTION_BODY: Final = (
    "No network is connected. A model file from a disk or a share works without one."
)
SEALED_BODY: Final = (
    "Downloads are switched off here. A model file from a disk or a share works without them."
)

# ---- foot ------------------------------------------------------------------------------

START_STARTER: Final = "Start now with the built-in starter model"
STARTER_BODY: Final = "Small and quick, fine for trying things out. No download."
NO_INTERNET: Final = "No internet here?"
IMPORT: Final = "Import a model file…"
SKIP: Final = "Skip"
SKIP_TIP: Final = "Opens the chat without a model. Models can be added at any time."
START_CHATTING: Final = "Start chatting"

THE_STARTER: Final = "the starter model"
THE_HUB: Final = "the model hub"
_NO_CONTENT: Final = "The request holds no personal content."

# ---- shield -----------------------------------------------------------------------------

NOTHING_LEFT: Final = "0 bytes have left this device"
NO_CONTENT_LEFT: Final = "0 bytes of your content have left"
ENFORCED: Final = "Indoors: "
COUNTED_TIP: Final = (
    "Counted by Indoors itself. The operating system does not enforce that yet in this version."
)

# ---- facts ------------------------------------------------------------------------------

FACT_NAMES: Final = {
    "processor": "Processor",
    "memory": "Memory",
    "graphics": "Graphics",
    "disk": "Disk",
    "memory_speed": "Memory speed",
}
MEASURED: Final = "Measured"
FACT_WAITS: Final = "Checking…"
_NOT_MEASURED: Final = "could not be measured"
_NOT_FOUND_OUT: Final = "could not be found out"
_USES: Final = {
    Use.ENGINE_IS_CPU_ONLY: "not used by this engine",
    Use.DRIVER_MISSING: "not used, no driver",
    Use.ENGINE_UNKNOWN: "not counted yet",
}


@dataclass(frozen=True, slots=True)
class FactWords:
    """A fact as shown: the value, one line below it, and the rest in a tooltip."""

    value: str
    detail: str = ""
    tip: str = ""
    is_measured: bool = False


def processor(found: Processor) -> FactWords:
    """AMD Ryzen 7 7700; 8 cores, AVX-512."""
    cores = found.physical_cores or found.logical_cores
    detail = "1 core" if cores == 1 else f"{cores} cores"
    if found.features:
        detail += f", {found.features[0]}"
    tip = ""
    if found.quota is not None:
        tip = f"Indoors may use {found.quota:g} of its cores here."
    return FactWords(_plain_name(found.model), detail, tip)


def memory(found: MainMemory) -> FactWords:
    """32 GB; 22.8 GB free now."""
    tip = "" if found.limit is None else "A limit is set for programs here; it is what counts."
    return FactWords(_round_gigabytes(found.total), f"{gigabytes(found.free)} free now", tip)


def graphics(found: tuple[Graphics, ...], use: GraphicsUse) -> FactWords:
    """GeForce RTX 4060; 8 GB, 7.4 GB free. Says so where the engine can't use it."""
    if use.use is Use.NO_GRAPHICS or use.name is None:
        return FactWords("None found", "The processor does the work")
    name = _plain_name(use.name)
    if not use.usable:
        return FactWords(name, _USES[use.use], graphics_note(use))
    if use.is_shared:
        return FactWords(name, "uses main memory")
    others = len(found) - 1
    more = f", {others} more" if others > 0 else ""
    total, free = _round_gigabytes(use.memory_total), gigabytes(use.memory_free)
    return FactWords(name, f"{total}, {free} free{more}", graphics_note(use))


def disk(found: Disk, speed: Bandwidth | None = None) -> FactWords:
    """412 GB free; of 1 TB, solid state. The tooltip tells its speed, once that was measured."""
    kinds = {True: ", solid state", False: ", spinning disk", None: ""}
    detail = f"of {_round_bytes(found.total)}{kinds[found.is_solid_state]}"
    tip = f"Models go to {found.folder}."
    if speed is not None:
        tip += f" Files are read at {rate(speed.bytes_per_second)} here, measured."
    return FactWords(f"{_round_bytes(found.free)} free", detail, tip)


def memory_speed(found: Bandwidth, use: GraphicsUse | None) -> FactWords:
    """58 GB/s; main memory. A card's speed is its data sheet's, and said to be."""
    detail = "main memory"
    if use is not None and use.usable and use.bandwidth and not use.is_shared:
        detail = f"graphics {rate(use.bandwidth)}, data sheet"
    tip = "Answers are written about as fast as memory can be read."
    return FactWords(rate(found.bytes_per_second), detail, tip, is_measured=True)


def not_known(name: str, reason: str) -> FactWords:
    """A dash, and the reason in the tooltip."""
    detail = _NOT_MEASURED if name == "memory_speed" else _NOT_FOUND_OUT
    return FactWords(DASH, detail, f"Reason: {reason}")


def fact_aloud(name: str, said: FactWords | None) -> str:
    """A fact in one line for a screen reader."""
    if said is None:
        return f"{FACT_NAMES[name]}: {FACT_WAITS}"
    value = "not known" if said.value == DASH else said.value
    parts = [value, said.detail, MEASURED.lower() if said.is_measured else ""]
    return f"{FACT_NAMES[name]}: " + ", ".join(part for part in parts if part)


# ---- sentences with figures ----------------------------------------------------------------


def checked(seconds: float | None) -> str:
    """Checked on this computer in 9 seconds. Nothing was sent anywhere."""
    if seconds is None:
        return "Nothing was sent anywhere."
    whole = max(1, round(seconds))
    unit = "second" if whole == 1 else "seconds"
    return f"Checked on this computer in {whole} {unit}. Nothing was sent anywhere."


def basis(*, is_measured: bool, is_calibrated: bool) -> str:
    """Say what the speeds on the cards rest on."""
    change = "You can change models at any time."
    if is_calibrated:
        return f"Speeds are predicted from models measured on this computer. {change}"
    if is_measured:
        return f"Speeds are predicted from the memory speed measured above. {change}"
    return f"Memory speed is not known, so predicted speeds have a wide range. {change}"


def getting_ready(name: str) -> str:
    """The headline while a model is on its way."""
    return f"Getting {name} ready"


def is_ready(name: str) -> str:
    """The headline once it is there."""
    return f"{name} is ready"


def meanwhile(usable: str | None) -> str:
    """What can be done during a download."""
    rest = "The download carries on in the background and resumes by itself after a break."
    if usable is None:
        return rest
    return f"You can start chatting with {usable} now. {rest}"


def what_is_asked(hub: str) -> str:
    """What a download tells the other side."""
    return f"To download, this computer asks {hub} for one named file. {_NO_CONTENT}"


def reading_file(name: str, done: int, total: int) -> str:
    """An import on its way: the file is read once, for its SHA-256."""
    known = f", {percent(done / total)}" if total else ""
    return f"Checking “{name}”{known}"


def start_with(name: str) -> str:
    """The foot's offer when a model was imported."""
    return f"Start chatting with {name}"


# ---- figures --------------------------------------------------------------------------------


def _plain_name(model: str) -> str:
    """Leave out marks and what is said elsewhere: "AMD Ryzen 7 7700 8-Core Processor"."""
    for mark in ("(R)", "(r)", "(TM)", "(tm)", "NVIDIA "):
        model = model.replace(mark, "")
    words = model.partition("@")[0].split()
    kept = [word for word in words if word not in _FILLERS and not word.endswith("-Core")]
    return " ".join(kept) or model.strip()


_FILLERS: Final = frozenset({"CPU", "Processor", "processor"})
_WHOLE_FROM: Final = 100


def _round_gigabytes(count: int) -> str:
    """32 GB, 31.3 GB: no decimal that says nothing."""
    return gigabytes(count).replace(".0 GB", " GB")


def _round_bytes(count: int) -> str:
    """412 GB, 1 TB, 5.6 GB."""
    figure, unit = size_bytes(count).rsplit(" ", 1)
    value = float(figure.replace(",", ""))
    return (
        f"{value:.0f} {unit}" if value >= _WHOLE_FROM or value.is_integer() else f"{figure} {unit}"
    )
