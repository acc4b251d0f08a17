"""A card with one figure, what kind of number it is, and its chart or the same as a table."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from indoors.ui.insights.chart import Chart
from indoors.ui.insights.figures_table import FiguresTable, Row
from indoors.ui.text import insights as text
from indoors.ui.theme import current_theme
from indoors.ui.widgets import Card, Elided, IconButton, Label, Provenance

_HEIGHT = 210
_ICON = 24


class ChartCard(Card):
    """``head`` takes what stands between the title and the button for the table."""

    def __init__(self, title: str, chart: Chart, columns: Row) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.title = Label(title, role="body", weight=600)
        self.kind = Provenance(text.MEASURED)
        self.second = Provenance("", measured=False)
        self.figure = Label("", role="title")
        self.beside = Elided("", role="small", ink="text.secondary")
        self.chart = chart
        self.table = FiguresTable(title, columns)
        self.switch = IconButton("list", text.SHOW_TABLE, side=_ICON, icon_size=14)
        self.nothing = Label("", role="small", ink="text.tertiary", wrap=True)
        self.stack = QStackedWidget()
        self.second.hide()
        self._lay_out()
        self.switch.clicked.connect(self._toggle)

    def _lay_out(self) -> None:
        for page in (self.chart, self.table, self.nothing):
            self.stack.addWidget(page)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.kind)
        head.addWidget(self.second)
        head.addWidget(self.switch)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.figure)
        line.addWidget(self.beside, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 10, 10)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(line)
        column.addSpacing(6)
        column.addWidget(self.stack, 1)
        self.setFixedHeight(_HEIGHT + 4 * current_theme().text_step)
        self.setMinimumWidth(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_figure(self, figure: str, beside: str) -> None:
        """Show the sum and what belongs to it."""
        self.figure.set_text(figure)
        self.beside.set_text(beside)

    def show_nothing(self, reason: str) -> None:
        """Say why there is no chart, in its place; "" if there is one."""
        self.nothing.set_text(reason)
        self.switch.setVisible(not reason)
        if reason:
            self.stack.setCurrentWidget(self.nothing)
        elif self.stack.currentWidget() is self.nothing:
            self.stack.setCurrentWidget(self.chart)

    def show_kind(self, words: str, *, measured: bool, second: str = "") -> None:
        """Show what kind of number it is; "" if there is none."""
        self.kind.setVisible(bool(words))
        self.kind.set_state(words, measured=measured)
        self.second.setVisible(bool(second))
        self.second.set_state(second, measured=False)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Give the table its rows: the newest first."""
        self.table.show_rows(list(reversed(rows)))

    def _toggle(self) -> None:
        as_table = self.stack.currentWidget() is self.chart
        shown: QWidget = self.table if as_table else self.chart
        self.stack.setCurrentWidget(shown)
        self.switch.set_icon("chart-line-up" if as_table else "list")
        self.switch.set_name(text.SHOW_CHART if as_table else text.SHOW_TABLE)
