"""Which files of which models run on this computer, and how fast."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from indoors.core.catalog import Entry, File, knows
from indoors.core.fit import Fit, ModelShape, Room, Setting, Verdict, judge, published_shape
from indoors.core.quantization import is_recommendable
from indoors.core.speed import (
    Calibration,
    Estimate,
    cache_read,
    estimate,
    estimate_split,
    measured,
    prefill_workload,
    writing_workload,
)

USUAL_CONTEXT = 8192
_TINY_PARAMETERS = 0.5e9
"""Up to here most of a file is vocabulary, and Q8_0 costs little more than Q4_K_M."""
_DISK_MARGIN = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known about the computer. ``card`` None: no graphics that the engine can use.

    ``shapes`` and ``speeds`` hold what is better known than published: shapes from headers,
    by file name, and tokens per second measured here, by model id.
    """

    room: Room
    main: Calibration
    main_reading: Calibration
    card: Calibration | None = None
    card_reading: Calibration | None = None
    disk_free: int | None = None
    context: int = USUAL_CONTEXT
    language: str | None = None
    installed: frozenset[str] = frozenset()  # sha256
    shapes: Mapping[str, ModelShape] = field(default_factory=dict)
    speeds: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def speaks(self, entry: Entry) -> bool:
        """Whether the user's language is among the model's; without one, more than one of any."""
        if self.language is None:
            return entry.language_count is not None or len(entry.languages or ()) > 1
        return knows(entry, self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A file that may be loaded here; speeds in tokens per second."""

    entry: Entry
    file: File
    shape: ModelShape
    fit: Fit
    speed: Estimate
    reading: Estimate


def candidates(entries: Iterable[Entry], situation: Situation) -> list[Candidate]:
    """Return one file of each model that runs: the usual one, or the last resort for it."""
    found = (_best_file(entry, situation) for entry in entries)
    return [each for each in found if each is not None]


def weigh(entry: Entry, file: File, situation: Situation) -> Candidate | None:
    """Judge a single file; None if its size is not known."""
    shape = situation.shapes.get(file.name) or published_shape(entry, file)
    if shape is None:
        return None
    context = min(situation.context, shape.context_trained or situation.context)
    fit = judge(shape, Setting(context=context), situation.room)
    return Candidate(
        entry=entry,
        file=file,
        shape=shape,
        fit=fit,
        speed=_writing(entry, shape, fit, situation),
        reading=_reading(entry, shape, fit, situation),
    )


def _best_file(entry: Entry, situation: Situation) -> Candidate | None:
    for last_resort in (False, True):
        for file in _suggestable(entry, last_resort=last_resort):
            found = weigh(entry, file, situation)
            if found and _runs(found) and _has_place(file, situation):
                return found
    return None


def _runs(found: Candidate) -> bool:
    return found.fit.is_complete and found.fit.verdict is not Verdict.TOO_BIG


def _suggestable(entry: Entry, *, last_resort: bool) -> list[File]:
    """Files that may be suggested, the usual choice first: as listed, Q8_0 for tiny models."""
    allowed = [
        file
        for file in entry.files
        if is_recommendable(file.quantization, entry.parameters, last_resort=last_resort)
        and file.size is not None
        and file.sha256 is not None
    ]
    if entry.parameters is not None and entry.parameters <= _TINY_PARAMETERS:
        allowed.sort(key=lambda file: file.quantization != "Q8_0")
    return allowed


def _has_place(file: File, situation: Situation) -> bool:
    if situation.disk_free is None or file.sha256 in situation.installed:
        return True
    return (file.size or 0) + _DISK_MARGIN <= situation.disk_free


def _writing(entry: Entry, shape: ModelShape, fit: Fit, situation: Situation) -> Estimate:
    known = measured(situation.speeds.get(entry.id, ()))
    if known:
        return known
    cache = (fit.requirement.context or 0) + fit.requirement.graphics_context
    work = writing_workload(
        shape.read_bytes,
        shape.layer_count,
        architecture=entry.architecture,
        model_id=entry.id,
        active_share=entry.active_share,
        cache_bytes=cache_read(cache, fit.setting.context),
    )
    if situation.card is None or not fit.gpu_layers:
        return estimate(situation.main, work)
    return estimate_split(situation.card, situation.main, work, fit.gpu_layers / fit.layers)


def _reading(entry: Entry, shape: ModelShape, fit: Fit, situation: Situation) -> Estimate:
    parameters = entry.parameters or 1.7 * shape.weights
    work = prefill_workload(parameters, shape.layer_count, active_share=entry.active_share)
    if situation.card_reading is None or not fit.gpu_layers:
        return estimate(situation.main_reading, work)
    share = fit.gpu_layers / fit.layers
    return estimate_split(situation.card_reading, situation.main_reading, work, share)
