"""One row for each model: what it needs, how fast it is, what can be done with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from indoors.core.candidates import Candidate, Situation, candidates, weigh
from indoors.core.catalog import Capability, Catalog, Entry, File, knows
from indoors.core.fit import Fit, Room, Verdict, judge, requirement
from indoors.core.model_settings import AUTOMATIC, ModelSettings
from indoors.core.recommend import READING_SPEED, standing
from indoors.core.speed import Estimate, measured
from indoors.services.download_status import DownloadStatus
from indoors.services.local_entry import LOCAL
from indoors.services.model_shelf import Absent, OnDisk, Shelf, speed_key

_VERDICTS = {Verdict.FITS: 0, Verdict.TIGHT: 1, Verdict.TOO_BIG: 2, None: 3}


@dataclass(frozen=True, slots=True)
class MemoryCheck:
    """What the loaded model takes of main memory, in bytes: predicted by fit, and measured.

    Measured is the engine's resident size once it has answered, when all weights were read.
    """

    predicted: int
    measured: int

    @property
    def miss(self) -> float:
        """How far off, as a share of what was measured."""
        return abs(self.predicted - self.measured) / max(1, self.measured)


class Sort(StrEnum):
    FOR_YOU = "for_you"
    NAME = "name"
    DISK = "disk"
    MEMORY = "memory"
    SPEED = "speed"
    LICENCE = "licence"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """``judged`` None: the file's size is not known, so nothing else is.

    ``predicted`` never holds a measurement; ``measured`` never a prediction.
    """

    entry: Entry
    file: File
    judged: Candidate | None
    predicted: Estimate | None
    measured: Estimate | None = None
    on_disk: OnDisk | None = None
    absent: Absent | None = None  # it was here, and its disk is not connected now
    download: DownloadStatus | None = None
    in_use: bool = False
    loading: bool = False
    is_default: bool = False
    is_resting: bool = False  # unloaded for want of questions
    memory: MemoryCheck | None = None  # of the model in use

    @property
    def key(self) -> str:
        return self.path or f"{self.entry.id}/{self.file.name}"

    @property
    def path(self) -> str | None:
        """Where the file is, or was."""
        place = self.on_disk or self.absent
        return str(place.path) if place else None

    @property
    def is_away(self) -> bool:
        """Whether it is neither here nor on its way."""
        return self.on_disk is None and self.download is None

    @property
    def verdict(self) -> Verdict | None:
        return self.judged.fit.verdict if self.judged else None

    @property
    def needed(self) -> int | None:
        return self.judged.fit.requirement.total if self.judged else None

    @property
    def speed(self) -> Estimate | None:
        return self.measured or self.predicted

    @property
    def can_chat(self) -> bool:
        return self.on_disk.is_chat if self.on_disk else self.entry.is_chat


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFilter:
    """What to show; the words must all occur somewhere in the row's names."""

    text: str = ""
    fits: bool = False
    installed: bool = False
    commercial: bool = False
    language: str | None = None
    capability: Capability | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """What changes more often than the catalogue: downloads, the engine, measurements."""

    downloads: Sequence[DownloadStatus] = ()
    speeds: Mapping[str, tuple[float, ...]] | None = None  # by ``speed_key``
    first: Mapping[str, Estimate] | None = None  # what was predicted before the first of them
    settings: Mapping[str, ModelSettings] | None = None  # by path
    in_use: str | None = None
    in_use_context: int = 0  # tokens, as it was loaded
    resident: int | None = None  # bytes of the engine with it, after an answer
    loading: str | None = None
    default: str | None = None
    resting: str | None = None


def model_rows(
    catalog: Catalog, shelf: Shelf, situation: Situation, present: Present
) -> list[ModelRow]:
    """Return the files on the disk, then one file of each other model of the catalogue."""
    plain = replace(situation, speeds={})
    made = [_here(each, plain, present) for each in shelf.files]
    made += [_away(each, plain, present) for each in shelf.absent]
    seen = {each.entry.id for each in shelf.files if each.in_catalog}
    asked = {status.request.file.name: status for status in present.downloads}
    for entry in catalog.entries:
        wanted = [file for file in entry.files if file.name in asked]
        made += [_there(entry, file, plain, present) for file in wanted]
        if not wanted and entry.id not in seen and entry.files:
            made.append(_there(entry, _usual(entry, plain), plain, present))
    return [row if row.absent else replace(row, download=asked.get(row.file.name)) for row in made]


def choose_rows(rows: Iterable[ModelRow], wanted: RowFilter) -> list[ModelRow]:
    """Return the rows that pass, in their order."""
    words = wanted.text.casefold().split()
    return [row for row in rows if _passes(row, wanted) and _says(row, words)]


def sort_rows(rows: Iterable[ModelRow], by: Sort, *, descending: bool = False) -> list[ModelRow]:
    """Return the rows in order; what is not known comes last either way."""
    if by is Sort.FOR_YOU:
        return sorted(rows, key=_for_you)
    known: list[ModelRow] = []
    unknown: list[ModelRow] = []
    for row in rows:
        (unknown if _value(row, by) is None else known).append(row)
    known.sort(key=lambda row: row.entry.name.casefold())
    known.sort(key=lambda row: _value(row, by), reverse=descending)  # type: ignore[arg-type,return-value]
    return known + unknown


