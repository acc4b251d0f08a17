"""The model files this computer has: installed ones, the starter, and files used where they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indoors.core.catalog import Catalog, Entry, File
from indoors.core.errors import AppError
from indoors.services.local_entry import absent_entry, local_entry, local_file
from indoors.services.model_files import ModelFiles
from indoors.services.model_headers import KnownFile, ModelHeaders
from indoors.services.model_sidecars import InstalledModel
from indoors.services.models import ModelChoice, describe_file
from indoors.services.watched_folder import Sight


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDisk:
    """A model file. ``model`` None: its hash was never taken (the starter, a file opened)."""

    path: Path
    entry: Entry
    file: File
    known: KnownFile
    size: int
    in_catalog: bool
    is_starter: bool = False
    is_watched: bool = False  # lies in the watched folder; its header was read, no more
    model: InstalledModel | None = None

    @property
    def speed_key(self) -> str:
        return speed_key(self.entry, self.file)

    @property
    def is_chat(self) -> bool:
        return self.known.facts.kind == "chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """A file that was there and is not now. ``model`` None: of the watched folder."""

    path: Path
    entry: Entry
    file: File
    model: InstalledModel | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """``unreadable`` are files that are there and can't be used."""

    files: tuple[OnDisk, ...] = ()
    unreadable: tuple[tuple[Path, AppError], ...] = ()
    loose: tuple[Path, ...] = ()  # known or in the models folder, but not checked as they are
    absent: tuple[Absent, ...] = ()
    sight: Sight | None = None  # of the watched folder
    disk_bytes: int = 0

    def at(self, path: str) -> OnDisk | None:
        return next((each for each in self.files if str(each.path) == path), None)

    def missing_at(self, path: str) -> Absent | None:
        return next((each for each in self.absent if str(each.path) == path), None)

    @property
    def reaches_outside(self) -> bool:
        """Whether files of it may come and go without us."""
        return bool(self.sight or self.absent) or any(
            each.model.linked for each in self.files if each.model
        )


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    model: InstalledModel | None = None
    is_starter: bool = False
    is_watched: bool = False


def speed_key(entry: Entry, file: File) -> str:
    """Return what speeds are kept under: a model at one quantization."""
    return f"{entry.id}:{file.quantization}"


def read_shelf(
    catalog: Catalog,
    files: ModelFiles,
    headers: ModelHeaders,
    choices: Sequence[ModelChoice],
    sight: Sight | None = None,
) -> Shelf:
    """Look at the models folder, and at files that lie elsewhere: in ``choices``, in ``sight``."""
    found: list[OnDisk] = []
    unreadable: list[tuple[Path, AppError]] = []
    for each in _all(files.installed(), sight, choices):
        try:
            known = headers.read(each.path)
        except AppError as error:
            unreadable.append((each.path, error))
            continue
        found.append(_described(catalog, each, known))
    return Shelf(
        files=tuple(found),
        unreadable=tuple(unreadable),
        loose=tuple(files.unverified()),
        absent=tuple(_absent(catalog, files.absent(), sight)),
        sight=sight,
        disk_bytes=files.disk_bytes(),
    )


def _all(
    installed: Sequence[InstalledModel], sight: Sight | None, choices: Sequence[ModelChoice]
) -> list[_Found]:
    candidates = [_Found(model.path, model) for model in installed]
    candidates += [_Found(path, is_watched=True) for path in (sight.here if sight else ())]
    candidates += [
        _Found(Path(choice.path), is_starter=choice.is_starter)
        for choice in choices
        if choice.exists
    ]
    found: dict[Path, _Found] = {}
    for each in candidates:
        found.setdefault(each.path.resolve(), each)
    return list(found.values())


def _described(catalog: Catalog, each: _Found, known: KnownFile) -> OnDisk:
    path, model = each.path, each.model
    said = describe_file(path)
    sha256 = model.sidecar.sha256 if model else None
    listed = _listed(catalog, each, said.name, known.facts.file_bytes)
    file = local_file(path.name, known.facts, said.quantization, sha256)
    if listed is not None and listed[1] is not None:
        file = listed[1]
    name = (model.sidecar.provenance.title if model else "") or said.name
    entry = listed[0] if listed else local_entry(sha256 or str(path), name, known.facts, file)
    return OnDisk(
        path=path,
        entry=entry,
        file=file,
        known=known,
        size=known.facts.file_bytes,
        in_catalog=listed is not None,
        is_starter=each.is_starter,
        is_watched=each.is_watched,
        model=model,
    )


def _listed(
    catalog: Catalog, each: _Found, said: str, size: int
) -> tuple[Entry, File | None] | None:
    """Find the file in the catalogue: by its hash, or by where it says it came from."""
    if each.model is not None:
        known = catalog.by_sha256(each.model.sidecar.sha256)
        if known is not None:
            return known
        entry = catalog.entry(each.model.sidecar.provenance.catalog_id)
        return (entry, None) if entry else None
    if each.is_starter:
        entry = next((one for one in catalog.entries if one.name == said), None)
        return (entry, None) if entry else None
    return catalog.by_name(each.path.name, size) if each.is_watched else None


def _absent(
    catalog: Catalog, linked: Sequence[InstalledModel], sight: Sight | None
) -> Iterator[Absent]:
    seen = {model.path for model in linked}
    for model in linked:
        known = catalog.by_sha256(model.sidecar.sha256)
        title, size = model.sidecar.provenance.title, model.sidecar.size
        entry, file = known or absent_entry(model.path, title, size)
        yield Absent(path=model.path, entry=entry, file=file, model=model)
    for missed in sight.missed if sight else ():
        path = sight.folder / missed.name if sight else Path(missed.name)
        if path not in seen:
            known = catalog.by_name(path.name, missed.size)
            entry, file = known or absent_entry(path, "", missed.size)
            yield Absent(path=path, entry=entry, file=file)
