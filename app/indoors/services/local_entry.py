"""A catalogue's entry for a file that the catalogue does not know: only what the file tells."""

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from indoors.core.catalog import Entry, File, Licence, Shape
from indoors.core.gguf import FileFacts
from indoors.services.models import describe_file

LOCAL = "file"
"""Publisher of such entries; nobody vouches for what a file says of itself."""

_NOTHING: dict[str, Any] = dict.fromkeys(
    ("base_repository", "parameters", "active_parameters", "cache", "languages", "language_count",
     "languages_source", "embedding_size", "released", "projector", "notes", "shape_source")
)  # fmt: skip
_NO_LICENCE = Licence(spdx=None, url=None, commercial=None, conditions=None, basis=None)
_NO_SHAPE = Shape(**dict.fromkeys(Shape.__struct_fields__))


def local_entry(key: str, name: str, facts: FileFacts, file: File) -> Entry:
    """Return an entry with everything unknown left unknown."""
    is_chat = facts.kind == "chat"
    shape = Shape(
        layers=facts.layer_count,
        embedding=facts.embedding_length,
        heads=facts.heads,
        kv_heads=max(facts.kv_heads) if facts.kv_heads else None,
        head_size=facts.key_length,
        vocabulary=facts.vocabulary,
        context=facts.context_length,
        window=facts.sliding_window,
    )
    licence = replace(
        _NO_LICENCE,
        spdx=facts.licence,
        url=facts.licence_link,
        basis="file header" if facts.licence else None,
    )
    return replace(
        _entry(key, name, file, is_chat=is_chat),
        architecture=facts.architecture,
        parameters=float(facts.parameters) if facts.parameters else None,
        licence=licence,
        shape=shape,
    )


def absent_entry(path: Path, title: str, size: int) -> tuple[Entry, File]:
    """Return what is remembered of a file that cannot be read now."""
    said = describe_file(path)
    file = _file(path.name, said.quantization or "", size, None)
    return _entry(str(path), title or said.name, file, is_chat=True), file


def local_file(name: str, facts: FileFacts, quantization: str | None, sha256: str | None) -> File:
    """Return what is known of the file itself."""
    return _file(name, facts.quantization or quantization or "", facts.file_bytes, sha256)


def _entry(key: str, name: str, file: File, *, is_chat: bool) -> Entry:
    return Entry(
        id=key,
        name=name,
        family="",
        publisher=LOCAL,
        tier="small" if is_chat else "embedding",
        is_shortlisted=False,
        licence=_NO_LICENCE,
        architecture="",
        shape=_NO_SHAPE,
        capabilities=("chat",) if is_chat else (),
        files=(file,),
        scores=(),
        sources=(),
        **_NOTHING,
    )


def _file(name: str, quantization: str, size: int, sha256: str | None) -> File:
    return File(
        quantization=quantization,
        label=quantization,
        repository="",
        name=name,
        size=size,
        sha256=sha256,
        revision=None,
        source=None,
        told_by=0,
    )
