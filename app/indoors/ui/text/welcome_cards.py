"""Words of the three cards of the first run."""

from collections.abc import Callable, Mapping
from typing import Final

from indoors.core.catalog import Licence
from indoors.core.errors import Fact
from indoors.core.fit import Fit, Verdict
from indoors.core.recommend import Reason, Role
from indoors.core.speed import Estimate, Source
from indoors.ui.text.numbers import (
    duration,
    gigabytes,
    percent,
    size_bytes,
    speed_figure,
)

ROLES: Final = {Role.FASTEST: "Fastest", Role.BALANCED: "Balanced", Role.BEST: "Best quality"}
RECOMMENDED: Final = "Recommended"
CHOOSING: Final = "Suggested when the check is done"
SOURCES: Final = {
    Source.PREDICTED: "Predicted",
    Source.CALIBRATED: "Predicted",
    Source.MEASURED: "Measured",
}
SOURCE_TIPS: Final = {
    Source.PREDICTED: "Predicted from this computer's memory speed. Nine of ten fall in the range.",
    Source.CALIBRATED: "Predicted from models measured here. Nine of ten fall in the range.",
    Source.MEASURED: "Measured on this computer with this model.",
}
SPEED: Final = "Speed"
FIT: Final = "Memory"
READING_SPEED: Final = "reading speed"
READING_SPEED_TIP: Final = "About 6 tokens per second, as fast as most people read along."
GRAPHICS: Final = "graphics"
MEMORY: Final = "memory"

TEN_PAGES: Final = "10 pages"
ON_DISK: Final = "On disk"
LICENCE: Final = "Licence"
_WIDE: Final = 2.0
_WHOLE_FROM: Final = 100
_PAGES_TOKENS: Final = 5000  # ten pages of five hundred

PAUSE: Final = "Pause"
RESUME: Final = "Resume"
CANCEL: Final = "Cancel"
RETRY: Final = "Try again"
IMPORT: Final = "Import a file…"
QUEUED: Final = "Waits for the other download"
CONNECTING: Final = "Connecting…"
CHECKING: Final = "Checking SHA-256"
VERIFIED: Final = "SHA-256 verified"
PAUSED: Final = "Paused"
WAITING: Final = "No connection, goes on by itself"
NEEDS_CONNECTION: Final = "Needs a connection"
NEEDS_CONNECTION_TIP: Final = "No network is connected. The button works again when there is one."
START_CHATTING: Final = "Start chatting"
PROGRESS: Final = "Download"

_FITS_CARD: Final = "Fits the graphics card"
_FITS_SHARED: Final = "Fits the memory"
_SHARED_BOTH: Final = "Shared with main memory"
_TIGHT: Final = "Tight"
_TOO_BIG: Final = "Too big"


def _times(facts: Mapping[str, Fact]) -> str:
    return f"{float(facts['times']):g}"


_REASONS: Final[Mapping[Reason, Callable[[Mapping[str, Fact]], str]]] = {
    Reason.FASTER_THAN_BALANCED: lambda f: f"About {_times(f)} times as fast as the balanced one.",
    Reason.LARGEST_FASTER_THAN_READING: lambda _: "The largest that answers faster than you read.",
    Reason.GOOD_AND_FASTER: lambda f: f"About {_times(f)} times as fast as the best one.",
    Reason.BEST_THAT_FITS: lambda _: "The most capable that fits into memory.",
    Reason.BEST_SHARED: lambda _: "The most capable. It uses both kinds of memory.",
    Reason.BEST_BUT_SLOW: lambda _: "The most capable, but slower than you read.",
    Reason.ONLY_ONE: lambda _: "The one model that suits this computer.",
}


def reason(kind: Reason, facts: Mapping[str, Fact]) -> str:
    """Return why a model has this card, in one sentence."""
    return _REASONS[kind](facts)


def spread(speed: Estimate) -> str:
    """± 4 tok/s, with as many decimals as the value; "tok/s" alone for what was measured.

    A wide range is not even: half of it on either side would reach where nobody expects it.
    """
    if speed.source is Source.MEASURED:
        return "tok/s"
    if speed.high > _WIDE * speed.low:
        return f"tok/s, {speed_figure(speed.low)} to {speed_figure(speed.high)}"
    decimals = 1 if round(speed.value, 1) < 10 else 0
    return f"± {speed.spread:.{decimals}f} tok/s"


