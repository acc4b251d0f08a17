"""The models folder: what is installed, and how files come and go.

    NAME.gguf                 a model
    NAME.gguf.indoors.json    its sidecar: it was whole and right when it came
    .links/ID.json            the sidecar of a file that stays where it is
    .watched.json             what a watched folder held
    .licences/SHA256.txt      the licence that came with a model
    .partial/                 downloads and copies in progress
    .trash/ID/                deleted, until the undo has passed

A file without a sidecar that agrees with its size and date is not installed.
"""

import hashlib
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.durable import sync_folder, write_durably
from indoors.services.model_sidecars import (
    SUFFIX,
    Deleted,
    InstalledModel,
    OnRead,
    Provenance,
    Sidecar,
    agrees,
    check_magic,
    hash_of,
    naming,
    pieces,
    read_sidecar,
    sidecar_of,
)
from indoors.services.safe_names import safe_model_name

_LINKS, _PARTIAL, _TRASH, _WATCHED = ".links", ".partial", ".trash", ".watched.json"
_LICENCES = ".licences"
_SPARE_BYTES = 256 * 1024 * 1024


class ModelFiles:
    """One models folder. Plain file work: call it from one thread at a time."""

    def __init__(self, folder: Path, check: Callable[[Path], None] | None = None) -> None:
        """``check`` looks at a file's header before it is taken; raises ``AppError``."""
        self.folder = folder
        self.partial = folder / _PARTIAL
        self.watched = folder / _WATCHED
        self._links = folder / _LINKS
        self._trash = folder / _TRASH
        self._licences = folder / _LICENCES
        self._check = check or check_magic

    def prepare(self) -> None:
        """Make the folders. Raises AppError(FOLDER_READ_ONLY)."""
        try:
            own = (self.partial, self._links, self._trash, self._licences)
            for folder in (self.folder, *own):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise AppError(Fault.FOLDER_READ_ONLY, path=str(self.folder)) from error

    # ---- what is there ----------------------------------------------------------------

    def installed(self) -> list[InstalledModel]:
        """Return the verified models, by file name. No content is read."""
        found = [*self._own(), *self._linked()]
        return sorted(found, key=lambda model: model.path.name.lower())

    def unverified(self) -> list[Path]:
        """Return model files that nothing vouches for: put here by hand, or changed since."""
        known = {model.path for model in self._own()}
        changed = {path for path, _ in self._links_to() if path.is_file()}
        changed -= {model.path for model in self._linked()}
        return sorted((set(self.folder.glob("*.gguf")) - known) | changed)

    def absent(self) -> list[InstalledModel]:
        """Return the linked models that are not there now, such as those on a stick."""
        return [
            InstalledModel(path, sidecar, linked=True)
            for path, sidecar in self._links_to()
            if not path.is_file()
        ]

    def with_hash(self, sha256: str) -> InstalledModel | None:
        return next((model for model in self.installed() if model.sidecar.sha256 == sha256), None)

    def disk_bytes(self) -> int:
        """Return what the folder's own files take, with partial and deleted ones."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def _own(self) -> Iterator[InstalledModel]:
        for path in self.folder.glob(f"*.gguf{SUFFIX}"):
            model = path.with_name(path.name.removesuffix(SUFFIX))
            if (sidecar := read_sidecar(path)) is not None and agrees(model, sidecar):
                yield InstalledModel(model, sidecar, linked=False)

    def _linked(self) -> Iterator[InstalledModel]:
        for path, sidecar in self._links_to():
            if agrees(path, sidecar):
                yield InstalledModel(path, sidecar, linked=True)

    def _links_to(self) -> Iterator[tuple[Path, Sidecar]]:
        for path in self._links.glob("*.json"):
            sidecar = read_sidecar(path)
            if sidecar and sidecar.path:
                yield Path(sidecar.path), sidecar

    # ---- files that come --------------------------------------------------------------

    def adopt(
        self, part: Path, sha256: str, provenance: Provenance, name: str = ""
    ) -> InstalledModel:
        """Install a whole and verified file from ``.partial`` under a safe name.

        The sidecar is there first: a kill in between leaves a sidecar without a file, which
        is nothing, and never a file that nobody knows.
        """
        self._look_at(part)
        if (present := self.with_hash(sha256)) is not None and not present.linked:
            part.unlink()
            return present
        target = self._free_name(name or provenance.file or part.stem, sha256)
        stat = part.stat()
        sidecar = Sidecar(
            sha256=sha256, size=stat.st_size, mtime_ns=stat.st_mtime_ns, provenance=provenance
        )
        write_durably(sidecar_of(target), msgspec.json.encode(sidecar))
        part.rename(target)
        sync_folder(self.folder)
        return InstalledModel(target, sidecar, linked=False)

    def import_in_place(
        self, path: Path, provenance: Provenance, on_read: OnRead | None = None
    ) -> InstalledModel:
        """Know a file where it lies, after reading it once for its hash. Raises ``AppError``."""
        path = path.resolve()
        self._look_at(path)
        before = path.stat()
        sha256 = hash_of(path, on_read)
        after = path.stat()
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise AppError(Fault.FILE_UNREADABLE, path=str(path), detail="it is being written")
        sidecar = Sidecar(
            sha256=sha256,
            size=after.st_size,
            mtime_ns=after.st_mtime_ns,
            provenance=provenance,
            path=str(path),
        )
        if path.parent == self.folder.resolve():
            sidecar = msgspec.structs.replace(sidecar, path=None)
            write_durably(sidecar_of(path), msgspec.json.encode(sidecar))
            return InstalledModel(path, sidecar, linked=False)
        name = hashlib.sha256(str(path).encode(errors="surrogateescape")).hexdigest()[:32]
        write_durably(self._links / f"{name}.json", msgspec.json.encode(sidecar))
        return InstalledModel(path, sidecar, linked=True)

    def import_copy(
        self, path: Path, provenance: Provenance, on_read: OnRead | None = None
    ) -> InstalledModel:
        """Copy a file into the folder, hashing on the way. Raises ``AppError``."""
        self._look_at(path)
        part = self.partial / f"{uuid.uuid4().hex}.copy"
        try:
            sha256 = self.copy_in([path], part, on_read)
            return self.adopt(part, sha256, provenance, path.name)
        finally:
            part.unlink(missing_ok=True)

    def copy_in(self, sources: list[Path], part: Path, on_read: OnRead | None = None) -> str:
        """Write files one behind the other into ``part``; returns the SHA-256 of it all."""
        total = sum(source.stat().st_size for source in sources)
        free = shutil.disk_usage(self.partial).free
        if free < total + _SPARE_BYTES:
            needed = total + _SPARE_BYTES
            raise AppError(Fault.DISK_FULL, path=str(part), free_bytes=free, needed_bytes=needed)
        digest = hashlib.sha256()
        done = 0
        with naming(part), part.open("wb") as target:
            for source in sources:
                for piece in pieces(source):
                    digest.update(piece)
                    target.write(piece)
                    done += len(piece)
                    if on_read:
                        on_read(done, total)
        return digest.hexdigest()

    def keep_licence(self, sha256: str, text: str) -> None:
        """Keep the licence text that came with a model."""
        write_durably(self._licences / f"{sha256}.txt", text.encode())

    def licence_of(self, sha256: str) -> str | None:
        """Return the licence text that came with a model, if one did."""
        try:
            return (self._licences / f"{sha256}.txt").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None

    # ---- files that go ----------------------------------------------------------------

    def delete(self, model: InstalledModel) -> Deleted:
        """Take a model away, so that ``undo`` can bring it back. A linked file is not touched."""
        if model.linked:
            for path in self._links.glob("*.json"):
                sidecar = read_sidecar(path)
                if sidecar and sidecar.path == str(model.path):
                    path.unlink()
            return Deleted(model, None)
        kept = self._trash / uuid.uuid4().hex
        kept.mkdir(parents=True)
        with naming(model.path):
            sidecar_of(model.path).rename(kept / sidecar_of(model.path).name)
            model.path.rename(kept / model.path.name)
        return Deleted(model, kept)

    def undo(self, deleted: Deleted) -> InstalledModel:
        """Bring back what ``delete`` took. Raises AppError(MODEL_MISSING) after a purge."""
        model = deleted.model
        if deleted.kept_at is None:
            name = hashlib.sha256(str(model.path).encode(errors="surrogateescape")).hexdigest()[:32]
            write_durably(self._links / f"{name}.json", msgspec.json.encode(model.sidecar))
            return model
        kept = deleted.kept_at / model.path.name
        if not kept.is_file():
            raise AppError(Fault.MODEL_MISSING, path=str(model.path))
        target = model.path
        if target.exists():
            target = self._free_name(target.name, model.sidecar.sha256)
        (deleted.kept_at / sidecar_of(model.path).name).rename(sidecar_of(target))
        kept.rename(target)
        deleted.kept_at.rmdir()
        return InstalledModel(target, model.sidecar, linked=False)

    def purge(self, deleted: Deleted | None = None) -> None:
        """Delete for good: one model, or everything that was deleted (at the start)."""
        if deleted is None:
            shutil.rmtree(self._trash, ignore_errors=True)
            self._trash.mkdir(parents=True, exist_ok=True)
        elif deleted.kept_at is not None:
            shutil.rmtree(deleted.kept_at, ignore_errors=True)
        if deleted is not None and self.with_hash(deleted.model.sidecar.sha256) is None:
            (self._licences / f"{deleted.model.sidecar.sha256}.txt").unlink(missing_ok=True)

    # ---- inside -----------------------------------------------------------------------

    def _look_at(self, path: Path) -> None:
        with naming(path):
            self._check(path)

    def _free_name(self, name: str, sha256: str) -> Path:
        target = self.folder / safe_model_name(name)
        if target.exists():
            target = self.folder / safe_model_name(f"{target.stem}-{sha256[:8]}.gguf")
        while target.exists():
            target = self.folder / safe_model_name(f"{target.stem[:80]}-{uuid.uuid4().hex[:8]}")
        return target
