"""Make resources/price_book.json from two collections of prices that are kept apart from us.

The first is the package genai-prices (MIT); the second is one JSON file inside the wheel of
litellm (MIT), which is opened as an archive and never installed. Where both name a price and
differ by more than 1 %, the row is marked and both are kept. Prices stay decimal text all the
way. Neither package is needed to run Indoors, so neither is in the lock files:

    python -m venv prices && prices/bin/pip install genai-prices==0.2.3 msgspec
    prices/bin/pip download --no-deps --only-binary :all: litellm==1.109.1
    PYTHONPATH=app prices/bin/python packaging/build_price_book.py litellm-*.whl
"""

import argparse
import importlib
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec
from price_models import WANTED, Wanted

from indoors.core.money.book import FORMAT, PriceBook, PricedModel, Rates, Source, Tier

TARGET = Path(__file__).parent.parent / "resources" / "price_book.json"
SECOND_FILE = "litellm/model_prices_and_context_window_backup.json"
LARGEST_DIFFERENCE = Decimal("0.01")
_MILLION = Decimal(1_000_000)
_DAY = re.compile(r"\b20\d\d-[01]\d-[0-3]\d\b")


class BuildError(Exception):
    """A source lacks what the book needs; the text says what."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a source says of one model."""

    rates: Rates
    tiers: tuple[Tier, ...] = ()
    valid_from: str | None = None
    ended: str | None = None  # ISO date from which on it is no longer offered


class First:
    """The package: every price, tier and date of a provider, as Python objects."""

    def __init__(self, providers: list[Any]) -> None:
        self._models = {
            f"{provider.id}/{model.id}": model
            for provider in providers
            for model in provider.models
        }

    def youngest_day(self, not_after: date) -> date:
        """Return the last day that a price starts or was checked on."""
        days = [day for model in self._models.values() for day in _days(model)]
        return max(day for day in days if day <= not_after)

    def find(self, model: str, at: date) -> Found:
        """Return the prices of a model at noon of a day, UTC: those of most hours of a day."""
        found = self._models.get(model)
        if found is None:
            raise BuildError(f"the first source has no {model}")
        noon = datetime(at.year, at.month, at.day, 12, tzinfo=UTC)
        prices = found.get_prices(noon)
        bounds = sorted({tier.start for tier in getattr(prices.input_mtok, "tiers", ())})
        return Found(
            rates=_rates(prices, 0),
            tiers=tuple(Tier(above=bound, rates=_rates(prices, bound + 1)) for bound in bounds),
            valid_from=_started(found, noon),
        )


class Second:
    """The JSON file: prices for one token, as numbers that are read as decimals."""

    def __init__(self, rows: Mapping[str, Mapping[str, Any]]) -> None:
        self._rows = rows

    @classmethod
    def from_wheel(cls, wheel: Path) -> "Second":
        """Read the file out of the wheel; nothing of it is installed or run."""
        with zipfile.ZipFile(wheel) as archive, archive.open(SECOND_FILE) as file:
            return cls(json.load(file, parse_float=Decimal, parse_int=Decimal))

    def find(self, model: str) -> Found | None:
        """Return the prices of a model, or None."""
        row = self._rows.get(model)
        if row is None or not row.get("input_cost_per_token"):
            return None
        read, write = "cache_read_input_token_cost", "cache_creation_input_token_cost"
        return Found(
            rates=Rates(
                input=_per_million(row["input_cost_per_token"]),
                output=_per_million(row["output_cost_per_token"]),
                cache_read=_per_million(row[read]) if row.get(read) else None,
                cache_write=_per_million(row[write]) if row.get(write) else None,
            ),
            ended=row.get("deprecation_date"),
        )