def speed_aloud(speed: Estimate) -> str:
    """The speed, its range and what it rests on, for a screen reader."""
    word = SOURCES[speed.source].lower()
    value, low, high = (speed_figure(each) for each in (speed.value, speed.low, speed.high))
    return f"{value} tokens per second, {word}, between {low} and {high}"


def fit_word(fit: Fit) -> str:
    """Say in three words where the model finds its place."""
    if fit.verdict is Verdict.TOO_BIG:
        return _TOO_BIG
    if fit.gpu_layers and fit.room.graphics == "separate":
        if fit.gpu_layers < fit.layers:
            return _SHARED_BOTH
        return _FITS_CARD if fit.verdict is Verdict.FITS else f"{_TIGHT} on the graphics card"
    if fit.verdict is Verdict.FITS:
        return _FITS_SHARED
    return f"{_TIGHT}: {percent(fit.requirement.total / max(1, fit.room.main))} of what is free"


def needs(fit: Fit) -> tuple[str, str, str]:
    """("Needs ", "6.2 GB", " of memory"): the figure stands out."""
    return "Needs ", gigabytes(fit.requirement.total), " of memory"


def fit_aloud(fit: Fit) -> str:
    """Both of the above for a screen reader."""
    return f"{''.join(needs(fit))}. {fit_word(fit)}"


def zone(name: str, count: int) -> str:
    """graphics, 7.4 GB free."""
    return f"{name}, {free(count)}"


def free(count: int) -> str:
    """7.4 GB free."""
    return f"{gigabytes(count)} free"


def reading_time(reading: Estimate) -> str:
    """How long ten pages take: "read in about 4 s"."""
    return f"read in about {duration(max(1.0, _PAGES_TOKENS / reading.value))}"


def licence(found: Licence) -> tuple[str, str]:
    """Name and what it allows: ("Apache 2.0", ", free for business use")."""
    name = (found.spdx or "not known").removeprefix("LicenseRef-").replace("-", " ")
    if found.conditions:
        return name, ", conditions apply"
    return name, ", free for business use" if found.commercial else ""


def download(size: int | None) -> str:
    """The button carries the size."""
    return "Download" if size is None else f"Download {size_of(size)}"


def download_aloud(name: str, size: int | None) -> str:
    """The same with the model's name, as three buttons say nearly the same."""
    return f"{download(size)}, {name}"


def percent_done(fraction: float | None) -> str:
    """62 %; nothing where the length is not known."""
    return "" if fraction is None else percent(fraction)


def size_of(count: int) -> str:
    """5.0 GB, 379 MB: no decimal from a hundred on."""
    figure, _, unit = size_bytes(count).rpartition(" ")
    value = float(figure.replace(",", ""))
    return f"{value:.0f} {unit}" if value >= _WHOLE_FROM else f"{figure} {unit}"


def amount(done: int, total: int | None) -> str:
    """3.1 of 5.0 GB."""
    if total is None:
        return size_of(done)
    whole = size_of(total)
    figure, _, unit = size_of(done).rpartition(" ")
    return f"{figure} of {whole}" if whole.endswith(f" {unit}") else f"{figure} {unit} of {whole}"


def rate(bytes_per_second: float | None) -> str:
    """46 MB/s; nothing where it is not known."""
    if not bytes_per_second:
        return ""
    figure, _, unit = size_bytes(round(bytes_per_second)).rpartition(" ")
    value = float(figure.replace(",", ""))
    return f"{value:.{0 if value >= 10 else 1}f} {unit}/s"


def left(seconds: float | None) -> str:
    """41 s left."""
    return "" if seconds is None else f"{duration(seconds)} left"


def short_hash(sha256: str) -> str:
    """882e…6ed9."""
    return f"{sha256[:4]}…{sha256[-4:]}"


def card_aloud(role: Role, name: str, *, recommended: bool) -> str:
    """The card as a group for a screen reader."""
    parts = [ROLES[role], name, RECOMMENDED.lower() if recommended else ""]
    return ", ".join(part for part in parts if part)


def progress_aloud(name: str, fraction: float | None, seconds: float | None) -> str:
    """Qwen3 8B, 62 %, 41 s left."""
    parts = [name, percent(fraction) if fraction is not None else "", left(seconds)]
    return ", ".join(part for part in parts if part)
