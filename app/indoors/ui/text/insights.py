"""Words of the Insights screen. What is not known is a dash, and says why."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from indoors.core.insights.scale import decimals
from indoors.core.insights.series import EnergyBar, MoneyPoint, TtftPoint
from indoors.core.insights.spans import Bucket, Span
from indoors.core.insights.summary import EnergySum, MoneySum, Summary
from indoors.core.money.grid import Grams, GridFactor
from indoors.ui.text import numbers
from indoors.ui.text.numbers import DASH

TITLE: Final = "Insights"
RANGE: Final = "Range"
RANGES: Final = (
    ("7d", "7 days"),
    ("30d", "30 days"),
    ("1y", "1 year"),
    ("all", "All time"),
)
COMPARED: Final = "Compared with"
CHANGE: Final = "Change"
EXPORT: Final = "Export"
EXPORT_TITLE: Final = "Save the figures"
EXPORT_NAME: Final = "Indoors figures"
EXPORTS: Final = {
    "csv": "One line for each answer (CSV)…",
    "json": "With prices and methods (JSON)…",
    "pdf": "Report of a month (PDF)…",
}

EMPTY_TITLE: Final = "No answers yet"
EMPTY_BODY: Final = (
    "What answers take in time and energy, and what they save or cost, is collected here. "
    "It stays on this computer."
)
EMPTY_ACTION: Final = "Start chatting"

ENERGY: Final = "Energy"
MONEY: Final = "Money saved"
MONEY_COST: Final = "Money"
TTFT: Final = "Time to first token"
MEASURED: Final = "Measured"
CALCULATED: Final = "Calculated"
SHOW_TABLE: Final = "Show as table"
SHOW_CHART: Final = "Show as chart"
NOTHING_KNOWN: Final = "Nothing known in this range"
LINES: Final = ("p50", "p90", "p99")

GROUPS: Final = "Answers by"
BY: Final = (("model", "Model"), ("task", "Task"), ("place", "Local and cloud"))
PLACES: Final = {"local": "This computer", "cloud": "Cloud"}
TASKS: Final = {"chat": "Chat"}
GROUP_COLUMNS: Final = ("Answers", "Speed", "First token", "Energy", "J/token", "Saved")
GROUP_TIPS: Final = (
    "Answers in this range",
    "Tokens a second while writing; half of the answers were faster",
    "Time to first token; half of the answers were faster",
    "Of the answers whose energy is known",
    "Energy of writing one token",
    "Against the model chosen above, less electricity; below zero it is a cost",
)

_SECOND_MS: Final = 1000
_CENTS: Final = 2
_NO_ENERGY: Final = "No meter on this computer can be read, so the energy is not known."


def subtitle(span: Span, summary: Summary) -> str:
    """Return "20 Oct to 19 Nov, 1,012 answers"."""
    return f"{days(span.first, span.last)}, {answers(summary.answers)}"


def days(first: date, last: date) -> str:
    """Return a range of days in words."""
    if first == last:
        return numbers.short_day(last)
    if first.year == last.year:
        return f"{numbers.short_day(first)} to {numbers.short_day(last)}"
    return f"{numbers.short_day(first)} {first.year} to {numbers.short_day(last)} {last.year}"


def answers(count: int) -> str:
    """Return "1 answer", "1,012 answers"."""
    return "1 answer" if count == 1 else f"{numbers.count(count)} answers"


def bucket(which: Bucket) -> str:
    """Return the days of one step of a chart."""
    return days(which.first, which.last)


# ---- energy -------------------------------------------------------------------------------


def energy_beside(
    energy: EnergySum, co2: tuple[Grams, GridFactor] | None, standby_wh: float | None
) -> str:
    """Return what stands beside the sum; without a grid no CO₂."""
    if energy.joules is None:
        return _NO_ENERGY if energy.unknown else NOTHING_KNOWN
    parts = []
    if co2 is not None:
        grams, grid = co2
        parts.append(f"{numbers.co2(float(grams.middle))} CO₂ at {grid.grams:.0f} g/kWh")
    if standby_wh is not None:
        parts.append(f"{numbers.energy(standby_wh)} more in standby")
    if energy.unknown:
        parts.append(f"{answers(energy.unknown)} not metered")
    return ", ".join(parts)


def estimated(bars: Sequence[EnergyBar], step: str) -> str:
    """Return the legend of dashed bars; "" if there are none."""
    number = sum(bar.estimated for bar in bars)
    if not number:
        return ""
    return f"{number} {step if number == 1 else step + 's'} estimated"


def energy_tip(which: Bucket, bar: EnergyBar) -> str:
    """Return a bar in words."""
    mark = "~" if bar.estimated else ""
    said = f"{bucket(which)}: {mark}{numbers.energy(bar.watt_hours)}"
    if bar.watt_hours is None and bar.answers:
        said = f"{said}, not metered"
    if bar.standby_wh:
        said = f"{said}, and {numbers.energy(bar.standby_wh)} while the model waited"
    return f"{said}, {answers(bar.answers)}"


ENERGY_COLUMNS: Final = ("Days", "Energy", "Waiting", "Answers")


def energy_row(which: Bucket, bar: EnergyBar) -> tuple[str, ...]:
    """Return a bar as a row of the table."""
    mark = "~" if bar.estimated else ""
    return (
        bucket(which),
        f"{mark}{numbers.energy(bar.watt_hours)}",
        numbers.energy(bar.standby_wh),
        numbers.count(bar.answers),
    )


# ---- money --------------------------------------------------------------------------------


def money_title(money: MoneySum) -> str:
    """A loss is not called a saving."""
    return MONEY_COST if money.amount is not None and money.amount < 0 else MONEY


def money_figure(money: MoneySum, sign: str) -> str:
    """Return the sum; a loss as what was paid more."""
    return DASH if money.amount is None else numbers.money(abs(money.amount), sign)


def money_beside(money: MoneySum, sign: str, reason: str) -> str:
    """Return what stands beside the sum: electricity, or why there is no sum."""
    if money.amount is None:
        if money.price is None:
            return reason
        return f"{reason} The same tokens there: {numbers.money(money.price, sign)}"
    less = f"after {numbers.money(money.electricity, sign)} of electricity"
    more = f"more than there, with {numbers.money(money.electricity, sign)} of electricity"
    said = more if money.amount < 0 else less
    if money.unknown:
        said = f"{said}, {answers(money.unknown)} not counted"
    return said


def money_change(amount: Decimal | None, sign: str) -> str:
    """Return "saved $0.13", "cost $0.02 more", or a dash."""
    if amount is None:
        return DASH
    if amount < 0:
        return f"cost {numbers.money(-amount, sign)} more"
    return f"saved {numbers.money(amount, sign)}"


def money_tip(which: Bucket, point: MoneyPoint, sign: str) -> str:
    """Return a point of the line in words."""
    total = money_change(point.total, sign)
    return f"{bucket(which)}: {money_change(point.amount, sign)}, {total} in all"


MONEY_COLUMNS: Final = ("Days", "Saved", "In all")


def money_row(which: Bucket, point: MoneyPoint, sign: str) -> tuple[str, ...]:
    """Return a point as a row of the table; a cost has a minus."""
    return (
        bucket(which),
        numbers.money(point.amount, sign),
        numbers.money(point.total, sign),
    )


# ---- time to first token ------------------------------------------------------------------


def ttft_beside(values: Sequence[float | None]) -> str:
    """Return "half of the answers, p90 410 ms, p99 1.2 s"."""
    _, p90, p99 = values
    if p90 is None:
        return NOTHING_KNOWN
    return f"half of the answers, p90 {numbers.ttft(p90)}, p99 {numbers.ttft(p99)}"


def ttft_tip(which: Bucket, point: TtftPoint) -> str:
    """Return a point of the lines in words."""
    named = zip(LINES, point.values, strict=True)
    values = ", ".join(f"{name} {numbers.ttft(value)}" for name, value in named)
    return f"{bucket(which)}: {values} of {answers(point.answers)}"


TTFT_COLUMNS: Final = ("Days", *LINES, "Answers")


def ttft_row(which: Bucket, point: TtftPoint) -> tuple[str, ...]:
    """Return a point as a row of the table."""
    times = tuple(numbers.ttft(value) for value in point.values)
    return (bucket(which), *times, numbers.count(point.answers))


# ---- groups -------------------------------------------------------------------------------


def group_row(name: str, group: Summary, sign: str) -> tuple[str, ...]:
    """Return a group as a row of the table."""
    joules = group.energy.joules_per_token
    return (
        name or DASH,
        numbers.count(group.answers),
        numbers.speed(group.speed),
        numbers.ttft(group.ttft[0]),
        numbers.energy(group.energy.watt_hours),
        DASH if joules is None else f"{joules:.2f}",
        numbers.money(group.money.amount, sign),
    )


# ---- axes ---------------------------------------------------------------------------------


def scale_words(values: Sequence[float]) -> list[str]:
    """Return the words of an axis, all with as many decimals as tell them apart."""
    places = decimals(values[1] - values[0])
    return [f"{value:,.{places}f}" for value in values]


def money_words(values: Sequence[float], sign: str) -> list[str]:
    """Return the words of an axis of money: whole units, or two decimals and more."""
    places = decimals(values[1] - values[0])
    places = max(places, _CENTS) if places else 0
    minus = numbers.MINUS
    return [f"{minus if v < 0 else ''}{sign}{abs(v):,.{places}f}" for v in values]


def seconds_words(milliseconds: Sequence[float]) -> list[str]:
    """Return the words of an axis of times: ms, or s at its end."""
    if milliseconds[-1] < _SECOND_MS:
        said, unit = scale_words(milliseconds), "ms"
    else:
        said, unit = scale_words([value / _SECOND_MS for value in milliseconds]), "s"
    return [*said[:-1], f"{said[-1]} {unit}"]


def said(name: str, rows: Sequence[str]) -> str:
    """Return what a screen reader says of a chart: its newest points."""
    return f"{name}. {'. '.join(rows)}" if rows else f"{name}. {NOTHING_KNOWN}"


def axis_day(which: Bucket, step: str) -> str:
    """Return what stands below a step of time."""
    if step in {"day", "week"}:
        return numbers.short_day(which.first)
    return numbers.month(which.first) if step == "month" else str(which.first.year)
