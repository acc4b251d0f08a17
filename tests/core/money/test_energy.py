"""Electricity here, grids, what clouds are thought to take, and energy as known things."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.core.money.choice import MoneyChoice, terms_of
from indoors.core.money.cloud_energy import (
    CloudModel,
    Difference,
    Interval,
    difference,
    elsewhere,
    emitted_there,
    measured_here,
    watt_hours,
)
from indoors.core.money.electricity import Exchange, OffPeak, Tariff, cost_of
from indoors.core.money.equivalents import led_minutes, microwave_seconds
from indoors.core.money.grid import GridFactor, emitted
from indoors.core.money.saving import saving_of
from indoors.services.energy_tables import read_cloud_energy, read_electricity, read_grid
from tests.helpers.money import DOLLARS, LAPTOP, RESOURCES, WATT_HOUR, shipped

TABLE = read_electricity(RESOURCES)
GRID = read_grid(RESOURCES)
CLOUD = read_cloud_energy(RESOURCES)
energies = st.decimals(0, 10**9, places=3)


def test_a_watt_hour_as_known_things() -> None:
    """One division each; elsewhere these were published up to 43 times too large."""
    assert led_minutes(Decimal(1)) == 6
    assert microwave_seconds(Decimal(1)) == Decimal("3.6")


def test_a_laptops_answer_in_electricity() -> None:
    assert cost_of(Decimal("0.18") * WATT_HOUR, Decimal("0.30")) == Decimal("0.000054")
    assert cost_of(Decimal(3_600_000), Decimal("0.25")) == Decimal("0.25")


def test_a_second_rate_may_pass_midnight() -> None:
    night = OffPeak(per_kwh=Decimal("0.10"), begins=22 * 60, ends=6 * 60)
    tariff = Tariff(per_kwh=Decimal("0.30"), currency="EUR", off_peak=night)
    cheap = [hour for hour in range(24) if tariff.at(hour * 60) == Decimal("0.10")]
    assert cheap == [0, 1, 2, 3, 4, 5, 22, 23]
    noon = OffPeak(per_kwh=Decimal("0.10"), begins=12 * 60, ends=14 * 60)
    assert [minute for minute in range(24 * 60) if noon.holds_at(minute)] == list(range(720, 840))


@pytest.mark.parametrize("bad", ["-0.01", "NaN", "Infinity", "1e-99999", "1e99999"])
def test_impossible_tariffs_are_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="no price"):
        Tariff(per_kwh=Decimal(bad), currency="EUR")
    with pytest.raises(ValueError, match="no exchange rate"):
        Exchange(currency="EUR", rate=Decimal(bad))


def test_a_country_brings_price_and_currency() -> None:
    terms = terms_of(MoneyChoice(country="DEU"), TABLE, 720)
    assert (terms.currency, terms.per_kwh) == ("EUR", Decimal("0.3835"))
    assert terms.exchange == Decimal("0.895095")


def test_a_country_without_data_is_unknown_not_free() -> None:
    assert TABLE.tariff("ATA") is None
    terms = terms_of(MoneyChoice(country="ATA"), TABLE, 720)
    assert (terms.currency, terms.per_kwh) == ("USD", None)
    assert GRID.factor("ATA") is None
    assert GRID.factor("CAF") is None  # 0 in both sources: a hole


def test_what_the_user_says_goes_first() -> None:
    own = Tariff(per_kwh=Decimal(0), currency="EUR", asked=True)  # a roof of one's own
    terms = terms_of(MoneyChoice(country="DEU", tariff=own), TABLE, 0)
    assert terms.per_kwh == 0
    rate = Exchange(currency="EUR", rate=Decimal("0.8"))
    choice = MoneyChoice(country="DEU", exchange=rate)
    assert terms_of(choice, TABLE, 0).exchange == Decimal("0.8")


def test_a_tariff_in_another_currency_is_converted() -> None:
    terms = terms_of(MoneyChoice(country="DEU", currency="USD"), TABLE, 0)
    assert (terms.currency, terms.exchange) == ("USD", Decimal(1))
    assert terms.per_kwh == Decimal("0.428446")  # 0.3835 EUR at 0.895095


def test_a_currency_without_a_rate_is_not_guessed() -> None:
    own = Tariff(per_kwh=Decimal(5), currency="XYZ", asked=True)
    terms = terms_of(MoneyChoice(tariff=own), TABLE, 0)
    assert (terms.currency, terms.exchange, terms.per_kwh) == ("USD", Decimal(1), None)


@pytest.mark.parametrize("bad", ["NaN", "0", "-2", "1e-99999"])
def test_a_setting_that_makes_no_sense_changes_nothing(bad: str) -> None:
    assert terms_of(MoneyChoice(reasoning=Decimal(bad)), TABLE, 0).reasoning == 1


def test_the_table_says_where_each_price_is_from() -> None:
    assert len(TABLE.tariffs) >= 40
    for tariff in TABLE.tariffs:
        assert tariff.period
        assert tariff.source
        assert not tariff.asked
        rate = TABLE.rate(tariff.currency)
        assert tariff.currency == "USD" or rate is not None
        assert Decimal("0.02") < tariff.per_kwh / (rate.rate if rate else 1) < 1
    countries = [tariff.country for tariff in TABLE.tariffs]
    assert countries == sorted(set(countries), key=str)


def test_every_grid_factor_has_a_range_of_a_fifth_at_least() -> None:
    assert len(GRID.factors) > 200
    for factor in GRID.factors:
        assert 0 < factor.low <= factor.grams * Decimal("0.8")
        assert factor.high >= factor.grams * Decimal("1.2")
        assert factor.other is None or factor.low <= factor.other <= factor.high
    france, germany, usa, india = (GRID.factor(each) for each in ("FRA", "DEU", "USA", "IND"))
    assert france
    assert (france.grams, france.other) == (Decimal("41.4"), Decimal("56.0"))
    assert germany
    assert usa
    assert india
    assert [round(each.grams) for each in (germany, usa, india)] == [330, 384, 670]
    with pytest.raises(ValueError, match="no grid factor"):
        GridFactor(country="CAF", grams=Decimal(0))


@given(joules=energies, width=energies)
def test_emissions_hold_their_range(joules: Decimal, width: Decimal) -> None:
    factor = GRID.factor("DEU")
    assert factor is not None
    found = emitted(joules, width, factor)
    assert 0 <= found.low <= found.middle <= found.high


def test_a_kilowatt_hour_emits_the_factor() -> None:
    factor = GridFactor(country="XXX", grams=Decimal(400))
    found = emitted(Decimal(3_600_000), Decimal(0), factor)
    assert [found.low, found.middle, found.high] == [Decimal(320), Decimal(400), Decimal(480)]


@pytest.mark.parametrize(
    ("model", "low", "high"),
    [
        ("openai/gpt-4", "4.80", "10.96"),
        ("openai/gpt-4o", "0.58", "0.96"),
        ("openai/gpt-4o-mini", "0.026", "0.031"),
        ("openai/gpt-5", "0.59", "0.85"),
        ("anthropic/claude-opus-4-5", "1.51", "2.68"),
        ("google/gemini-2.5-pro", "4.6", "11.0"),
        ("mistral/mistral-large-2512", "1.127", "1.127"),
    ],
)
def test_400_tokens_of_a_cloud_model(model: str, low: str, high: str) -> None:
    found = CLOUD.model(model)
    assert found is not None
    ends = (found.start_low + 400 * found.low, found.start_high + 400 * found.high)
    for end, expected in zip(ends, (low, high), strict=True):
        assert abs(end - Decimal(expected)) <= Decimal("0.02") * Decimal(expected)


@given(model=st.sampled_from(CLOUD.models), tokens=st.integers(1, 100_000))
def test_the_cloud_is_a_wide_interval(model: CloudModel, tokens: int) -> None:
    found = watt_hours(model, tokens)
    assert found is not None
    assert 0 < found.low <= found.middle <= found.high
    assert found.high >= found.low * Decimal("2.9")
    assert model.vendor is None or found.low <= model.vendor


def test_a_vendors_lower_figure_widens_the_interval() -> None:
    model = CLOUD.model("google/gemini-2.5-pro")
    assert model is not None
    found = watt_hours(model, 400)
    assert found is not None
    assert found.low == Decimal("0.24")
    assert round(found.middle, 1) == Decimal("1.6")


def test_an_empty_answer_of_a_cloud_has_no_energy() -> None:
    assert watt_hours(CLOUD.models[0], 0) is None


def test_overlapping_ranges_are_no_difference() -> None:
    def range_of(low: str, high: str) -> Interval:
        return Interval(middle=Decimal(low), low=Decimal(low), high=Decimal(high))

    small, large = range_of("0.1", "0.2"), range_of("0.3", "0.9")
    assert difference(small, large) == Difference.INDOORS_LESS
    assert difference(large, small) == Difference.CLOUD_LESS
    assert difference(small, range_of("0.2", "5")) == Difference.UNCLEAR
    assert difference(None, large) == Difference.UNKNOWN


def test_a_hosted_8b_takes_less_than_a_laptop() -> None:
    """45 W at 10 tokens a second is 4.5 J a token; a shared graphics card takes a fraction."""
    here = measured_here(Decimal(900), Decimal(90))
    model = CLOUD.model("groq/llama-3.1-8b-instant")
    assert model is not None
    assert difference(here, watt_hours(model, 200)) == Difference.CLOUD_LESS


def test_both_sides_are_location_based() -> None:
    model = CLOUD.model("openai/gpt-5.2")
    assert model is not None
    there, factor = watt_hours(model, 400), GRID.factor(model.country)
    assert there is not None
    assert factor is not None
    grams = emitted_there(there, factor)
    assert grams.middle == there.middle * factor.grams / 1000
    assert grams.low < grams.middle < grams.high
    assert measured_here(None, Decimal(0)) is None


def test_each_cloud_model_runs_where_a_grid_is_known() -> None:
    for model in CLOUD.models:
        assert GRID.factor(model.country) is not None


def test_an_answer_against_its_comparator_in_energy() -> None:
    model, cloud = shipped("groq/llama-3.1-8b-instant"), CLOUD.model("groq/llama-3.1-8b-instant")
    assert cloud is not None
    laptop = saving_of(model, "hash", LAPTOP, DOLLARS).inputs  # 0.18 Wh for 200 tokens
    assert laptop is not None
    found = elsewhere(cloud, laptop, GRID)
    assert found is not None
    assert found.energy == watt_hours(cloud, 200)
    assert found.against_here is Difference.CLOUD_LESS
    assert found.grams is not None
    assert found.grams.low < found.grams.middle < found.grams.high
    large = CLOUD.model("openai/gpt-4")
    assert large is not None
    against = elsewhere(large, laptop, GRID)
    assert against is not None
    assert against.against_here is Difference.INDOORS_LESS
    unmetered = msgspec.structs.replace(laptop, answer=msgspec.structs.replace(LAPTOP, joules=None))
    unknown = elsewhere(cloud, unmetered, GRID)
    assert unknown is not None
    assert unknown.against_here is Difference.UNKNOWN
