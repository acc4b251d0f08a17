"""Words of one model: its row in the table, its download, its tooltip. No Qt here."""

from typing import Final

from indoors.core.catalog import Entry, Licence
from indoors.core.fit import Verdict
from indoors.core.speed import Estimate, Source
from indoors.services.download_status import DownloadPhase, DownloadStatus
from indoors.services.model_rows import ModelRow
from indoors.ui.text import numbers
from indoors.ui.text.models import (
    ABSENT,
    ABSENT_TIP,
    CANNOT_RUN,
    GET,
    IN_USE,
    LOADING,
    MEASURED,
    NOT_FOR_CHAT,
    UNKNOWN_SIZE,
    USE,
    VERDICTS,
    memory_line,
)

_WIDE: Final = 0.5


def short_name(entry: Entry) -> str:
    """The catalogue's name without what says the same of nearly all of them."""
    name = entry.name.split(" (")[0]
    for ending in (" Instruct", " IT", " Chat"):
        name = name.replace(f"{ending} ", " ") if f"{ending} " in name else name
        name = name.removesuffix(ending)
    return name


def disk(row: ModelRow) -> str:
    """Size of the file."""
    return numbers.size_bytes(row.file.size)


def needed(row: ModelRow) -> str:
    """Memory with the settings as they are."""
    return numbers.gigabytes(row.needed)


def verdict(row: ModelRow) -> str:
    """One word for the fit."""
    return VERDICTS[row.verdict] if row.verdict else numbers.DASH


def spread(estimate: Estimate) -> str:
    """37 ± 4, in tokens per second; a range too wide for that is told by its ends: 16 to 54."""
    if estimate.spread > _WIDE * estimate.value:
        return f"{numbers.speed_figure(estimate.low)} to {numbers.speed_figure(estimate.high)}"
    one_decimal = round(estimate.value, 1) < 10
    figure = f"{estimate.spread:.{1 if one_decimal else 0}f}"
    return f"{numbers.speed_figure(estimate.value)} ± {figure}"


def speed_parts(row: ModelRow) -> tuple[str, str]:
    """What is measured (drawn strong) and the rest of the line."""
    if row.verdict is Verdict.TOO_BIG:
        return "", CANNOT_RUN
    if not row.can_chat:
        return "", NOT_FOR_CHAT
    if row.predicted is None:
        return "", numbers.DASH
    if row.measured is None:
        return "", spread(row.predicted)
    return numbers.speed_figure(row.measured.value), f" {MEASURED} · {spread(row.predicted)}"


def speed(row: ModelRow) -> str:
    """The whole speed cell as one text."""
    return "".join(speed_parts(row))


_LICENCES: Final = {
    "LicenseRef-Apple-AMLR": "Apple research",
    "LicenseRef-EXAONE": "EXAONE",
    "LicenseRef-Falcon-LLM": "Falcon",
    "LicenseRef-Gemma-Terms": "Gemma terms",
    "LicenseRef-LFM-Open-1.0": "LFM Open",
    "LicenseRef-Llama-3.1-Community": "Llama 3.1",
    "LicenseRef-Llama-3.2-Community": "Llama 3.2",
    "LicenseRef-NVIDIA-Nemotron-Open-Model": "NVIDIA Open Model",
    "Apache-2.0": "Apache 2.0",
    "apache-2.0": "Apache 2.0",
    "mit": "MIT",
}


def licence(said: Licence) -> str:
    """A licence by the name people use."""
    if said.spdx is None:
        return "not stated"
    return _LICENCES.get(said.spdx, said.spdx.removeprefix("LicenseRef-").replace("-", " "))


def licence_note(said: Licence) -> str:
    """What a business must know; empty where all is clear."""
    if said.commercial is False:
        return "no business use"
    if said.commercial is None:
        return "terms unclear"
    return "conditions apply" if said.conditions else ""


def action(row: ModelRow) -> str:
    """What the last column says."""
    if row.in_use:
        return IN_USE
    if row.loading:
        return LOADING
    if row.download is not None and row.on_disk is None:
        return download_short(row.download)
    if row.on_disk is not None:
        return USE if row.can_chat else ""
    if row.absent is not None:
        return ABSENT
    if row.verdict is Verdict.TOO_BIG and row.needed is not None:
        return f"needs {row.needed / 1024**3:,.0f} GB"
    return GET if row.file.size is not None else UNKNOWN_SIZE


