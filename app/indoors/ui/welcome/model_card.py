"""One suggestion: which model, how fast, whether it fits, under which licence."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from indoors.core.candidates import Candidate
from indoors.core.fit import Fit
from indoors.core.recommend import READING_SPEED, Role
from indoors.core.recommend import Card as Suggestion
from indoors.core.speed import Estimate, Source
from indoors.ui.area import Divider
from indoors.ui.text import welcome_cards as text
from indoors.ui.welcome.card_foot import CardFoot
from indoors.ui.welcome.ends import Ends
from indoors.ui.welcome.fit_shown import INKS, TONES, zones
from indoors.ui.welcome.speed_figure import SpeedFigure
from indoors.ui.widgets import Badge, Card, Elided, Label, Provenance
from indoors.ui.widgets.fit_bar import FitBar
from indoors.ui.widgets.range_mark import Mark, RangeMark

_PADDING = 19
_NAMED_FROM = 270
"""From this width on the names of both kinds of memory have room."""


class ModelCard(Card):
    """Empty at first; ``show_suggestion`` fills it."""

    def __init__(self, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.role = role
        self.suggestion: Suggestion | None = None
        self.badge = Badge(text.RECOMMENDED, tone="indoor")
        self.waiting = Label(text.CHOOSING, ink="text.tertiary", wrap=True)
        self.name = Elided("", role="heading")
        self.quantization = Label("", ink="text.tertiary")
        self.reason = Label("", ink="text.secondary", wrap=True)
        self.speed = SpeedFigure()
        self.source = Provenance(text.SOURCES[Source.PREDICTED], measured=False)
        self.scale = RangeMark(text.SPEED, tick=text.READING_SPEED)
        self.scale.setToolTip(text.READING_SPEED_TIP)
        self.needs = Label("", role="small", weight=600)
        self.fit = Label("", role="small")
        self.zones = FitBar(text.FIT)
        self.pages = Label("", role="small")
        self.on_disk = Label("", role="small")
        self.licence = Label("", role="small", wrap=True)
        self.foot = CardFoot()
        self.body = QWidget()
        self._lay_out()
        self.show_waiting(text.CHOOSING)

    @property
    def padding(self) -> int:
        """Pixels between the border and the words, at either side."""
        return _PADDING

    @property
    def candidate(self) -> Candidate | None:
        return None if self.suggestion is None else self.suggestion.candidate

    def show_waiting(self, words: str) -> None:
        """Hold the place of a suggestion that is not there."""
        self.suggestion = None
        self.body.hide()
        self.badge.hide()
        self.waiting.set_text(words)
        self.waiting.show()
        self.set_chosen(chosen=False)
        self.setAccessibleName(f"{text.ROLES[self.role]}: {words}")

    def show_suggestion(self, suggestion: Suggestion, scale_end: int) -> None:
        """Fill the card. ``scale_end``: tokens per second, the same on every card."""
        self.suggestion = suggestion
        found = suggestion.candidate
        name = found.entry.name
        self.waiting.hide()
        self.body.show()
        self.badge.setVisible(suggestion.is_recommended)
        self.set_chosen(suggestion.is_recommended)
        self.name.set_text(name)
        self.quantization.set_text(found.file.quantization)
        self.reason.set_text(text.reason(suggestion.reason, suggestion.facts))
        self._show_speed(found.speed, scale_end)
        self._show_fit(found)
        self.pages.set_text(text.reading_time(found.reading))
        self.on_disk.set_text(text.size_of(found.file.size or 0))
        licence, allows = text.licence(found.entry.licence)
        self.licence.set_text(f"{licence}{allows}")
        self.licence.setToolTip(found.entry.licence.conditions or "")
        self.licence.setAccessibleDescription(found.entry.licence.conditions or "")
        recommended = suggestion.is_recommended
        self.setAccessibleName(text.card_aloud(self.role, name, recommended=recommended))
        self.foot.set_model(name, found.file.size, recommended=recommended)

    def _show_speed(self, speed: Estimate, scale_end: int) -> None:
        self.speed.set_estimate(speed)
        source = speed.source
        self.source.set_state(text.SOURCES[source], measured=source is Source.MEASURED)
        self.source.setToolTip(text.SOURCE_TIPS[source])
        mark = Mark(low=speed.low, high=speed.high, most=scale_end, value=speed.value)
        said = text.speed_aloud(speed)
        self.scale.set_mark(mark, said, tick_at=READING_SPEED, end=f"{scale_end}")

    def _show_fit(self, found: Candidate) -> None:
        before, figure, after = text.needs(found.fit)
        self._before.set_text(before)
        self.needs.set_text(figure)
        self._after.set_text(after)
        self.fit.set_text(text.fit_word(found.fit))
        self.fit.set_ink(INKS[found.fit.verdict])
        self._show_zones(found.fit)

    def _show_zones(self, fit: Fit) -> None:
        named = self.width() - 2 * _PADDING >= _NAMED_FROM
        self.zones.set_zones(zones(fit, named=named), TONES[fit.verdict], text.fit_aloud(fit))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.candidate is not None:
            self._show_zones(self.candidate.fit)

    # ---- layout ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(_PADDING, 16, _PADDING, 16)
        outer.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(text.ROLES[self.role], weight=600, ink="text.secondary"))
        head.addWidget(self.badge)
        head.addStretch(1)
        outer.addLayout(head)
        outer.addSpacing(6)
        outer.addWidget(self.waiting)
        outer.addWidget(self.body, 1)
        outer.addStretch(0)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(_side_by_side(self.name, self.quantization, spacing=6))
        column.addSpacing(3)
        column.addWidget(self.reason)
        column.addSpacing(10)
        self._add_figures(column)
        column.addSpacing(13)
        column.addWidget(Divider())
        column.addSpacing(10)
        column.addLayout(self._facts())
        column.addSpacing(12)
        column.addStretch(1)
        column.addWidget(self.foot)

    def _add_figures(self, column: QVBoxLayout) -> None:
        column.addWidget(Ends(self.speed, self.source))
        column.addSpacing(4)
        column.addWidget(self.scale)
        column.addSpacing(8)
        self._before = Label("", role="small", ink="text.secondary")
        self._after = Label("", role="small", ink="text.secondary")
        needs = QWidget()
        row = QHBoxLayout(needs)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for label in (self._before, self.needs, self._after):
            row.addWidget(label)
        row.addStretch(1)
        column.addWidget(Ends(needs, self.fit))
        column.addSpacing(4)
        column.addWidget(self.zones)

    def _facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(
            (
                (text.TEN_PAGES, self.pages),
                (text.ON_DISK, self.on_disk),
                (text.LICENCE, self.licence),
            )
        ):
            label = Label(name, role="small", ink="text.tertiary")
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        grid.setColumnMinimumWidth(0, 68)
        return grid


def _side_by_side(first: QWidget, second: QWidget, *, spacing: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    row.addWidget(first)
    row.addWidget(second)
    row.addStretch(1)
    return row
