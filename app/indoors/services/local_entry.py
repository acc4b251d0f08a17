"""A catalogue's entry for a file that the catalogue does not know: only what the file tells."""

from indoors.core.catalog import Entry, File, Licence, Shape
from indoors.core.gguf import FileFacts

LOCAL = "file"
"""Publisher of such entries; nobody vouches for what a file says of itself."""


def local_entry(key: str, name: str, facts: FileFacts, file: File) -> Entry:
    """Return an entry with everything unknown left unknown."""
    is_chat = facts.kind == "chat"
    return Entry(
        id=key,
        name=name,
        family="",
        publisher=LOCAL,
        tier="small" if is_chat else "embedding",
        is_shortlisted=False,
        base_repository=None,
        licence=Licence(
            spdx=facts.licence,
            url=facts.licence_link,
            commercial=None,
            conditions=None,
            basis="file header" if facts.licence else None,
        ),
        parameters=float(facts.parameters) if facts.parameters else None,
        active_parameters=None,
        architecture=facts.architecture,
        shape=Shape(
            layers=facts.layer_count,
            embedding=facts.embedding_length,
            heads=facts.heads,
            kv_heads=max(facts.kv_heads) if facts.kv_heads else None,
            head_size=facts.key_length,
            vocabulary=facts.vocabulary,
            context=facts.context_length,
            window=facts.sliding_window,
        ),
        cache=None,
        languages=None,
        language_count=None,
        languages_source=None,
        capabilities=("chat",) if is_chat else (),
        embedding_size=None,
        released=None,
        files=(file,),
        projector=None,
        scores=(),
        notes=None,
        shape_source=None,
        sources=(),
    )


def local_file(name: str, facts: FileFacts, quantization: str | None, sha256: str | None) -> File:
    """Return what is known of the file itself."""
    known = facts.quantization or quantization or ""
    return File(
        quantization=known,
        label=known,
        repository="",
        name=name,
        size=facts.file_bytes,
        sha256=sha256,
        revision=None,
        source=None,
        told_by=0,
    )
