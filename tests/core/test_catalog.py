import pytest

from indoors.core.catalog import Catalog, Entry, Filter, choose, knows, speaks
from indoors.services.catalog import read_catalog
from indoors.services.paths import Paths


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_catalog(Paths.of().resources)


def ids(entries: list[Entry]) -> set[str]:
    return {entry.id for entry in entries}


def entry(catalog: Catalog, model_id: str) -> Entry:
    found = catalog.entry(model_id)
    assert found is not None
    return found


def test_words_must_all_occur(catalog: Catalog) -> None:
    found = choose(catalog.entries, Filter(text="QWEN coder"))
    assert ids(found) == {"qwen2.5-coder-1.5b-instruct", "qwen2.5-coder-7b-instruct"}
    assert choose(catalog.entries, Filter(text="no such model")) == []
    assert "gpt-oss-20b" in ids(choose(catalog.entries, Filter(text="mxfp4")))
    assert choose(catalog.entries, Filter()) == list(catalog.entries)


def test_unclear_licences_are_not_for_business(catalog: Catalog) -> None:
    found = ids(choose(catalog.entries, Filter(commercial=True)))
    assert "openelm-1.1b-instruct" not in found  # research only
    assert "exaone-4.0-1.2b" not in found  # nobody decided
    assert "phi-3-mini-4k-instruct" in found


def test_languages(catalog: Catalog) -> None:
    assert speaks(entry(catalog, "llama-3.1-8b-instruct"), "de-DE") is True
    assert speaks(entry(catalog, "tinyllama-1.1b-chat-v1.0"), "de") is False
    assert speaks(entry(catalog, "gemma-4-e4b-it"), "de") is None  # no source lists them
    assert speaks(entry(catalog, "qwen3-8b"), "de") is None
    assert knows(entry(catalog, "qwen3-8b"), "de")  # of 119 languages
    assert not knows(entry(catalog, "gemma-4-e4b-it"), "de")
    found = ids(choose(catalog.entries, Filter(language="de")))
    assert "llama-3.1-8b-instruct" in found
    assert "tinyllama-1.1b-chat-v1.0" not in found


def test_capabilities_and_size(catalog: Catalog) -> None:
    seeing = choose(catalog.entries, Filter(capabilities=("vision", "chat")))
    assert seeing
    assert all("vision" in each.capabilities for each in seeing)
    small = choose(catalog.entries, Filter(largest_file=500_000_000, chat_only=True))
    assert "smollm2-135m-instruct" in ids(small)
    assert "qwen3-8b" not in ids(small)
    assert "bge-small-en-v1.5" not in ids(small)


def test_a_file_is_known_by_its_hash(catalog: Catalog) -> None:
    digest = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
    found = catalog.by_sha256(digest)
    assert found is not None
    assert (found[0].id, found[1].size) == ("qwen2.5-coder-1.5b-instruct", 1_117_320_768)
    assert catalog.by_sha256("0" * 64) is None


def test_active_share(catalog: Catalog) -> None:
    assert entry(catalog, "qwen3-8b").active_share == 1
    assert entry(catalog, "gpt-oss-20b").active_share == pytest.approx(3.53 / 20.915, rel=1e-3)
