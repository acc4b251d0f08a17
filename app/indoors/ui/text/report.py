"""Words of the report for a manager or a compliance officer: a month on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from indoors.core.insights.summary import MoneySum
from indoors.core.money.grid import Grams
from indoors.services.insights import Month
from indoors.ui.text import energy as energy_text
from indoors.ui.text import insights, money, numbers
from indoors.ui.text.live_totals import Basis
from indoors.ui.text.numbers import DASH

TITLE: Final = "Indoors: energy, cost and use"
SAVE_TITLE: Final = "Save the report"
DIALOG: Final = "Report as PDF"
DIALOG_SUBTITLE: Final = "A month on paper, with method, sources and lines to sign."
MONTH: Final = "Month"
CANCEL: Final = "Cancel"
SAVE: Final = "Save…"
TOTALS: Final = "Totals"
MODELS: Final = "By model"
METHOD: Final = "How the figures came about"
SOURCES: Final = "Sources"
SIGNED: Final = ("Prepared by, date", "Checked by, date")
_WH: Final = 3600

_METHOD: Final = (
    "Answers, tokens and times were counted by the program that ran the model on this computer.",
    "Energy is what the meters named below counted from each question to its last token, less "
    "what the idle computer takes in that time. What the loaded model takes while it waits is "
    "told apart. Where no meter could be read, no figure is given; such answers are counted.",
    "A range covers the error of the meters: the true value lies in it in 95 of 100 cases.",
    "CO₂ is location-based: energy at the plug times the mean of the country's grid, with its "
    "range. Power supplies lose about a tenth, so electricity and CO₂ are counted at the plug.",
    "Saved is the list price of the same tokens at the model compared with, with that "
    "provider's prefix cache simulated, less the electricity used here. Below zero it is a cost. "
    "Hardware, work and the base load of the computer are not in it.",
)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with rows of (name, value, remark), a table, or paragraphs."""

    title: str
    rows: Sequence[tuple[str, ...]] = ()
    head: tuple[str, ...] = ()
    paragraphs: Sequence[str] = ()


def file_name(month: Month) -> str:
    """Return the name of the file: "Indoors 2026-11.pdf"."""
    return f"Indoors {month.first:%Y-%m}.pdf"


def subtitle(month: Month) -> str:
    """Return the days that the report is about."""
    return f"{insights.days(month.first, month.last)}, {month.last.year}"


def sections(month: Month, basis: Basis, co2: Grams | None, today: date) -> list[Section]:
    """Return everything on the paper, in its order."""
    return [
        Section(TOTALS, rows=_totals(month, basis, co2)),
        Section(MODELS, rows=_models(month, basis), head=("Model", *insights.GROUP_COLUMNS)),
        Section(METHOD, paragraphs=_METHOD),
        Section(SOURCES, paragraphs=_sources(month, basis, today)),
    ]


def _totals(month: Month, basis: Basis, co2: Grams | None) -> list[tuple[str, ...]]:
    summary, found = month.summary, month.summary.energy
    ttft = ", ".join(
        f"{name} {numbers.ttft(value)}"
        for name, value in zip(insights.LINES, summary.ttft, strict=True)
    )
    half = f"± {numbers.energy(found.half_width_j / _WH)}" if found.joules is not None else ""
    missing = f"{insights.answers(found.unknown)} without a figure" if found.unknown else ""
    rows: list[tuple[str, ...]] = [
        ("Answers", numbers.count(summary.answers), "written on this computer"),
        ("Tokens read", numbers.count(summary.prompt_tokens), ""),
        ("Tokens written", numbers.count(summary.generated_tokens), ""),
        ("Speed", numbers.speed(summary.speed), "half of the answers were faster"),
        ("Time to first token", numbers.ttft(summary.ttft[0]), ttft),
        ("Energy of answers", numbers.energy(found.watt_hours), _joined(half, missing)),
        ("Energy in standby", numbers.energy(month.standby_wh), "while a loaded model waited"),
        ("CO₂ of answers", *_co2(co2)),
    ]
    rows += _money("Against the chosen model", summary.money, basis.currency, _name(basis))
    return rows + _money("Against one of its class", month.hosted, basis.currency, "hosted")


def _co2(co2: Grams | None) -> tuple[str, str]:
    if co2 is None:
        return DASH, ""
    low, high = numbers.co2(float(co2.low)), numbers.co2(float(co2.high))
    return numbers.co2(float(co2.middle)), f"{low} to {high}"


def _money(title: str, sums: MoneySum, currency: str, name: str) -> list[tuple[str, ...]]:
    def said(value: Decimal | None) -> str:
        return money.amount(value, currency)

    if sums.amount is None:
        there = "" if sums.price is None else f"the same tokens there {said(sums.price)}"
        return [(title, DASH, _joined(name, there))]
    band = f"{said(sums.low)} to {said(sums.high)}"
    verb = "saved" if sums.amount >= 0 else "cost more"
    left_out = f"{insights.answers(sums.unknown)} not counted" if sums.unknown else ""
    electricity = f"after {said(sums.electricity)} of electricity"
    return [(title, said(sums.amount), _joined(name, verb, band, electricity, left_out))]


def _models(month: Month, basis: Basis) -> list[tuple[str, ...]]:
    sign = money.symbol(basis.currency)
    return [insights.group_row(name, group, sign) for name, group in month.by_model]


def _sources(month: Month, basis: Basis, today: date) -> list[str]:
    meters = energy_text.source_names(month.sources) if month.sources else "none could be read"
    said = [f"Meters: {meters}."]
    listed = ", ".join(f"{each.name} {each.version}" for each in basis.book.sources)
    said.append(f"{money.prices_as_of(basis.book, today)}, from {listed}.")
    tariff = basis.tariff
    if tariff is None:
        said.append("Electricity: not entered.")
    else:
        price = money.amount(tariff.per_kwh, tariff.currency)
        source = _joined(tariff.source, tariff.period) or money.OWN_TARIFF
        said.append(f"Electricity: {price} a kilowatt-hour ({source}).")
    if basis.grid is not None:
        grid = basis.grid
        said.append(
            f"Grid {grid.country}: {grid.grams:.0f} g CO₂ a kilowatt-hour, {grid.low:.0f} to "
            f"{grid.high:.0f}. Our World in Data from Ember and the Energy Institute (CC BY 4.0)."
        )
    said.append("Every line behind these sums can be exported as CSV or JSON and computed again.")
    return said


def _name(basis: Basis) -> str:
    return DASH if basis.comparator is None else money.model_name(basis.comparator)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
