"""Each figure can be computed again from an exported row, without a line of ours."""

import csv
import io
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.core.money.record import COLUMNS, Row, computed_again, holds, row_of
from indoors.core.money.saving import Answer, Saving, Terms, saving_of
from indoors.core.money.token_ratio import Script
from indoors.services.price_book import PriceBooks
from tests.helpers.money import DOLLARS, LAPTOP, RESOURCES, priced, shipped

PRICES = PriceBooks(RESOURCES).shipped
amounts = st.decimals(0, 10_000, places=4)


def by_hand(row: Row, ratio: str, *, cached: bool) -> Decimal:
    """Compute the price as the description of the columns says, from the text alone."""

    def tokens(name: str, factor: Decimal) -> int:
        return int((int(row[name]) * factor).to_integral_value(ROUND_HALF_EVEN))

    factor = Decimal(row[ratio])
    read, before = tokens("input_tokens", factor), tokens("previous_input", factor)
    written = tokens("output_tokens", factor * Decimal(row["reasoning"]))
    rates = [row["input_rate"], row["output_rate"], row["cache_read_rate"]]
    for tier in row["tiers"].split():
        above, *higher = tier.split(":")
        rates = higher if read > int(above) else rates
    known = 0
    if cached and row["cache_step"] and row["seconds_since"]:
        shared = min(read, before)
        in_time = 0 <= int(row["seconds_since"]) <= int(row["cache_seconds"])
        if in_time and shared >= int(row["cache_minimum"]):
            known = shared // int(row["cache_step"]) * int(row["cache_step"])
    given, taken, kept = Decimal(rates[0]), Decimal(rates[1]), Decimal(rates[2] or rates[0])
    total = (read - known) * given + known * kept + written * taken
    return total / 1_000_000 * Decimal(row["exchange"])


def check(row: Row) -> None:
    prices = [by_hand(row, ratio, cached=True) for ratio in ("ratio", "ratio_low", "ratio_high")]
    expected = {
        "price": prices[0],
        "price_low": min(prices),
        "price_high": max(prices),
        "price_uncached": by_hand(row, "ratio", cached=False),
    }
    for figure, price in expected.items():
        assert abs(Decimal(row[figure]) - price) < Decimal("1e-15")
    if not row["joules"] or not row["per_kwh"]:
        assert row["electricity"] == row["amount"] == ""
        return
    electricity = Decimal(row["joules"]) * Decimal(row["per_kwh"]) / 3_600_000
    assert abs(Decimal(row["electricity"]) - electricity) < Decimal("1e-15")
    amount = Decimal(row["price"]) - electricity
    assert abs(Decimal(row["amount"]) - amount) < Decimal("1e-15")


@given(
    answer=st.builds(
        Answer,
        input_tokens=st.integers(0, 400_000),
        output_tokens=st.integers(0, 50_000),
        previous_input=st.integers(0, 400_000),
        seconds_since=st.none() | st.integers(-60, 10_000),
        script=st.sampled_from(Script),
        vocabulary=st.sampled_from([None, 32_000, 128_256]),
        joules=st.none() | amounts,
        half_width_j=amounts,
    ),
    terms=st.builds(
        Terms,
        currency=st.sampled_from(["USD", "EUR", "JPY"]),
        exchange=st.decimals("0.001", 20_000, places=3),
        per_kwh=st.none() | amounts,
        reasoning=st.decimals(1, 10, places=1),
    ),
    model=st.sampled_from(PRICES.book.models),
)
def test_a_row_is_enough(answer: Answer, terms: Terms, model: object) -> None:
    saving = saving_of(model, PRICES.sha256, answer, terms)  # type: ignore[arg-type]
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerow(row_of(saving))
    (row,) = csv.DictReader(io.StringIO(out.getvalue()))
    check(row)
    assert holds(row)
    assert computed_again(row).amount == saving.amount


def test_a_row_that_was_changed_does_not_hold() -> None:
    row = row_of(saving_of(shipped("openai/gpt-5"), PRICES.sha256, LAPTOP, DOLLARS))
    assert holds(row)
    for name in ("amount", "price", "electricity", "input_tokens", "joules", "input_rate"):
        assert not holds({**row, name: str(Decimal(row[name]) + 1)}), name


def test_unknown_is_an_empty_cell_and_digits_are_plain() -> None:
    row = row_of(saving_of(priced("0.0000001"), "hash", LAPTOP, Terms()))
    assert row["amount"] == row["seconds_since"] == row["cache_step"] == ""
    assert not [cell for cell in row.values() if "E" in cell and "-" in cell]


def test_without_inputs_there_is_no_row() -> None:
    zero = Decimal(0)
    bare = Saving(
        comparator="a/b",
        price_book="",
        currency="USD",
        price=zero,
        price_low=zero,
        price_high=zero,
        price_uncached=zero,
    )
    with pytest.raises(ValueError, match="without its inputs"):
        row_of(bare)
