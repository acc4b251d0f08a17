"""The sentences of the first run, and the numbers in them."""

import pytest

from indoors.core.catalog import Licence
from indoors.core.fit import Fit, Requirement, Room, Setting, Verdict
from indoors.core.hardware import (
    Bandwidth,
    Disk,
    Graphics,
    GraphicsUse,
    MainMemory,
    Processor,
    Use,
    reconcile,
)
from indoors.core.recommend import Reason
from indoors.core.speed import Estimate, Source
from indoors.services.probe import NotHere
from indoors.ui.text import welcome as text
from indoors.ui.text import welcome_cards as cards
from indoors.ui.welcome.fact_words import words_for
from indoors.ui.welcome.speed_scale import scale_end
from tests.ui.welcome.desk import CARD_OF_OFFICE_PC, GIB, OFFICE_PC

GRAPHICS = OFFICE_PC.graphics


def estimate(value: float, high: float = 0.0, source: Source = Source.PREDICTED) -> Estimate:
    return Estimate(value, value / 1.2, high or value * 1.2, source)


@pytest.mark.parametrize(
    ("model", "shown"),
    [
        ("AMD Ryzen 7 7700 8-Core Processor", "AMD Ryzen 7 7700"),
        ("Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz", "Intel Core i7-8550U"),
        ("Apple M2", "Apple M2"),
        ("Processor", "Processor"),
    ],
)
def test_a_processor_is_named_plainly(model: str, shown: str) -> None:
    assert text.processor(Processor(model=model, logical_cores=1)).value == shown


def test_facts_in_words() -> None:
    assert text.memory(MainMemory(total=32 * GIB, free=GIB)).value == "32 GB"
    disk = Disk(folder="/a", total=10**12, free=412 * 10**9, is_solid_state=True)
    assert text.disk(disk).value == "412 GB free"
    assert text.disk(disk).detail == "of 1 TB, solid state"
    speed = text.memory_speed(Bandwidth(bytes_per_second=58 * 10**9, bytes_read=1, seconds=1), None)
    assert (speed.value, speed.is_measured) == ("58 GB/s", True)


def test_what_could_not_be_found_out_is_a_dash_with_its_reason() -> None:
    said = words_for("memory_speed", {"memory_speed": NotHere("too little free memory")}, None)

    assert said.value == "–"
    assert said.detail == "could not be measured"
    assert "too little free memory" in said.tip
    assert not said.is_measured
    assert "not known" in text.fact_aloud("memory_speed", said)


def test_a_card_the_engine_uses_is_told_with_its_memory() -> None:
    said = words_for("graphics", {"graphics": GRAPHICS}, (CARD_OF_OFFICE_PC,))

    assert (said.value, said.detail) == ("GeForce RTX 4060", "8 GB, 7.4 GB free")


@pytest.mark.parametrize(
    ("found", "devices", "use"),
    [
        (GRAPHICS, (), Use.ENGINE_IS_CPU_ONLY),
        (GRAPHICS, None, Use.ENGINE_UNKNOWN),
        ((Graphics(name="Arc A750", vendor="intel"),), (), Use.DRIVER_MISSING),
    ],
)
def test_a_card_the_engine_does_not_use_says_so_in_one_sentence(
    found: tuple[Graphics, ...], devices: tuple[()] | None, use: Use
) -> None:
    said = words_for("graphics", {"graphics": found}, devices)

    assert reconcile(found, devices).use is use
    assert said.value == found[0].name
    assert said.detail.startswith("not ")
    assert said.tip.endswith(".")


def test_every_use_of_graphics_has_words() -> None:
    for use in Use:
        assert text.graphics((), GraphicsUse(use=use, name="A card")).value


def test_a_cards_own_speed_is_not_passed_off_as_measured() -> None:
    facts = {"memory_speed": OFFICE_PC.memory_speed, "graphics": GRAPHICS}
    said = words_for("memory_speed", facts, (CARD_OF_OFFICE_PC,))

    assert said.detail == "graphics 272 GB/s, data sheet"


@pytest.mark.parametrize(("seconds", "start"), [(0.2, "in 1 second."), (9.4, "in 9 seconds.")])
def test_the_check_tells_how_long_it_took(seconds: float, start: str) -> None:
    assert start in text.checked(seconds)


@pytest.mark.parametrize(
    ("highs", "end"),
    [([], 10), ([9.0], 10), ([10.5], 20), ([76.0, 41.0], 80), ([81.0], 100), ([2345.0], 3000)],
)
def test_one_round_scale_holds_all_ranges(highs: list[float], end: int) -> None:
    assert scale_end([estimate(1.0, high) for high in highs]) == end


def test_a_range_goes_with_every_prediction() -> None:
    predicted, measured = estimate(37.0), estimate(37.0, source=Source.MEASURED)

    assert cards.spread(predicted) == "± 7 tok/s"
    assert cards.spread(estimate(7.4)) == "± 1.4 tok/s"
    assert cards.spread(measured) == "tok/s"
    assert cards.spread(estimate(85.0, 147.0)) == "tok/s, 71 to 147"
    assert "predicted, between 31 and 44" in cards.speed_aloud(predicted)


@pytest.mark.parametrize("kind", list(Reason))
def test_every_reason_is_one_sentence(kind: Reason) -> None:
    said = cards.reason(kind, {"times": 2.1, "reading_speed": 6.0})

    assert said.endswith(".")
    assert len(said) < 60


def fit(verdict: Verdict, room: Room, gpu_layers: int = 0) -> Fit:
    need = Requirement(
        weights=8 * GIB, repacked=0, context=0, compute=0, vocabulary=0, runtime=0, uses_mmap=True
    )
    return Fit(
        verdict=verdict,
        requirement=need,
        setting=Setting(context=8192),
        room=room,
        gpu_layers=gpu_layers,
        layers=33,
        is_complete=True,
    )


def test_where_a_model_finds_its_place() -> None:
    main = Room(main_free=10 * GIB)
    card = Room(main_free=10 * GIB, graphics="separate", graphics_free=8 * GIB)

    assert cards.fit_word(fit(Verdict.FITS, main)) == "Fits the memory"
    assert cards.fit_word(fit(Verdict.TIGHT, main)) == "Tight: 80 % of what is free"
    assert cards.fit_word(fit(Verdict.FITS, card, 33)) == "Fits the graphics card"
    assert cards.fit_word(fit(Verdict.TIGHT, card, 12)) == "Shared with main memory"
    assert cards.fit_word(fit(Verdict.TOO_BIG, main)) == "Too big"


def test_a_licence_with_conditions_says_so() -> None:
    free = Licence(spdx="Apache-2.0", url=None, commercial=True, conditions=None, basis=None)
    terms = Licence(
        spdx="LicenseRef-Gemma-Terms", url=None, commercial=True, conditions="Pass on", basis=None
    )
    unknown = Licence(spdx=None, url=None, commercial=None, conditions=None, basis=None)

    assert cards.licence(free) == ("Apache 2.0", ", free for business use")
    assert cards.licence(terms) == ("Gemma Terms", ", conditions apply")
    assert cards.licence(unknown) == ("not known", "")


def test_progress_in_words() -> None:
    assert cards.amount(3_100_000_000, 5_000_000_000) == "3.1 of 5.0 GB"
    assert cards.amount(310_000_000, 5_000_000_000) == "310 MB of 5.0 GB"
    assert cards.rate(46_000_000) == "46 MB/s"
    assert cards.rate(None) == ""
    assert cards.left(41) == "41 s left"
    assert cards.short_hash("882e" + "0" * 56 + "6ed9") == "882e…6ed9"
