import re
from pathlib import Path

import pytest

from indoors.core.catalog import Catalog
from indoors.core.errors import AppError
from indoors.core.fit import published_shape
from indoors.services.catalog import read_catalog
from indoors.services.paths import Paths


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_catalog(Paths.of().resources)


def test_it_has_what_users_ask_for(catalog: Catalog) -> None:
    chat = [entry for entry in catalog.entries if entry.is_chat]
    assert len(chat) >= 45
    sizes = [entry.parameters for entry in chat if entry.parameters]
    assert min(sizes) < 0.2e9
    assert max(sizes) > 27e9
    for kind, least in (("embedding", 4), ("rerank", 2), ("vision", 2)):
        assert sum(kind in entry.capabilities for entry in catalog.entries) >= least
    names = " ".join(entry.id for entry in catalog.entries)
    for name in ("phi-3-mini", "tinyllama", "llama-3.1-8b", "mistral-7b", "gemma", "openelm"):
        assert name in names


def test_every_figure_has_its_form(catalog: Catalog) -> None:
    assert len({entry.id for entry in catalog.entries}) == len(catalog.entries)
    for entry in catalog.entries:
        assert entry.files
        assert entry.sources
        for file in entry.files:
            assert file.name.endswith(".gguf")
            assert file.size is None or file.size > 1_000_000
            assert file.sha256 is None or re.fullmatch("[0-9a-f]{64}", file.sha256)
            assert file.revision is None or re.fullmatch("[0-9a-f]{40}", file.revision)
        for language in entry.languages or ():
            assert re.fullmatch("[a-z]{2}", language)
        for score in entry.scores:
            assert score.source


def test_most_files_are_pinned(catalog: Catalog) -> None:
    pinned = [entry for entry in catalog.entries if any(file.is_pinned for file in entry.files)]
    assert len(pinned) >= 55


def test_published_cache_is_what_the_collection_computed(catalog: Catalog) -> None:
    from indoors.core.fit import Setting, requirement

    expected = {"qwen3-8b": 1152, "phi-3-mini-4k-instruct": 3072, "qwen3.5-4b": 256}
    for model_id, mebibytes in expected.items():
        entry = catalog.entry(model_id)
        assert entry is not None
        shape = published_shape(entry, entry.files[0])
        assert shape is not None
        need = requirement(shape, Setting(context=8192)).context
        assert need == mebibytes * 1024**2


def test_unknown_stays_unknown(catalog: Catalog) -> None:
    entry = catalog.entry("bge-reranker-v2-m3")
    assert entry is not None
    assert (entry.licence.spdx, entry.licence.commercial, entry.parameters) == (None, None, None)
    assert entry.cache is None


@pytest.mark.parametrize("content", [None, b"{}", b"not json", b'{"format": 2}'])
def test_a_broken_catalogue_is_a_bug(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "catalog.json").write_bytes(content)
    with pytest.raises(AppError) as caught:
        read_catalog(tmp_path)
    assert caught.value.is_bug