def download_short(status: DownloadStatus) -> str:
    """A download in one or two words."""
    match status.phase:
        case DownloadPhase.QUEUED:
            return "Waiting"
        case DownloadPhase.CONNECTING:
            return "Connecting…"
        case DownloadPhase.CHECKING:
            return "Checking…"
        case DownloadPhase.WAITING:
            return "Interrupted"
        case DownloadPhase.PAUSED:
            return f"Paused, {percent_done(status)}"
        case DownloadPhase.FAILED:
            return "Failed"
        case _:
            return percent_done(status)


def percent_done(status: DownloadStatus) -> str:
    """42 %, or a dash while the size is not known."""
    return numbers.percent(fraction_done(status))


def fraction_done(status: DownloadStatus) -> float | None:
    """0 to 1; None while the size is not known."""
    return status.done / status.total if status.total else None


def download_line(status: DownloadStatus, *, steady: bool = True) -> str:
    """Amount, speed and time left; ``steady`` once the speed has settled."""
    amount = f"{numbers.size_bytes(status.done)} of {numbers.size_bytes(status.total)}"
    if status.phase is not DownloadPhase.RUNNING:
        words = download_short(status).partition(",")[0]
        if status.phase is DownloadPhase.CHECKING:
            words = "Checking what is there"
        return f"{words} · {amount}" if status.done else words
    parts = [amount]
    if status.speed:
        parts.append(f"{numbers.size_bytes(int(status.speed))}/s")
        if steady:
            parts.append(f"{numbers.duration(status.seconds_left)} left")
    return " · ".join(parts)


def row_tip(row: ModelRow) -> str:
    """Everything that the row's columns have no room for."""
    entry = row.entry
    lines = [f"{entry.name}, {row.file.quantization}".rstrip(", ")]
    if row.verdict is not None and row.judged is not None:
        lines.append(fit_sentence(row))
    if row.memory is not None:
        lines.append(memory_line(row.memory))
    lines.append(speed_sentence(row))
    if entry.licence.conditions:
        lines.append(entry.licence.conditions)
    if row.absent is not None:
        lines.append(ABSENT_TIP)
    if row.path is not None:
        lines.append(row.path)
    return "\n".join(line for line in lines if line)


def fit_sentence(row: ModelRow) -> str:
    """The verdict with its numbers."""
    if row.judged is None:
        return ""
    fit = row.judged.fit
    free = fit.room.main + (fit.room.on_graphics if fit.room.graphics == "separate" else 0)
    need = f"Needs {numbers.gigabytes(row.needed)} of {numbers.gigabytes(free)} free"
    context = f"for a context of {fit.setting.context:,} tokens"
    match fit.verdict:
        case Verdict.FITS:
            return f"{need} {context}."
        case Verdict.TIGHT if 0 < fit.gpu_layers < fit.layers:
            return f"{need} {context}, shared between graphics and main memory, so it is slower."
        case Verdict.TIGHT:
            return f"{need} {context}. Other programs would have little left."
        case _:
            return f"{need} {context}. It cannot run now."


def speed_sentence(row: ModelRow) -> str:
    """The prediction and its source, and what was measured."""
    if row.verdict is Verdict.TOO_BIG or row.predicted is None:
        return ""
    said = f"{spread(row.predicted)} tok/s, {_SOURCES[row.predicted.source]}."
    if row.measured is not None:
        return f"{numbers.speed(row.measured.value)} measured here; {said}"
    return said


_SOURCES: Final = {
    Source.PREDICTED: "predicted from the speed of the memory",
    Source.CALIBRATED: "predicted from other models measured on this computer",
    Source.MEASURED: "measured here",
}


def aloud(row: ModelRow) -> str:
    """The row as one sentence."""
    parts = [short_name(row.entry), row.file.quantization, f"{disk(row)} on disk"]
    parts += [f"needs {needed(row)} of memory", verdict(row), f"{speed(row)} tokens per second"]
    parts += [licence(row.entry.licence), action(row)]
    return ", ".join(part for part in parts if part)
