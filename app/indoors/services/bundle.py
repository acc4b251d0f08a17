"""A model in a folder that can be carried: on a stick, to a computer without a network.

    manifest.json    what is in it, with sizes and SHA-256
    catalog.json     the model's catalogue entry, if it has one
    LICENCE.txt      its licence, if its text is known
    model-00.part …  the model, cut for disks that take no file over 4 GB

Nothing of a bundle is believed: names are compared with those above, sizes and hashes are
checked while the parts are read, and only what was checked is installed.
"""

import hashlib
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.durable import sync_folder, write_durably
from indoors.services.model_files import ModelFiles
from indoors.services.model_sidecars import InstalledModel, OnRead, Provenance
from indoors.services.safe_names import safe_model_name

FORMAT = 1
SUFFIX = ".indoors-model"
PART_BYTES = 4 * 1024**3 - 64 * 1024
"""Just under what FAT32 takes."""

_MANIFEST, _CATALOG, _LICENCE = "manifest.json", "catalog.json", "LICENCE.txt"
_PART_NAME = re.compile(r"model-\d{2,3}\.part")
_SMALL_FILE_LIMIT = 1024 * 1024
_READ_BYTES = 4 * 1024 * 1024

Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Size = Annotated[int, Meta(ge=0, le=2**50)]


class BundledFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Annotated[str, Meta(max_length=64)]
    size: Size
    sha256: Sha256


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    format: int
    file: Annotated[str, Meta(max_length=255)]  # the model's name
    size: Size
    sha256: Sha256
    provenance: Provenance
    parts: Annotated[tuple[BundledFile, ...], Meta(min_length=1, max_length=999)]
    texts: Annotated[tuple[BundledFile, ...], Meta(max_length=2)] = ()


class Bundle(Struct, frozen=True, kw_only=True):
    """A bundle that was looked at; only its small files have been checked."""

    folder: Path
    manifest: Manifest
    catalog_entry: dict[str, Any] | None
    licence: str | None


