"""Which meters are added up: nothing twice, and never better known with a sensor less."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from indoors.core.energy.answer import Grade
from indoors.core.energy.choice import Choice, Placement, choose
from indoors.core.energy.meter import Domain, Family, Kind, MeterFacts, overlap
from indoors.core.energy.reasons import Lowered, grade, rank

CARDS = ("0000:01:00.0", "0000:02:00.0")


def meter(
    name: str, domain: Domain, family: Family, kind: Kind = "counter", device: str | None = None
) -> MeterFacts:
    return MeterFacts(name=name, domain=domain, kind=kind, family=family, device=device)


PACKAGE = meter("rapl:package-0", Domain.PACKAGE, "rapl")
SECOND = meter("rapl:package-1", Domain.PACKAGE, "rapl")
DRAM = meter("rapl:package-0/dram", Domain.DRAM, "rapl")
PSYS = meter("rapl:psys", Domain.PSYS, "rapl")
EMI = meter("emi:RAPL_Package0_PKG", Domain.PACKAGE, "emi")
SOC = meter("hwmon:soc", Domain.SOC, "hwmon", "sample")
CARD = meter("nvml:1", Domain.GPU, "nvml", "counter", CARDS[0])
CARD_SAMPLED = meter("hwmon:1", Domain.GPU, "hwmon", "sample", CARDS[0])
CARD_2 = meter("hwmon:2", Domain.GPU, "hwmon", "counter", CARDS[1])
SYSTEM = meter("apple:system", Domain.SYSTEM, "apple", "sample")
SPLIT = meter("apple:gpu", Domain.PART, "apple")
BATTERY = meter("battery:BAT0", Domain.SYSTEM, "battery", "sample")
FITTED = meter("calibrated:load", Domain.SYSTEM, "calibrated", "model")
TDP = meter("tdp:package", Domain.PACKAGE, "tdp", "model")
ALL = (
    *(PACKAGE, SECOND, DRAM, PSYS, EMI, SOC, CARD, CARD_SAMPLED, CARD_2),
    *(SYSTEM, SPLIT, BATTERY, FITTED, TDP),
)
some = st.lists(st.sampled_from(ALL), unique_by=lambda m: m.name)
placements = st.builds(
    Placement, st.frozensets(st.sampled_from(CARDS)), shared_graphics=st.booleans()
)


def grade_of(choice: Choice) -> Grade:
    return grade(choice.lowered_by)


@given(some, placements)
def test_nothing_counts_twice_and_everything_that_computes_counts(
    meters: list[MeterFacts], placement: Placement
) -> None:
    choice = choose(meters, placement)
    assert not any(overlap(one, other) for one, other in combinations(choice.meters, 2))
    assert set(choice.meters) <= set(meters)
    if not choice.meters:
        assert grade_of(choice) is Grade.NONE
        return
    whole = choice.meters[0].domain is Domain.SYSTEM
    metered = {m.device for m in choice.meters if m.domain is Domain.GPU}
    assert whole or metered == placement.cards
    if placement.shared_graphics or placement.cards:
        assert all(m.kind != "model" for m in choice.meters)


@given(some.filter(bool), placements, st.data())
def test_the_grade_never_rises_when_a_sensor_disappears(
    meters: list[MeterFacts], placement: Placement, data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from(meters))
    left = [m for m in meters if m is not gone]
    before = grade_of(choose(meters, placement))
    assert rank(grade_of(choose(left, placement))) <= rank(before)
    assert rank(grade_of(choose(left, placement, [gone]))) <= rank(before)


@given(some, placements, st.randoms())
def test_the_order_in_which_meters_are_found_does_not_matter(
    meters: list[MeterFacts], placement: Placement, random: object
) -> None:
    mixed = list(meters)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert choose(mixed, placement) == choose(meters, placement)


def names(choice: Choice) -> list[str]:
    return [m.name for m in choice.meters]


def test_package_and_memory_go_before_the_board() -> None:
    choice = choose([PSYS, DRAM, PACKAGE, SECOND], Placement())
    assert names(choice) == ["rapl:package-0", "rapl:package-1", "rapl:package-0/dram"]
    assert names(choose([PSYS, TDP], Placement())) == ["rapl:psys"]


def test_an_integrated_chip_is_counted_once() -> None:
    shared = Placement(shared_graphics=True)
    assert names(choose([SOC, PACKAGE], shared)) == ["rapl:package-0"]
    choice = choose([SOC, TDP], shared)
    assert names(choice) == ["hwmon:soc"]
    assert choice.lowered_by == (Lowered.SAMPLED,)
    assert choose([TDP, FITTED], shared).lowered_by == (Lowered.NO_METER,)


def test_a_model_on_two_cards_needs_both_meters() -> None:
    both = Placement(frozenset(CARDS))
    assert names(choose([CARD, CARD_2, PACKAGE], both)) == ["nvml:1", "hwmon:2", "rapl:package-0"]
    assert choose([CARD, PACKAGE], both).lowered_by == (Lowered.CARD_NOT_METERED,)
    assert names(choose([CARD, PACKAGE, BATTERY], both)) == ["battery:BAT0"]


def test_apples_split_is_never_the_headline() -> None:
    shared = Placement(shared_graphics=True)
    assert names(choose([SPLIT, SYSTEM], shared)) == ["apple:system"]
    assert not choose([SPLIT], shared).meters


def test_one_socket_of_two_is_a_part() -> None:
    assert grade_of(choose([PACKAGE], Placement(), [SECOND])) is Grade.PARTIAL
    assert grade_of(choose([PACKAGE], Placement(), [CARD])) is Grade.MEASURED
