"""The models Indoors knows of, what is known of each, and choosing among them.

None means that no source says so; nothing is filled in. Sizes in bytes, parameters as counts.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

Capability = Literal["chat", "code", "tools", "reasoning", "vision", "embedding", "rerank"]
Tier = Literal["tiny", "small", "medium", "large", "workstation", "embedding", "reranker", "vision"]

_MANY = 100
"""Languages from which on a model is taken to know any that matters."""


class Licence(Struct, frozen=True, kw_only=True):
    """``commercial`` None: not decided by any source, so to be treated as a no."""

    spdx: str | None
    url: str | None
    commercial: bool | None
    conditions: str | None
    basis: str | None


class Shape(Struct, frozen=True, kw_only=True):
    """Widths of the network, as published; the file's own header wins once it is there."""

    layers: int | None
    embedding: int | None
    heads: int | None
    kv_heads: int | None
    head_size: int | None
    vocabulary: int | None
    context: int | None
    window: int | None


class Cache(Struct, frozen=True, kw_only=True):
    """Bytes a token takes in the KV cache at f16: in layers that see everything, in the others."""

    per_token: int
    per_token_window: int
    window: int | None
    layers: int | None
    window_layers: int
    recurrent_layers: int


class File(Struct, frozen=True, kw_only=True):
    """A GGUF file. ``told_by``: how many sources told its size or hash independently."""

    quantization: str
    label: str  # as the publisher writes it, where that differs
    repository: str
    name: str
    size: int | None
    sha256: str | None
    revision: str | None
    source: str | None
    told_by: int

    @property
    def is_pinned(self) -> bool:
        return self.size is not None and self.sha256 is not None and self.revision is not None


class Score(Struct, frozen=True):
    """A published result. Comparable only with scores of the same ``source``."""

    benchmark: str
    score: float
    source: str


class Entry(Struct, frozen=True, kw_only=True):
    """A model with the files it can be had in; the first file is the usual choice."""

    id: str
    name: str
    family: str
    publisher: str
    tier: Tier
    is_shortlisted: bool
    base_repository: str | None
    licence: Licence
    parameters: float | None
    active_parameters: float | None
    architecture: str
    shape: Shape
    cache: Cache | None
    languages: tuple[str, ...] | None
    language_count: int | None  # where a number is published, and at best a few of them named
    languages_source: str | None
    capabilities: tuple[Capability, ...]
    embedding_size: int | None
    released: str | None
    files: tuple[File, ...]
    projector: File | None
    scores: tuple[Score, ...]
    notes: str | None
    shape_source: str | None
    sources: tuple[str, ...]

    @property
    def active_share(self) -> float:
        """Part of the parameters that one token uses."""
        if not self.parameters or not self.active_parameters:
            return 1.0
        return min(1.0, self.active_parameters / self.parameters)

    @property
    def is_chat(self) -> bool:
        return "chat" in self.capabilities and self.tier not in ("embedding", "reranker")


class Catalog(Struct, frozen=True, kw_only=True):
    format: int
    compiled: str
    legend: str
    entries: tuple[Entry, ...]

    def entry(self, model_id: str) -> Entry | None:
        return next((each for each in self.entries if each.id == model_id), None)

    def by_sha256(self, digest: str) -> tuple[Entry, File] | None:
        """Find the model that a file is, by its hash."""
        for entry in self.entries:
            for file in entry.files:
                if file.sha256 == digest:
                    return entry, file
        return None

    def by_name(self, name: str, size: int) -> tuple[Entry, File] | None:
        """Find the model that a file says it is, by its name and exact size."""
        for entry in self.entries:
            for file in entry.files:
                if (file.name, file.size) == (name, size):
                    return entry, file
        return None


class Filter(Struct, frozen=True, kw_only=True):
    """What to show. Words must all occur in name, family, publisher, id or quantization."""

    text: str = ""
    commercial: bool = False
    language: str | None = None
    capabilities: tuple[Capability, ...] = ()
    chat_only: bool = False
    largest_file: int | None = None


def choose(entries: Iterable[Entry], wanted: Filter) -> list[Entry]:
    """Return the entries that pass, in their order."""
    words = wanted.text.casefold().split()
    return [entry for entry in entries if _passes(entry, wanted) and _says(entry, words)]


def speaks(entry: Entry, language: str) -> bool | None:
    """Whether the model was made for a language (two letters); None if no source says so."""
    code = language.casefold().partition("-")[0].partition("_")[0]
    if code in (entry.languages or ()):
        return True
    return None if entry.languages is None or entry.language_count else False


def knows(entry: Entry, language: str) -> bool:
    """Whether a model is good for a language: those of a hundred are for any, listed or not."""
    said = speaks(entry, language)
    return bool(said) or (said is None and (entry.language_count or 0) >= _MANY)


def smallest_file(files: Sequence[File]) -> int | None:
    """Bytes of the smallest file whose size is known."""
    return min((file.size for file in files if file.size is not None), default=None)


def _passes(entry: Entry, wanted: Filter) -> bool:
    if wanted.commercial and entry.licence.commercial is not True:
        return False
    if wanted.chat_only and not entry.is_chat:
        return False
    if wanted.language is not None and not knows(entry, wanted.language):
        return False
    if not set(wanted.capabilities) <= set(entry.capabilities):
        return False
    smallest = smallest_file(entry.files)
    return wanted.largest_file is None or (smallest is not None and smallest <= wanted.largest_file)


def _says(entry: Entry, words: Sequence[str]) -> bool:
    if not words:
        return True
    parts = [entry.id, entry.name, entry.family, entry.publisher]
    parts += [file.quantization for file in entry.files]
    text = " ".join(parts).casefold()
    return all(word in text for word in words)