def priced(wanted: Wanted, first: First, second: Second, at: date) -> PricedModel:
    """Return one row of the book, cross-checked."""
    found = first.find(wanted.first or wanted.id, at)
    other = second.find(wanted.key or wanted.id.partition("/")[2])
    disputed = other is not None and differs(found.rates, other.rates)
    ended = other.ended if other else None
    return PricedModel(
        id=wanted.id,
        name=wanted.name,
        provider=wanted.provider,
        rates=found.rates,
        tiers=found.tiers,
        cache=wanted.cache,
        parameters=wanted.parameters,
        is_open=wanted.parameters is not None,
        tokenizer=wanted.tokenizer,
        is_retired=ended is not None and date.fromisoformat(ended) <= at,
        valid_from=found.valid_from,
        is_disputed=disputed,
        other=other.rates if disputed and other else None,
        told_by=1 if other is None else 2,
    )


def differs(one: Rates, two: Rates) -> bool:
    """Whether a price that both name differs by more than 1 %."""
    pairs = (
        (one.input, two.input),
        (one.output, two.output),
        (one.cache_read, two.cache_read),
    )
    return any(
        a is not None and b is not None and abs(a - b) > LARGEST_DIFFERENCE * max(a, b)
        for a, b in pairs
    )


def built(first: First, second: Second, sources: tuple[Source, ...], not_after: date) -> PriceBook:
    """Return the whole book."""
    at = first.youngest_day(not_after)
    models = [priced(each, first, second, at) for each in WANTED]
    return PriceBook(
        format=FORMAT,
        as_of=at.isoformat(),
        currency="USD",
        sources=sources,
        models=tuple(sorted(models, key=lambda model: model.id)),
    )


def text(book: PriceBook) -> bytes:
    """Return the file's content."""
    return msgspec.json.format(msgspec.json.encode(book), indent=1) + b"\n"


def _rates(prices: Any, input_tokens: int) -> Rates:
    def at(price: Any) -> Decimal | None:
        if price is None or isinstance(price, Decimal):
            return price
        found: Decimal = price.base
        for tier in price.tiers:
            if input_tokens > tier.start:
                found = tier.price
        return found

    given, taken = at(prices.input_mtok), at(prices.output_mtok)
    if given is None or taken is None:
        raise BuildError("a model without a price")
    return Rates(
        input=given,
        output=taken,
        cache_read=at(prices.cache_read_mtok),
        cache_write=at(prices.cache_write_mtok),
    )


def _started(model: Any, noon: datetime) -> str | None:
    """Return the day from which on the price of that moment holds, if the source says so."""
    if not isinstance(model.prices, list):
        return None
    for conditional in reversed(model.prices):
        if conditional.constraint is None or conditional.constraint.active(noon):
            start = getattr(conditional.constraint, "start_date", None)
            return start.isoformat() if start else None
    return None


def _days(model: Any) -> Iterator[date]:
    yield from (date.fromisoformat(day) for day in _DAY.findall(model.price_comments or ""))
    for each in [*(model.price_variants or ()), *_conditional(model.prices)]:
        start = getattr(each.constraint, "start_date", None)
        if start is not None:
            yield start


def _conditional(prices: Any) -> list[Any]:
    return prices if isinstance(prices, list) else []


def _per_million(price: Decimal) -> Decimal:
    """Return a price for one token as one for a million, without needless zeros."""
    return Decimal(f"{(price * _MILLION).normalize():f}")


def main() -> int:
    """Write the book and print what is disputed, retired or told by one source only."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("wheel", type=Path, help="of litellm, as downloaded")
    parser.add_argument("--out", type=Path, default=TARGET)
    chosen = parser.parse_args()
    first = First(importlib.import_module("genai_prices.data").providers)
    sources = (
        Source(name="genai-prices", version=metadata.version("genai-prices"), licence="MIT"),
        Source(name="litellm", version=chosen.wheel.name.split("-")[1], licence="MIT"),
    )
    second = Second.from_wheel(chosen.wheel)
    book = built(first, second, sources, datetime.now(tz=UTC).date())
    chosen.out.write_bytes(text(book))
    for model in book.models:
        marks = [model.is_disputed and "disputed", model.is_retired and "retired"]
        marks += [model.told_by == 1 and "told by one source"]
        if any(marks):
            print(f"{model.id}: {', '.join(mark for mark in marks if mark)}")
    print(f"{chosen.out}: {len(book.models)} models, prices of {book.as_of}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
