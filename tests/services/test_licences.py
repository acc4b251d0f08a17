"""Licence texts come with the program, or are said not to."""

from pathlib import Path

import pytest

from indoors.services.catalog import read_catalog
from indoors.services.licences import LicenceTexts
from indoors.services.paths import Paths
from indoors.ui.text.licence_sheet import licence_sheet

RESOURCES = Paths.of(Path()).resources
TEXTS = LicenceTexts(RESOURCES)
CATALOG = read_catalog(RESOURCES)


def sheet_of(model_id: str) -> str:
    entry = CATALOG.entry(model_id)
    assert entry
    return licence_sheet(entry, entry.files[0], TEXTS.text(entry.licence.spdx))


@pytest.mark.parametrize(
    ("spdx", "words"),
    [
        ("Apache-2.0", "END OF TERMS AND CONDITIONS"),
        ("apache-2.0", "END OF TERMS AND CONDITIONS"),
        ("MIT", "THE SOFTWARE IS PROVIDED"),
    ],
)
def test_texts_that_are_here(spdx: str, words: str) -> None:
    text = TEXTS.text(spdx)
    assert text
    assert words in text
    assert "Phosphor" not in text


@pytest.mark.parametrize("spdx", [None, "", "LicenseRef-Gemma-Terms", "../../LICENSE", "a/b", "*"])
def test_texts_that_are_not(spdx: str | None) -> None:
    assert TEXTS.text(spdx) is None


def test_most_models_carry_their_text() -> None:
    covered = [entry for entry in CATALOG.entries if TEXTS.text(entry.licence.spdx)]
    assert len(covered) >= 0.7 * len(CATALOG.entries)


def test_a_sheet_holds_what_is_known_and_the_text() -> None:
    said = sheet_of("qwen2.5-coder-1.5b-instruct")
    assert "Licence: Apache 2.0" in said
    assert "Business use: allowed" in said
    assert "file from Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF" in said
    assert "END OF TERMS AND CONDITIONS" in said


def test_a_text_that_is_not_here_is_said_not_to_be() -> None:
    said = sheet_of("gemma-3-4b-it")
    assert "https://ai.google.dev/gemma/terms" in said
    assert "Conditions: " in said
    assert "does not come with Indoors" in said


def test_a_licence_nobody_knows_is_said_not_to_be_known() -> None:
    said = sheet_of("bge-reranker-v2-m3")
    assert "No licence is known for this model." in said
    assert "Business use" not in said


@pytest.mark.parametrize("entry", CATALOG.entries, ids=lambda entry: entry.id)
def test_every_model_has_a_sheet(entry: object) -> None:
    said = sheet_of(entry.id)  # type: ignore[attr-defined]
    assert "None" not in said
    assert said.strip()
