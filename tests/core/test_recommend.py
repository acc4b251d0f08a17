from dataclasses import replace

import pytest

from indoors.core.candidates import Situation, weigh
from indoors.core.catalog import Catalog, Entry
from indoors.core.fit import Room, Verdict, published_shape
from indoors.core.quantization import GOOD, is_recommendable, loss_of
from indoors.core.recommend import READING_SPEED, Reason, Role, recommend, standing
from indoors.core.speed import DeviceClass, Source, calibrate, expect_prefill, expect_writing
from indoors.services.catalog import read_catalog
from indoors.services.paths import Paths

GIGA = 1_000_000_000


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_catalog(Paths.of().resources)


def computer(free: float, bandwidth: float) -> Situation:
    """One without graphics; gigabytes, and gigabytes per second."""
    return Situation(
        room=Room(main_free=int(free * GIGA)),
        main=calibrate(expect_writing(DeviceClass.CPU, bandwidth * GIGA, is_measured=True)),
        main_reading=calibrate(expect_prefill(DeviceClass.CPU, bandwidth * GIGA)),
    )


def with_card(free: float, card_free: float, bandwidth: float) -> Situation:
    return replace(
        computer(free, 50),
        room=Room(
            main_free=int(free * GIGA), graphics="separate", graphics_free=int(card_free * GIGA)
        ),
        card=calibrate(expect_writing(DeviceClass.CARD, bandwidth * GIGA)),
        card_reading=calibrate(expect_prefill(DeviceClass.CARD, bandwidth * GIGA)),
    )


COMPUTERS = {
    "small": computer(3, 15),
    "laptop": computer(6, 35),
    "desktop": computer(23, 58),
    "server": computer(100, 200),
    "card of 8": with_card(23, 7.4, 272),
    "card of 24": with_card(50, 23, 936),
}


@pytest.mark.parametrize("name", COMPUTERS)
@pytest.mark.parametrize("purpose", ["chat", "documents", "code", "languages"])
def test_three_sensible_cards(catalog: Catalog, name: str, purpose: str) -> None:
    cards = recommend(catalog.entries, COMPUTERS[name], purpose)  # type: ignore[arg-type]
    assert [card.role for card in cards] == [Role.FASTEST, Role.BALANCED, Role.BEST]
    fast, balanced, best = (card.candidate for card in cards)
    assert fast.speed.value > balanced.speed.value > best.speed.value
    assert [card.is_recommended for card in cards] == [False, True, False]
    ranks = [standing(each.entry, purpose) for each in (fast, balanced, best)]  # type: ignore[arg-type]
    assert ranks == sorted(ranks)
    for each in (fast, balanced, best):
        assert each.fit.verdict is not Verdict.TOO_BIG
        assert each.fit.is_complete
        assert each.entry.licence.commercial
        assert each.file.sha256
        parameters = each.entry.parameters or 0
        if parameters <= 4 * GIGA:
            assert (loss_of(each.file.quantization) or 0) <= GOOD
    assert fast.fit.verdict is Verdict.FITS
    assert balanced.speed.value >= READING_SPEED


def test_a_computer_with_too_little_memory_gets_no_card(catalog: Catalog) -> None:
    assert recommend(catalog.entries, computer(0.2, 10)) == ()


def test_a_single_model_is_a_single_card(catalog: Catalog) -> None:
    only = [entry for entry in catalog.entries if entry.id == "qwen3-4b-instruct-2507"]
    (card,) = recommend(only, computer(8, 40))
    assert (card.role, card.reason) == (Role.BALANCED, Reason.ONLY_ONE)


def test_reasons(catalog: Catalog) -> None:
    fast, balanced, best = recommend(catalog.entries, COMPUTERS["laptop"])
    assert fast.reason is Reason.FASTER_THAN_BALANCED
    assert fast.facts["times"] == round(
        fast.candidate.speed.value / balanced.candidate.speed.value, 1
    )
    assert balanced.reason is Reason.LARGEST_FASTER_THAN_READING
    assert best.reason in (Reason.BEST_THAT_FITS, Reason.BEST_BUT_SLOW)
    _, _, shared = recommend(catalog.entries, COMPUTERS["card of 8"])
    assert shared.reason is Reason.BEST_SHARED
    assert 0 < shared.candidate.fit.gpu_layers < shared.candidate.fit.layers


def test_a_full_disk_rules_files_out(catalog: Catalog) -> None:
    cards = recommend(catalog.entries, replace(COMPUTERS["desktop"], disk_free=3 * GIGA))
    assert cards
    assert all((card.candidate.file.size or 0) <= 2 * GIGA for card in cards)


def test_what_is_installed_needs_no_place(catalog: Catalog) -> None:
    qwen = entry(catalog, "qwen3-8b")
    digest = qwen.files[0].sha256
    assert digest is not None
    full = replace(COMPUTERS["desktop"], disk_free=0)
    assert recommend([qwen], full) == ()
    assert recommend([qwen], replace(full, installed=frozenset({digest})))


def test_measured_speed_replaces_prediction(catalog: Catalog) -> None:
    qwen = entry(catalog, "qwen3-8b")
    here = replace(COMPUTERS["desktop"], speeds={"qwen3-8b": (11.0, 12.0, 13.0)})
    seen = weigh(qwen, qwen.files[0], here)
    assert seen is not None
    assert (seen.speed.value, seen.speed.source) == (12.0, Source.MEASURED)


def test_the_files_own_header_wins(catalog: Catalog) -> None:
    qwen = entry(catalog, "qwen3-8b")
    file = qwen.files[0]
    shape = published_shape(qwen, file)
    assert shape is not None
    heavy = replace(shape, layer_bytes=tuple(2 * size for size in shape.layer_bytes))
    plain = weigh(qwen, file, COMPUTERS["desktop"])
    own = weigh(qwen, file, replace(COMPUTERS["desktop"], shapes={file.name: heavy}))
    assert plain is not None
    assert own is not None
    assert own.fit.requirement.weights == 2 * plain.fit.requirement.weights


def test_language_is_respected(catalog: Catalog) -> None:
    here = replace(COMPUTERS["desktop"], language="de")
    for card in recommend(catalog.entries, here, "languages"):
        said = card.candidate.entry
        assert "de" in (said.languages or ()) or (said.language_count or 0) >= 100


def test_small_models_are_not_squeezed() -> None:
    assert is_recommendable("Q4_K_M", 1e9)
    assert not is_recommendable("Q4_0", 4e9)
    assert not is_recommendable("Q3_K_M", 4e9, last_resort=True)
    assert is_recommendable("Q3_K_M", 8e9, last_resort=True)
    assert not is_recommendable("Q3_K_M", 8e9)
    assert not is_recommendable("Q2_K", 70e9, last_resort=True)
    assert not is_recommendable("MYSTERY", 8e9)


def test_newer_and_larger_rank_higher(catalog: Catalog) -> None:
    rank = [
        standing(entry(catalog, name))
        for name in ("smollm2-135m-instruct", "phi-3-mini-4k-instruct", "qwen3-4b", "qwen3-8b")
    ]
    assert rank == sorted(rank)
    mixture = standing(entry(catalog, "qwen3-30b-a3b-instruct-2507"))
    assert standing(entry(catalog, "qwen3-8b")) < mixture


def entry(catalog: Catalog, model_id: str) -> Entry:
    found = catalog.entry(model_id)
    assert found is not None
    return found
