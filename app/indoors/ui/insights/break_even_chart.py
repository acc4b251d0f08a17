"""What has been paid after so many months: here, for seats, and per token."""

from collections.abc import Sequence
from decimal import Decimal

from indoors.core.insights.scale import ticks
from indoors.core.money.roi import Outlook, Plan, Verdict
from indoors.ui.insights.chart import Tip
from indoors.ui.insights.figures_table import Row
from indoors.ui.insights.frame import Axes
from indoors.ui.insights.lines import Line, LineChart
from indoors.ui.text import break_even as text
from indoors.ui.text import insights as insights_text
from indoors.ui.text import money as money_text

MONTHS = 24
_EACH = 6
_ABOVE = 2.2
"""Of what is paid here; lines that rise beyond leave the chart, so that the crossing is seen."""


class BreakEvenChart(LineChart):
    def __init__(self) -> None:
        super().__init__(text.CHART)

    def show_plan(self, plan: Plan, found: Outlook, currency: str) -> None:
        """Draw a plan."""
        here = [float(plan.total(Decimal(month))) for month in range(MONTHS + 1)]
        others = [
            (money_text.seats(plan.people), found.against_seats, False),
            (text.BY_USE, found.against_tokens, True),
        ]
        there = {
            name: [float(v.elsewhere_total(Decimal(m))) for m in range(MONTHS + 1)]
            for name, v, _ in others
            if v is not None
        }
        top = _top(here, list(there.values()))
        sign = money_text.symbol(currency)
        ys = ticks(0.0, top, 4)
        named = list(zip(ys, insights_text.money_words(ys, sign), strict=True))
        axes = Axes((0, MONTHS), named, [(m, str(m)) for m in range(0, MONTHS + 1, _EACH)])
        lines = [_line(text.INDOORS, here, ys[-1], "chart.1", "indoor.text", dashed=False)]
        for name, _, dashed in others:
            if name in there:
                lines.append(
                    _line(name, there[name], ys[-1], "chart.2", "outside.text", dashed=dashed)
                )
        tips = [
            Tip(month, min(series[month], ys[-1]), _tip(month, name, series[month], currency))
            for name, series in ((text.INDOORS, here), *there.items())
            for month in range(MONTHS + 1)
        ]
        self.show_lines(lines, axes, tips, _said(found, plan, currency), _marks(plan, found))


def rows_of(plan: Plan, found: Outlook, currency: str) -> list[Row]:
    """Return the same as a table."""
    rows = []
    for month in range(0, MONTHS + 1, _EACH):
        at = Decimal(month)
        cells = [plan.total(at)] + [
            None if verdict is None else verdict.elsewhere_total(at)
            for verdict in (found.against_seats, found.against_tokens)
        ]
        rows.append((str(month), *(money_text.amount(cell, currency) for cell in cells)))
    return rows


_NAMED = 0.88
"""Of the height: above it there is no room for a name."""


def _top(here: Sequence[float], there: Sequence[Sequence[float]]) -> float:
    highest = max((series[-1] for series in there), default=0.0)
    return max(here[-1], min(highest, here[-1] * _ABOVE) if here[-1] else highest)


def _line(
    name: str, values: Sequence[float], top: float, ink: str, name_ink: str, *, dashed: bool
) -> Line:
    """Name a line where it is still inside."""
    inside = [month for month, value in enumerate(values) if value <= top * _NAMED]
    last = inside[-1] if inside else 0
    return Line(
        list(enumerate(values)),
        ink=ink,
        name=name,
        dashed=dashed,
        named_at=(last, values[last]),
        name_ink=name_ink,
    )


def _marks(plan: Plan, found: Outlook) -> list[tuple[float, float]]:
    marks = []
    for verdict in (found.against_seats, found.against_tokens):
        months = None if verdict is None else verdict.break_even_months
        if months is not None and 0 < months <= MONTHS:
            marks.append((float(months), float(plan.total(months))))
    return marks


def _tip(month: int, name: str, value: float, currency: str) -> str:
    return text.total(month, name, Decimal(str(round(value, 2))), currency)


def _said(found: Outlook, plan: Plan, currency: str) -> str:
    ends: list[tuple[str, Decimal]] = [(text.INDOORS, plan.total(Decimal(MONTHS)))]
    named: Sequence[tuple[str, Verdict | None]] = (
        (money_text.seats(plan.people), found.against_seats),
        (text.BY_USE, found.against_tokens),
    )
    for name, verdict in named:
        if verdict is not None:
            ends.append((name, verdict.elsewhere_total(Decimal(MONTHS))))
    rows = [text.total(MONTHS, name, value, currency) for name, value in ends]
    return insights_text.said(text.CHART, rows)
