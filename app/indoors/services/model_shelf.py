"""The model files this computer has: installed ones, the starter, and files opened by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from indoors.core.catalog import Catalog, Entry, File
from indoors.core.errors import AppError
from indoors.services.local_entry import local_entry, local_file
from indoors.services.model_files import ModelFiles
from indoors.services.model_headers import KnownFile, ModelHeaders
from indoors.services.model_sidecars import InstalledModel
from indoors.services.models import ModelChoice, describe_file


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
    model: InstalledModel | None = None

    @property
    def speed_key(self) -> str:
        return speed_key(self.entry, self.file)

    @property
    def is_chat(self) -> bool:
        return self.known.facts.kind == "chat"


@dataclass(frozen=True, slots=True)
class Shelf:
    """``unreadable`` are files that are there and can't be used."""

    files: tuple[OnDisk, ...] = ()
    unreadable: tuple[tuple[Path, AppError], ...] = ()
    loose: tuple[Path, ...] = ()  # in the models folder, but never checked
    disk_bytes: int = 0

    def at(self, path: str) -> OnDisk | None:
        return next((each for each in self.files if str(each.path) == path), None)


def speed_key(entry: Entry, file: File) -> str:
    """Return what speeds are kept under: a model at one quantization."""
    return f"{entry.id}:{file.quantization}"


def read_shelf(
    catalog: Catalog, files: ModelFiles, headers: ModelHeaders, choices: Sequence[ModelChoice]
) -> Shelf:
    """Look at the models folder, and at the files in ``choices`` that lie elsewhere."""
    found: list[OnDisk] = []
    unreadable: list[tuple[Path, AppError]] = []
    for path, model, is_starter in _all(files.installed(), choices):
        try:
            known = headers.read(path)
        except AppError as error:
            unreadable.append((path, error))
            continue
        found.append(_described(catalog, path, known, model, is_starter=is_starter))
    return Shelf(
        files=tuple(found),
        unreadable=tuple(unreadable),
        loose=tuple(files.unverified()),
        disk_bytes=files.disk_bytes(),
    )


def _all(
    installed: Iterable[InstalledModel], choices: Sequence[ModelChoice]
) -> list[tuple[Path, InstalledModel | None, bool]]:
    found: list[tuple[Path, InstalledModel | None, bool]] = []
    seen: set[Path] = set()
    for model in installed:
        seen.add(model.path.resolve())
        found.append((model.path, model, False))
    for choice in choices:
        path = Path(choice.path)
        if choice.exists and path.resolve() not in seen:
            seen.add(path.resolve())
            found.append((path, None, choice.is_starter))
    return found


def _described(
    catalog: Catalog,
    path: Path,
    known: KnownFile,
    model: InstalledModel | None,
    *,
    is_starter: bool,
) -> OnDisk:
    said = describe_file(path)
    sha256 = model.sidecar.sha256 if model else None
    listed = _listed(catalog, model, said.name if is_starter else None)
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
        is_starter=is_starter,
        model=model,
    )


def _listed(
    catalog: Catalog, model: InstalledModel | None, starter: str | None
) -> tuple[Entry, File | None] | None:
    """Find the file in the catalogue: by its hash, or by where it says it came from."""
    if model is not None:
        known = catalog.by_sha256(model.sidecar.sha256)
        if known is not None:
            return known
        entry = catalog.entry(model.sidecar.provenance.catalog_id)
        return (entry, None) if entry else None
    entry = next((each for each in catalog.entries if each.name == starter), None)
    return (entry, None) if entry else None