def export_bundle(
    model: InstalledModel,
    target: Path,
    *,
    catalog_entry: dict[str, Any] | None = None,
    licence: str | None = None,
    part_bytes: int = PART_BYTES,
    on_read: OnRead | None = None,
) -> Path:
    """Write a bundle into ``target`` and return its folder. The model is checked on the way.

    Raises AppError(EXPORT_FAILED), or MODEL_DAMAGED if the file is not what it was when it
    was installed. The folder has its final name only when it is whole.
    """
    folder = target / (safe_model_name(model.path.name).removesuffix(".gguf") + SUFFIX)
    fresh = target / f".{uuid.uuid4().hex}{SUFFIX}"
    try:
        if folder.exists():
            raise AppError(Fault.EXPORT_FAILED, path=str(folder), detail="it is there already")
        fresh.mkdir(parents=True)
        texts = tuple(_write_texts(fresh, catalog_entry, licence))
        parts, sha256 = _cut(model.path, fresh, part_bytes, on_read)
        if sha256 != model.sidecar.sha256:
            raise AppError(Fault.MODEL_DAMAGED, path=str(model.path), detail="its hash has changed")
        manifest = Manifest(
            format=FORMAT,
            file=model.path.name,
            size=model.sidecar.size,
            sha256=sha256,
            provenance=model.sidecar.provenance,
            parts=parts,
            texts=texts,
        )
        write_durably(fresh / _MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
        fresh.rename(folder)
        sync_folder(target)
    except OSError as error:
        raise AppError(
            Fault.EXPORT_FAILED, path=str(folder), detail=error.strerror or ""
        ) from error
    finally:
        _remove(fresh)
    return folder


def open_bundle(path: Path) -> Bundle:
    """Read what a bundle says of itself; ``path`` is its folder or a file in it.

    Raises AppError(BUNDLE_NOT_ONE or BUNDLE_DAMAGED).
    """
    folder = path if path.is_dir() else path.parent
    try:
        manifest = msgspec.json.decode(_small(folder / _MANIFEST), type=Manifest)
    except (OSError, msgspec.DecodeError, ValueError) as error:
        raise AppError(Fault.BUNDLE_NOT_ONE, path=str(folder), detail="no manifest") from error
    if manifest.format != FORMAT:
        raise AppError(Fault.BUNDLE_NOT_ONE, path=str(folder), detail="made by a newer version")
    if not _is_sound(manifest):
        raise AppError(Fault.BUNDLE_NOT_ONE, path=str(folder), detail="names or sizes are wrong")
    texts = {text.name: _checked_text(folder, text) for text in manifest.texts}
    return Bundle(
        folder=folder,
        manifest=manifest,
        catalog_entry=_entry(folder, texts.get(_CATALOG)),
        licence=_decoded(texts.get(_LICENCE)),
    )


def import_bundle(
    bundle: Bundle, files: ModelFiles, on_read: OnRead | None = None
) -> InstalledModel:
    """Copy the model in, checking each part and the whole, and install it. Raises ``AppError``."""
    manifest = bundle.manifest
    sources = [bundle.folder / part.name for part in manifest.parts]
    for part, source in zip(manifest.parts, sources, strict=True):
        if source.is_symlink() or not source.is_file() or source.stat().st_size != part.size:
            raise _damaged(bundle.folder, part.name)
    copy = files.partial / f"{uuid.uuid4().hex}.copy"
    try:
        if files.copy_in(sources, copy, on_read) != manifest.sha256:
            raise _damaged(bundle.folder, _first_wrong(bundle))
        origin = msgspec.structs.replace(manifest.provenance, origin="bundle")
        if bundle.licence is not None:
            files.keep_licence(manifest.sha256, bundle.licence)
        return files.adopt(copy, manifest.sha256, origin, manifest.file)
    finally:
        copy.unlink(missing_ok=True)


def _write_texts(
    folder: Path, entry: dict[str, Any] | None, licence: str | None
) -> Iterator[BundledFile]:
    if entry is not None:
        yield _write_text(folder / _CATALOG, msgspec.json.format(msgspec.json.encode(entry)))
    if licence is not None:
        yield _write_text(folder / _LICENCE, licence.encode())


def _write_text(path: Path, data: bytes) -> BundledFile:
    write_durably(path, data)
    return BundledFile(name=path.name, size=len(data), sha256=hashlib.sha256(data).hexdigest())


def _cut(
    source: Path, folder: Path, part_bytes: int, on_read: OnRead | None
) -> tuple[tuple[BundledFile, ...], str]:
    whole = hashlib.sha256()
    total = source.stat().st_size
    parts: list[BundledFile] = []
    done = 0
    with source.open("rb", buffering=0) as stream:
        while done < total:
            path = folder / f"model-{len(parts):02}.part"
            digest, size = hashlib.sha256(), 0
            with path.open("wb") as part:
                while piece := stream.read(min(_READ_BYTES, part_bytes - size)):
                    part.write(piece)
                    digest.update(piece)
                    whole.update(piece)
                    size += len(piece)
                    if on_read:
                        on_read(done + size, total)
            if not size:
                break
            done += size
            parts.append(BundledFile(name=path.name, size=size, sha256=digest.hexdigest()))
    return tuple(parts), whole.hexdigest()


def _is_sound(manifest: Manifest) -> bool:
    names = [part.name for part in manifest.parts]
    return (
        all(_PART_NAME.fullmatch(name) for name in names)
        and len(set(names)) == len(names)
        and sum(part.size for part in manifest.parts) == manifest.size
        and {text.name for text in manifest.texts} <= {_CATALOG, _LICENCE}
    )


def _checked_text(folder: Path, text: BundledFile) -> bytes:
    try:
        data = _small(folder / text.name)
    except (OSError, ValueError) as error:
        raise _damaged(folder, text.name) from error
    if hashlib.sha256(data).hexdigest() != text.sha256:
        raise _damaged(folder, text.name)
    return data


def _small(path: Path) -> bytes:
    """Read a file of at most a megabyte that is no link."""
    if path.is_symlink() or path.stat().st_size > _SMALL_FILE_LIMIT:
        raise ValueError("not a small file")
    with path.open("rb") as file:
        return file.read(_SMALL_FILE_LIMIT)


def _entry(folder: Path, data: bytes | None) -> dict[str, Any] | None:
    if data is None:
        return None
    try:
        return msgspec.json.decode(data, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise _damaged(folder, _CATALOG) from error


def _decoded(data: bytes | None) -> str | None:
    return data.decode(errors="replace") if data is not None else None


def _first_wrong(bundle: Bundle) -> str:
    for part in bundle.manifest.parts:
        digest = hashlib.sha256()
        with (bundle.folder / part.name).open("rb", buffering=0) as file:
            while piece := file.read(_READ_BYTES):
                digest.update(piece)
        if digest.hexdigest() != part.sha256:
            return part.name
    return _MANIFEST


def _damaged(folder: Path, name: str) -> AppError:
    return AppError(Fault.BUNDLE_DAMAGED, path=str(folder), file=name)


def _remove(folder: Path) -> None:
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
