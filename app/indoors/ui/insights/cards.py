"""The three cards at the top: energy, money, and how long the first token takes."""

from collections.abc import Sequence

from indoors.core.insights.scale import ticks
from indoors.core.money.grid import Grams, GridFactor
from indoors.services.insights import InsightsView
from indoors.ui.insights.bars import Bar, BarChart
from indoors.ui.insights.chart import Tip
from indoors.ui.insights.chart_card import ChartCard
from indoors.ui.insights.frame import Axes
from indoors.ui.insights.lines import Line, LineChart
from indoors.ui.text import insights as text
from indoors.ui.text import numbers

_FADED = (0.0, 0.45, 0.0)
_INKS = ("chart.1", "chart.1", "chart.muted")
_SPOKEN = 8


class EnergyCard(ChartCard):
    def __init__(self) -> None:
        self.bars = BarChart(text.ENERGY)
        super().__init__(text.ENERGY, self.bars, text.ENERGY_COLUMNS)

    def show_view(self, view: InsightsView, co2: Grams | None, grid: GridFactor | None) -> None:
        """Show a range; without a grid factor nothing is said of CO₂."""
        energy = view.summary.energy
        wh = energy.watt_hours
        figure = numbers.energy(wh)
        all_estimated = bool(energy.estimated) and not energy.measured
        figure = f"~{figure}" if all_estimated else figure
        emitted = (co2, grid) if co2 is not None and grid is not None else None
        beside = text.energy_beside(energy, emitted, view.standby_wh) if wh is not None else ""
        self.show_figure(figure, beside)
        kind = "" if wh is None or all_estimated else text.MEASURED
        self.show_kind(kind, measured=True, second=text.estimated(view.bars, view.span.step))
        bars = [Bar(bar.watt_hours, bar.standby_wh, bar.estimated) for bar in view.bars]
        highest = max(((bar.value or 0.0) + (bar.upper or 0.0) for bar in bars), default=0.0)
        pairs = list(zip(view.span.buckets, view.bars, strict=True))
        tips = [
            Tip(index, bars[index].value or 0.0, text.energy_tip(*pair))
            for index, pair in enumerate(pairs)
        ]
        ys = ticks(0.0, highest, 2)
        axes = Axes((-0.5, len(bars) - 0.5), _named(ys, text.scale_words(ys)), _days(view))
        self.show_nothing("" if highest else text.energy_beside(energy, None, None))
        self.bars.show_bars(bars, axes, tips, _said(text.ENERGY, tips))
        self.show_rows([text.energy_row(*pair) for pair in pairs])


class MoneyCard(ChartCard):
    def __init__(self) -> None:
        self.line = LineChart(text.MONEY)
        super().__init__(text.MONEY, self.line, text.MONEY_COLUMNS)

    def show_view(self, view: InsightsView, sign: str, reason: str) -> None:
        """``reason``: why there may be no sum. ``sign`` is the currency's."""
        money = view.summary.money
        self.title.set_text(text.money_title(money))
        beside = text.money_beside(money, sign, reason)
        self.show_figure(text.money_figure(money, sign), "" if money.amount is None else beside)
        self.show_nothing(beside if money.amount is None else "")
        self.show_kind("" if money.amount is None else text.CALCULATED, measured=False)
        totals = [None if p.total is None else float(p.total) for p in view.money]
        known = [value for value in totals if value is not None]
        pairs = list(zip(view.span.buckets, view.money, strict=True))
        tips = [
            Tip(index, totals[index] or 0.0, text.money_tip(*pair, sign))
            for index, pair in enumerate(pairs)
            if totals[index] is not None
        ]
        ys = ticks(min(known, default=0.0), max(known, default=0.0), 3)
        axes = Axes(
            (0, max(1, len(totals) - 1)), _named(ys, text.money_words(ys, sign)), _days(view)
        )
        line = Line(list(enumerate(totals)), filled=True, ends_in_dot=True)
        self.line.show_lines([line], axes, tips, _said(text.MONEY, tips))
        self.show_rows([text.money_row(*pair, sign) for pair in pairs])


class TtftCard(ChartCard):
    def __init__(self) -> None:
        self.lines = LineChart(text.TTFT, names_at_right=True)
        super().__init__(text.TTFT, self.lines, text.TTFT_COLUMNS)

    def show_view(self, view: InsightsView) -> None:
        """Show a range."""
        values = view.summary.ttft
        self.show_figure(numbers.ttft(values[0]), text.ttft_beside(values))
        self.show_nothing(text.NOTHING_KNOWN if values[0] is None else "")
        self.show_kind("" if values[0] is None else text.MEASURED, measured=True)
        highest = max((v for p in view.ttft for v in p.values if v is not None), default=0.0)
        pairs = list(zip(view.span.buckets, view.ttft, strict=True))
        tips = [
            Tip(index, p50, text.ttft_tip(*pair))
            for index, pair in enumerate(pairs)
            if (p50 := pair[1].values[0]) is not None
        ]
        lines = [
            Line(
                [(index, point.values[n]) for index, point in enumerate(view.ttft)],
                ink=_INKS[n],
                faded=_FADED[n],
                name=name if tips else "",
            )
            for n, name in enumerate(text.LINES)
        ]
        ys = ticks(0.0, highest, 3)
        axes = Axes((0, max(1, len(pairs) - 1)), _named(ys, text.seconds_words(ys)), _days(view))
        self.lines.show_lines(lines, axes, tips, _said(text.TTFT, tips))
        self.show_rows([text.ttft_row(*pair) for pair in pairs])


def _named(values: Sequence[float], words: Sequence[str]) -> list[tuple[float, str]]:
    return list(zip(values, words, strict=True))


def _days(view: InsightsView) -> list[tuple[float, str]]:
    """Name the first day, one in the middle and the last."""
    buckets = view.span.buckets
    last = len(buckets) - 1
    places = sorted({0, last // 2, last})
    return [(place, text.axis_day(buckets[place], view.span.step)) for place in places]


def _said(name: str, tips: Sequence[Tip]) -> str:
    return text.said(name, [tip.words for tip in tips[-_SPOKEN:]])
