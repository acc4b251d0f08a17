"""The right pane: how fast the model is, what that takes, and the memory it holds."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from indoors.bridge.live import BARS, LiveFigures, LiveModel
from indoors.core.energy.answer import Grade
from indoors.ui.area import Area, Divider
from indoors.ui.chat.live_memory import LiveMemory
from indoors.ui.chat.live_metric import LiveMetric, LiveRow
from indoors.ui.chat.live_totals import INSET, LiveTotals
from indoors.ui.labels import at_right
from indoors.ui.text import energy as energy_text
from indoors.ui.text import live as text
from indoors.ui.text.numbers import count, speed_figure, ttft_parts
from indoors.ui.widgets import Badge, IconButton, Label, Sparkline

_EDGE = 16
_ABOVE, _BETWEEN = 14, 8
_ABOVE_FIRST = 8
_PER_CENT = 100


class LivePanel(Area):
    """Follows the live model while it is seen."""

    collapse_requested = Signal()

    def __init__(self, live: LiveModel, parent: QWidget | None = None) -> None:
        super().__init__("bg.window", parent=parent)
        self._live = live
        self.setAccessibleName(text.NAME)
        self.badge = Badge(text.activity("idle"), outlined=True)
        self.pause = IconButton("pause", text.PAUSE)
        self.collapse = IconButton("caret-double-right", text.COLLAPSE)
        self.speed = LiveMetric(text.SPEED_LAST, Sparkline(text.SPEED_LAST, say="{:.1f}".format))
        self.ttft = LiveMetric(text.TTFT, Sparkline(text.TTFT, kind="bars", slots=BARS))
        self.processor = LiveMetric(
            text.PROCESSOR,
            Sparkline(text.PROCESSOR, say="{:.0%}".format),
            missing=text.NOT_MEASURED,
        )
        self.processor.chart.full = 1.0  # all cores busy
        self.prompt = LiveRow(text.PROMPT)
        self.power = LiveMetric(
            text.POWER,
            Sparkline(text.POWER, ink="chart.3", say="{:.0f}".format),
            missing=text.NOT_AVAILABLE,
        )
        self.totals = LiveTotals()
        self.memory = LiveMemory()
        self._lay_out()
        self.pause.clicked.connect(lambda: self._set_paused(not live.paused))
        self.collapse.clicked.connect(self.collapse_requested)
        live.changed.connect(self.refresh)
        live.answers_changed.connect(self._show_answers)
        live.activity_changed.connect(self._show_activity)

    def _lay_out(self) -> None:
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 0, _EDGE)
        rows.setSpacing(0)
        now = (_below_title(self.speed), self.ttft, self.power, self.processor, self.prompt)
        for section in (now, (self.totals,), (self.memory,)):
            if rows.count():
                rows.addWidget(Divider())
            rows.addLayout(_section(section, _ABOVE if rows.count() else _ABOVE_FIRST))
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(scroll, 1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(_EDGE, 8, 6, 0)
        head.setSpacing(8)
        head.addWidget(Label(text.TITLE, role="heading"))
        head.addWidget(self.badge)
        head.addStretch(1)
        head.addWidget(self.pause)
        head.addWidget(self.collapse)
        return head

    # ---- while seen -----------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._live.set_visible(True)
        self._show_activity(self._live.activity)
        self._show_answers()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._live.set_visible(False)

    def _set_paused(self, paused: bool) -> None:
        self._live.set_paused(paused)
        self.pause.set_icon("play" if paused else "pause")
        self.pause.set_name(text.RESUME if paused else text.PAUSE)
        self._show_activity(self._live.activity)

    # ---- the picture ----------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the figures of this second."""
        figures = self._live.figures()
        self._show_speed(figures)
        self._show_ttft(figures)
        self._show_power(figures)
        self._show_processor(figures)
        known = figures.prompt_tokens is not None
        below = text.reused(figures.reused_tokens) if known else text.NO_ANSWER_YET
        self.prompt.show_figure(count(figures.prompt_tokens), below)
        self._show_answers()
        self.memory.show_memory(
            figures.memory, figures.system, text.RESTING if figures.is_resting else ""
        )

    def _show_speed(self, figures: LiveFigures) -> None:
        self.speed.show_name(text.SPEED_NOW if figures.speed_is_live else text.SPEED_LAST)
        known = figures.speed is not None
        self.speed.show_figure(
            speed_figure(figures.speed, live=True),
            "tok/s" if known else "",
            known=known,
            beside=text.peak(figures.speed_peak),
        )
        self.speed.show_series(figures.speed_series if known else ())

    def _show_ttft(self, figures: LiveFigures) -> None:
        figure, unit = ttft_parts(figures.ttft_ms)
        beside = text.median(figures.ttft_median, len(figures.ttft_bars))
        self.ttft.show_figure(figure, unit, known=figures.ttft_ms is not None, beside=beside)
        self.ttft.show_series(figures.ttft_bars)

    def _show_power(self, figures: LiveFigures) -> None:
        power = figures.power
        known = power.watts is not None
        if known:
            kind = energy_text.provenance(power.grade, power.sources)
            self.power.setToolTip(f"{kind}. {text.TIPS[text.POWER]}")
            self.power.show_kind(kind, measured=power.grade in (Grade.MEASURED, Grade.PARTIAL))
        else:
            self.power.show_missing(text.NOT_AVAILABLE, text.no_power(power.lowered_by))
        estimated = power.grade is Grade.ESTIMATED
        figure, unit = text.watts(power.watts, estimated=estimated)
        self.power.show_figure(
            figure, unit, known=known, beside=text.peak_watts(figures.power_peak)
        )
        self.power.show_series(figures.power_series if known else ())

    def _show_processor(self, figures: LiveFigures) -> None:
        load = figures.processor
        figure = text.DASH if load is None else f"{load * _PER_CENT:.0f}"
        self.processor.show_figure(figure, "" if load is None else "%", known=load is not None)
        self.processor.show_series(figures.processor_series)

    def _show_answers(self) -> None:
        figures = self._live.figures()
        last = 1 if figures.ttft_ms is not None else None
        answers = last, figures.answers_today, figures.answers_ever
        if self._live.totals.is_known:  # they count those of deleted conversations, too
            answers = last, self._live.totals.today.answers, self._live.totals.ever.answers
        self.totals.show_totals(self._live.totals, answers, self._live.money)

    def _show_activity(self, activity: str) -> None:
        self.badge.set_text(text.PAUSED if self._live.paused else text.activity(activity))


def _below_title(first: QWidget) -> QWidget:
    """Put the section's title closer to its first figure than figures are to each other."""
    group = QWidget()
    column = QVBoxLayout(group)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    row = QHBoxLayout()
    column.addLayout(row)
    column.addWidget(first)
    row.addWidget(Label(text.NOW, weight=600))
    span = at_right(Label(text.NOW_SPAN, role="micro", weight=400, ink="text.secondary"))
    row.addWidget(span, 1)
    return group


def _section(widgets: tuple[QWidget, ...], above: int) -> QVBoxLayout:
    section = QVBoxLayout()
    left = _EDGE - INSET if isinstance(widgets[0], LiveTotals) else _EDGE
    section.setContentsMargins(left, above, _EDGE, 16)
    section.setSpacing(_BETWEEN)
    for widget in widgets:
        section.addWidget(widget)
    return section