def _here(each: OnDisk, situation: Situation, present: Present) -> ModelRow:
    path = str(each.path)
    own = (present.settings or {}).get(path, AUTOMATIC)
    context = own.context or situation.context
    shapes = {**situation.shapes, each.file.name: each.known.shape}
    judged = weigh(each.entry, each.file, replace(situation, context=context, shapes=shapes))
    if judged is not None and not own.is_automatic:
        judged = replace(judged, fit=_fit_as_set(judged, own, situation.room))
    return ModelRow(
        entry=each.entry,
        file=each.file,
        judged=judged,
        predicted=_predicted(judged, present),
        measured=_measured(each.entry, each.file, present),
        on_disk=each,
        in_use=path == present.in_use,
        loading=path == present.loading,
        is_default=path == present.default,
        is_resting=path == present.resting,
        memory=_memory(judged, present) if path == present.in_use else None,
    )


def _memory(judged: Candidate | None, present: Present) -> MemoryCheck | None:
    """Compare with what the model takes as it was loaded, which may not be as it would be now."""
    if judged is None or present.resident is None or not present.in_use_context:
        return None
    setting = replace(judged.fit.setting, context=present.in_use_context)
    predicted = requirement(judged.shape, setting)
    if predicted.context is None:
        return None
    return MemoryCheck(predicted.resident, present.resident)


def _fit_as_set(judged: Candidate, own: ModelSettings, room: Room) -> Fit:
    """Return the fit with the settings of the file itself."""
    setting = replace(
        judged.fit.setting,
        full_window_cache=True,
        kv_type=own.kv_type or "f16",
        flash_attention=own.flash_attention is not False,
    )
    return judge(judged.shape, setting, room)


def _there(entry: Entry, file: File, situation: Situation, present: Present) -> ModelRow:
    judged = weigh(entry, file, situation)
    return ModelRow(
        entry=entry,
        file=file,
        judged=judged,
        predicted=_predicted(judged, present),
        measured=_measured(entry, file, present),
    )


def _away(each: Absent, situation: Situation, present: Present) -> ModelRow:
    """What is known without the file: nothing, unless the catalogue has it."""
    if each.entry.publisher != LOCAL:
        return replace(_there(each.entry, each.file, situation, present), absent=each)
    return ModelRow(
        entry=each.entry,
        file=each.file,
        judged=None,
        predicted=None,
        measured=_measured(each.entry, each.file, present),
        absent=each,
    )


def _usual(entry: Entry, situation: Situation) -> File:
    """Return the file that would be suggested, else the one the catalogue lists first."""
    best = candidates([entry], situation)
    return best[0].file if best else entry.files[0]


def _predicted(judged: Candidate | None, present: Present) -> Estimate | None:
    """Return the prediction: of a measured model the first one, made without the measurement."""
    if judged is None:
        return None
    return (present.first or {}).get(speed_key(judged.entry, judged.file), judged.speed)


def _measured(entry: Entry, file: File, present: Present) -> Estimate | None:
    return measured((present.speeds or {}).get(speed_key(entry, file), ()))


def _passes(row: ModelRow, wanted: RowFilter) -> bool:
    entry = row.entry
    if wanted.installed and row.path is None:
        return False
    if wanted.fits and row.verdict is not Verdict.FITS:
        return False
    if wanted.commercial and entry.licence.commercial is not True:
        return False
    if wanted.language is not None and not knows(entry, wanted.language):
        return False
    if wanted.capability is not None:
        return wanted.capability in entry.capabilities
    return row.can_chat or row.path is not None


def _says(row: ModelRow, words: Sequence[str]) -> bool:
    if not words:
        return True
    entry = row.entry
    parts = (entry.id, entry.name, entry.family, entry.publisher, row.file.quantization)
    text = " ".join(parts).casefold()
    return all(word in text for word in words)


def _for_you(row: ModelRow) -> tuple[int, int, bool, bool, float]:
    """What is here, what is coming, then the best that is fast enough to read along."""
    group = 4
    if row.in_use or row.loading:
        group = 0
    elif row.path is not None:
        group = 2 if row.on_disk is None or row.on_disk.is_starter else 1
    elif row.download is not None:
        group = 3
    verdict = _VERDICTS[row.verdict] if group == 4 else 0
    rank = standing(row.entry) if verdict < 2 else -float(row.file.size or 0)
    slow = row.speed is None or row.speed.value < READING_SPEED
    return group, verdict, slow, not row.entry.is_shortlisted, -rank


def _value(row: ModelRow, by: Sort) -> float | str | None:
    if by is Sort.NAME:
        return row.entry.name.casefold()
    if by is Sort.LICENCE:
        return row.entry.licence.spdx
    if by is Sort.DISK:
        return row.file.size
    if by is Sort.MEMORY:
        return row.needed
    if row.verdict is Verdict.TOO_BIG:
        return None
    return row.speed.value if row.speed else None
