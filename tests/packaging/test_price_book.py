"""How the price book is made: cross-checked, at a day's noon, and without rounding."""

import json
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import build_price_book as made
import pytest
from price_models import WANTED, Wanted

from indoors.core.money.book import Rates
from indoors.services.price_book import PriceBooks
from tests.helpers.money import RESOURCES

AT = date(2026, 11, 9)


def prices(given: Any, taken: Any, cached: Any = None) -> SimpleNamespace:
    return SimpleNamespace(
        input_mtok=given, output_mtok=taken, cache_read_mtok=cached, cache_write_mtok=None
    )


def model(name: str, *conditional: tuple[Any, Any], comments: str = "") -> SimpleNamespace:
    listed = [SimpleNamespace(constraint=when, prices=what) for when, what in conditional]

    def get_prices(at: datetime) -> Any:
        active = [each for each in listed if each.constraint is None or each.constraint.active(at)]
        return active[-1].prices

    return SimpleNamespace(
        id=name,
        prices=listed,
        get_prices=get_prices,
        price_comments=comments,
        price_variants=None,
    )


def from_day(day: date) -> SimpleNamespace:
    return SimpleNamespace(start_date=day, active=lambda at: at.date() >= day)


def at_night() -> SimpleNamespace:
    return SimpleNamespace(active=lambda at: at.hour < 6)


def first(*models: SimpleNamespace) -> made.First:
    return made.First([SimpleNamespace(id="openai", models=list(models))])


def second(tmp_path: Path, text: str) -> made.Second:
    wheel = tmp_path / "litellm-1.109.1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(made.SECOND_FILE, text)
    return made.Second.from_wheel(wheel)


def test_the_file_holds_what_the_script_chooses() -> None:
    book = PriceBooks(RESOURCES).shipped.book
    assert [each.id for each in book.models] == sorted(each.id for each in WANTED)
    assert made.text(book) == (RESOURCES / "price_book.json").read_bytes()


def test_the_price_is_that_of_the_day_and_not_of_the_night() -> None:
    dollar, old = Decimal(1), Decimal(9)
    source = first(
        model(
            "m",
            (None, prices(old, old)),
            (from_day(date(2026, 10, 1)), prices(dollar, dollar)),
            (from_day(date(2027, 1, 1)), prices(old, old)),
            (at_night(), prices(Decimal("0.5"), Decimal("0.5"))),
        )
    )
    found = source.find("openai/m", AT)
    assert found.rates.input == 1
    assert found.valid_from == "2026-10-01"


def test_the_youngest_day_is_no_day_to_come() -> None:
    source = first(
        model("a", (from_day(date(2026, 12, 1)), None), comments="Verified on 2026-10-14."),
        model("b", (from_day(date(2026, 11, 3)), None)),
    )
    assert source.youngest_day(AT) == date(2026, 11, 3)


def test_tiers_come_from_every_price() -> None:
    def tiered(base: str, above: str) -> SimpleNamespace:
        tier = SimpleNamespace(start=1000, price=Decimal(above))
        return SimpleNamespace(base=Decimal(base), tiers=[tier])

    found = first(
        model("m", (None, prices(tiered("1", "2"), tiered("3", "4"), tiered("0.1", "0.2"))))
    ).find("openai/m", AT)
    assert found.rates == Rates(input=Decimal(1), output=Decimal(3), cache_read=Decimal("0.1"))
    (tier,) = found.tiers
    assert tier.above == 1000
    assert tier.rates == Rates(input=Decimal(2), output=Decimal(4), cache_read=Decimal("0.2"))


def test_prices_for_one_token_keep_every_digit(tmp_path: Path) -> None:
    text = '{"m": {"input_cost_per_token": 1.4e-07, "output_cost_per_token": 3e-05}}'
    found = second(tmp_path, text).find("m")
    assert found is not None
    assert str(found.rates.input) == "0.14"
    assert str(found.rates.output) == "30"
    assert second(tmp_path, text).find("n") is None


@pytest.mark.parametrize(
    ("other", "disputed"), [("1.01", False), ("1.0102", True), ("0.99", False), ("0.98", True)]
)
def test_more_than_one_in_a_hundred_is_disputed(
    tmp_path: Path, other: str, *, disputed: bool
) -> None:
    row = {
        "m": {
            "input_cost_per_token": float(Decimal(other) / 1_000_000),
            "output_cost_per_token": 2e-06,
            "deprecation_date": "2026-11-09",
        }
    }
    source = first(model("m", (None, prices(Decimal(1), Decimal(2)))))
    found = made.priced(Wanted("openai/m", "M"), source, second(tmp_path, json.dumps(row)), AT)
    assert found.is_disputed == disputed
    assert (found.other is not None) == disputed
    assert found.rates.input == 1
    assert found.is_retired
    assert found.told_by == 2


def test_one_source_alone_is_said(tmp_path: Path) -> None:
    source = first(model("m", (None, prices(Decimal(1), Decimal(2)))))
    found = made.priced(Wanted("openai/m", "M"), source, second(tmp_path, "{}"), AT)
    assert (found.told_by, found.is_disputed, found.is_retired) == (1, False, False)


def test_a_model_that_is_gone_stops_the_build() -> None:
    with pytest.raises(made.BuildError, match="no openai/m"):
        first().find("openai/m", AT)


def test_today_is_never_before_the_prices() -> None:
    book = PriceBooks(RESOURCES).shipped.book
    assert date.fromisoformat(book.as_of) <= datetime.now(tz=UTC).date()
