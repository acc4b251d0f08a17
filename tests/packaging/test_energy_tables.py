"""How the tables of grids, clouds and electricity are made."""

import csv
import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import build_energy_tables as made
import pytest
from price_models import CLOUD_MODELS, WANTED

from indoors.services.energy_tables import read_cloud_energy, read_electricity, read_grid
from tests.helpers.money import RESOURCES


def test_the_files_are_as_the_script_writes_them() -> None:
    for name, table in [
        ("grid.json", read_grid(RESOURCES)),
        ("cloud_energy.json", read_cloud_energy(RESOURCES)),
        ("electricity.json", read_electricity(RESOURCES)),
    ]:
        assert made.text(table) == (RESOURCES / name).read_bytes()


def test_the_prices_are_those_of_the_typed_table() -> None:
    text = (made.HERE / "electricity_prices.csv").read_text(encoding="utf-8")
    typed = {row["country"]: Decimal(row["per_kwh"]) for row in csv.DictReader(io.StringIO(text))}
    table = read_electricity(RESOURCES)
    assert {tariff.country: tariff.per_kwh for tariff in table.tariffs} == typed


def test_a_zero_is_a_hole() -> None:
    first = [{"name": name, "gwp": gwp} for name, gwp in [("AAA", 0.5), ("BBB", 0.0), ("CCC", 0.0)]]
    second = {
        "AAA": {"carbon_intensity": 450.04},
        "BBB": {"carbon_intensity": 300},
        "CCC": {"carbon_intensity": 0},
    }
    grid = made.grid(
        json.dumps({"electricity_mixes": [*first, {"name": "WOR", "gwp": 0.4}]}).encode(),
        json.dumps(second).encode(),
    )
    found = [(factor.country, factor.grams, factor.other) for factor in grid.factors]
    assert found == [
        ("AAA", Decimal("500.0"), Decimal("450.0")),
        ("BBB", Decimal("300.0"), None),
    ]


def test_a_straight_line_is_found_again() -> None:
    def impacts(*, output_token_count: int, **_: object) -> SimpleNamespace:
        low = 0.001 + 0.00002 * output_token_count  # kWh
        value = SimpleNamespace(min=low, max=3 * low)
        return SimpleNamespace(energy=SimpleNamespace(value=value))

    for model in made.cloud(impacts).models:
        assert (model.start_low, model.start_high) == (Decimal(1), Decimal(3))
        assert (model.low, model.high) == (Decimal("0.02"), Decimal("0.06"))


def test_a_dollar_costs_what_the_bank_says() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        rows = "Date,USD,GBP,CYP,\n2026-10-30,1.25,0.80,N/A,\n2026-10-29,2,2,2,\n"
        archive.writestr("eurofxref-hist.csv", rows)
    table = made.electricity("country,per_kwh,currency,period,source\n", out.getvalue())
    assert table.as_of == "2026-10-30"
    assert {each.currency: each.rate for each in table.exchange} == {
        "EUR": Decimal("0.8"),
        "GBP": Decimal("0.64"),
    }


def test_a_wheel_must_hold_the_file_once(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a-1.whl", "w") as archive:
        archive.writestr("a/one.json", "1")
    assert made.wheel_member(tmp_path, "a", "one.json") == b"1"
    with pytest.raises(ValueError, match="not enough values"):
        made.wheel_member(tmp_path, "a", "two.json")


def test_every_cloud_model_is_in_the_price_book() -> None:
    assert set(CLOUD_MODELS) <= {each.id for each in WANTED}
