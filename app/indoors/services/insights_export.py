"""The history as files that leave the app: every figure with all that it was computed from."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from indoors.core.insights.record import Answered
from indoors.core.insights.summary import SavingOf
from indoors.core.money import record
from indoors.core.money.book import PricedModel, Source
from indoors.core.money.choice import MoneyChoice
from indoors.core.money.electricity import Tariff
from indoors.core.money.grid import GridFactor
from indoors.core.money.saving import Saving
from indoors.services.insights import Gathered
from indoors.services.savings import Savings

FORMAT = 1
_ANSWER = (
    "place", "task", "model", "continued", "prompt_tokens", "reused_tokens", "generated_tokens",
    "ttft_ms", "tokens_per_second", "prefill_ms", "decode_ms",
)  # fmt: skip
_ENERGY = ("grade", "prefill_j", "decode_j", "half_width_j", "idle_w", "seconds", "method")
_LISTS = ("sources", "lowered_by")
_SAME_CLASS = "same_class_"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEADER = (
    *("at", *_ANSWER),
    *(f"energy_{name}" for name in (*_ENERGY, *_LISTS)),
    *record.COLUMNS,
    *(f"{_SAME_CLASS}{name}" for name in record.COLUMNS),
)


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """What the figures of a file rest on."""

    comparator: str
    currency: str
    country: str
    tariff: Tariff | None
    grid: GridFactor | None
    price_book: str  # SHA-256
    prices_as_of: str
    price_sources: tuple[Source, ...]
    models: tuple[PricedModel, ...]  # those that answers are compared with


@dataclass(frozen=True, slots=True)
class Exported:
    """What is to be written: answers of a range, and what they rest on."""

    gathered: Gathered
    saving_of: SavingOf
    basis: Basis


def exported(gathered: Gathered, savings: Savings, choice: MoneyChoice) -> Exported:
    """Return what a file needs, with the comparator chosen now."""
    saving_of = savings.against(choice)
    prices = savings.prices(choice)
    rows = [s for row in gathered.answers for s in (saving_of(row), row.hosted) if s]
    used = {saving.comparator for saving in rows} | {choice.comparator}
    basis = Basis(
        comparator=choice.comparator,
        currency=savings.terms(choice).currency,
        country=choice.country,
        tariff=savings.tariff(choice),
        grid=savings.grid(choice),
        price_book=prices.sha256,
        prices_as_of=prices.book.as_of,
        price_sources=prices.book.sources,
        models=tuple(model for model in prices.book.models if model.id in used),
    )
    return Exported(gathered, saving_of, basis)


def to_csv(given: Exported) -> bytes:
    """Return one line for each answer; an empty cell is "not known"."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADER, lineterminator="\r\n")
    writer.writeheader()
    for row in given.gathered.answers:
        writer.writerow(_cells(row, given.saving_of(row)))
    return out.getvalue().encode("utf-8-sig")


def to_json(given: Exported) -> bytes:
    """Return the same, with the days, and with prices and sources in full."""
    span = given.gathered.span
    whole = {
        "format": FORMAT,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "first": span.first.isoformat(),
        "last": span.last.isoformat(),
        "basis": given.basis,
        "answers": [_answer(row, given.saving_of(row)) for row in given.gathered.answers],
        "days": given.gathered.days,
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1)


def _answer(row: Answered, saving: Saving | None) -> dict[str, object]:
    """Return an answer without the way to it."""
    kept = msgspec.structs.asdict(row)
    del kept["message_id"]
    return {**kept, "at": _moment(row.at_ms), "likely": saving}


def _cells(row: Answered, saving: Saving | None) -> dict[str, str]:
    cells = {"at": _moment(row.at_ms)}
    cells |= {name: _cell(getattr(row, name)) for name in _ANSWER}
    cells |= {f"energy_{name}": _cell(getattr(row.energy, name)) for name in _ENERGY}
    cells |= {f"energy_{name}": _joined(getattr(row.energy, name)) for name in _LISTS}
    cells |= _saving_cells(saving, "")
    return cells | _saving_cells(row.hosted, _SAME_CLASS)


def _saving_cells(saving: Saving | None, prefix: str) -> dict[str, str]:
    if saving is None or saving.inputs is None:
        return {}
    return {f"{prefix}{name}": cell for name, cell in record.row_of(saving).items()}


def _cell(value: object) -> str:
    """Return a cell; text that a spreadsheet would compute gets a '."""
    if value is None:
        return ""
    said = str(value)
    return f"'{said}" if isinstance(value, str) and said.startswith(_FORMULA) else said


def _joined(values: Sequence[str]) -> str:
    return " ".join(values)


def _moment(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="seconds")
