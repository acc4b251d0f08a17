"""The words of the models screen."""

import pytest

from indoors.core.catalog import Entry, Licence
from indoors.core.model_speeds import Prediction
from indoors.core.speed import Estimate, Source
from indoors.protocol.broker import RemoteFile
from indoors.services.catalog import read_catalog
from indoors.services.download_records import DownloadRequest
from indoors.services.download_status import DownloadPhase, DownloadStatus
from indoors.services.model_sidecars import Provenance
from indoors.ui.text import model_rows as words
from indoors.ui.text import models as text
from tests.ui.seeing import RESOURCES


def status(phase: DownloadPhase, **changes: object) -> DownloadStatus:
    request = DownloadRequest(
        file=RemoteFile(repo="a/b", name="c.gguf"), provenance=Provenance(origin="download")
    )
    made = {"done": 420_000_000, "total": 1_000_000_000, **changes}
    return DownloadStatus("id", request, phase, **made)  # type: ignore[arg-type]


def entries() -> tuple[Entry, ...]:
    return read_catalog(RESOURCES).entries


@pytest.mark.parametrize(
    ("value", "low", "high", "said"),
    [(37, 33, 41, "37 ± 4"), (5.2, 4.2, 6.6, "5.2 ± 1.2"), (30, 16, 54, "16 to 54")],
)
def test_predictions_carry_their_range(value: float, low: float, high: float, said: str) -> None:
    assert words.spread(Estimate(value, low, high, Source.PREDICTED)) == said


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Gemma 3 4B IT", "Gemma 3 4B"),
        ("Qwen3 30B-A3B Instruct 2507 (MoE)", "Qwen3 30B-A3B 2507"),
        ("TinyLlama 1.1B Chat v1.0", "TinyLlama 1.1B v1.0"),
        ("Phi-4 14B", "Phi-4 14B"),
    ],
)
def test_names_lose_what_all_of_them_say(name: str, short: str) -> None:
    entry = next(each for each in entries() if each.name == name)
    assert words.short_name(entry) == short


def test_no_two_chat_models_get_the_same_short_name() -> None:
    names = [words.short_name(entry) for entry in entries()]
    assert len(set(names)) == len(names)


def test_every_licence_of_the_catalogue_reads_well() -> None:
    for entry in entries():
        said = words.licence(entry.licence)
        assert said
        assert "LicenseRef" not in said


@pytest.mark.parametrize(
    ("commercial", "conditions", "note"),
    [
        (True, None, ""),
        (True, "Terms.", "conditions apply"),
        (False, None, "no business use"),
        (None, None, "terms unclear"),
    ],
)
def test_what_a_business_must_know_is_said(
    commercial: bool | None, conditions: str | None, note: str
) -> None:
    licence = Licence(spdx="X", url=None, commercial=commercial, conditions=conditions, basis=None)
    assert words.licence_note(licence) == note


def test_a_running_download_says_amount_speed_and_time_left() -> None:
    running = status(DownloadPhase.RUNNING, speed=10_000_000.0)
    assert words.download_line(running) == "420.0 MB of 1.0 GB · 10.0 MB/s · 58 s left"
    assert words.download_short(running) == "42 %"


def test_every_phase_has_words() -> None:
    for phase in DownloadPhase:
        assert words.download_short(status(phase))
        assert words.download_line(status(phase, done=0))


def test_an_unknown_size_is_a_dash() -> None:
    assert words.percent_done(status(DownloadPhase.RUNNING, total=None)) == "–"


def test_predictions_are_judged_in_one_sentence() -> None:
    good, bad = Prediction("a", 10, 9, 11, 10), Prediction("b", 10, 9, 11, 20)
    assert text.predictions_line([]) == text.NO_PREDICTIONS
    assert text.predictions_line([good, good]).startswith("All 2 measured speeds fell inside")
    assert text.predictions_line([good, bad]).startswith("1 of 2 measured speeds fell inside")
    assert "average miss is 25 %" in text.predictions_line([good, bad])
    assert "fell outside" in text.predictions_line([bad])
    assert "1 answer was left out" in text.predictions_line([], 1)
    assert "2 answers were left out" in text.predictions_line([good], 2)
