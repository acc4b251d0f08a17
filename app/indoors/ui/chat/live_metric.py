"""One figure of the live panel: words, number, what kind of number, and its last two minutes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from indoors.ui.chat.live_figure import LiveFigure
from indoors.ui.labels import at_right
from indoors.ui.text import live as text
from indoors.ui.widgets import Elided, Label, Provenance, Sparkline

_RIGHT = Qt.AlignmentFlag.AlignRight
_BOTTOM = Qt.AlignmentFlag.AlignBottom


class LiveMetric(QWidget):
    """A figure with a chart; ``missing`` says why there is none and stands where its kind would."""

    def __init__(
        self,
        name: str,
        chart: Sparkline,
        *,
        missing: str = text.NO_ANSWER_YET,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._missing = missing
        self.chart = chart
        self._label = Elided(name, role="small", ink="text.secondary")
        self._figure = LiveFigure()
        self._shown: object = None
        self._said_kind = (text.MEASURED, True)
        self._series: tuple[float | None, ...] = ()
        self._kind = Provenance(text.MEASURED, shrinks=True)
        self._reason = Label(missing, role="micro", weight=400, ink="text.tertiary")
        self._beside = at_right(Label("", role="micro", weight=400, ink="text.tertiary"))
        self.setToolTip(text.TIPS[name])
        self._lay_out()
        self.show_figure(text.DASH, "", known=False)

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self._kind)
        below.addWidget(self._reason)
        below.addStretch(1)
        below.addWidget(self._beside)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.addWidget(self._label, 0, 0)
        grid.addWidget(self._figure, 1, 0)
        grid.addWidget(self.chart, 0, 1, 2, 1, _RIGHT | _BOTTOM)
        grid.addLayout(below, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)

    def show_name(self, name: str) -> None:
        if name != self._label.text:
            self._label.set_text(name)

    def show_series(self, values: tuple[float | None, ...]) -> None:
        """Show the chart's values; the same as before cost nothing."""
        if values != self._series:
            self._series = values
            self.chart.set_values(values)

    def show_kind(self, kind: str, *, measured: bool) -> None:
        """Say what kind of number it is from now on."""
        if (kind, measured) != self._said_kind:
            self._said_kind = (kind, measured)
            self._kind.set_state(kind, measured=measured)
            self._shown = None

    def show_missing(self, reason: str, tip: str) -> None:
        """Say why there is no figure: a word or two, and all of it in the tooltip."""
        if (reason, tip) != (self._missing, self.toolTip()):
            self._missing = reason
            self._reason.set_text(reason)
            self.setToolTip(tip)
            self._shown = None

    def show_figure(self, figure: str, unit: str, *, known: bool, beside: str = "") -> None:
        """Show a figure; unless ``known``, the reason stands below it."""
        shown = (figure, unit, known, beside, self._label.text)
        if shown == self._shown:
            return
        self._shown = shown
        self._figure.show_number(figure, unit)
        self._kind.setVisible(known)
        self._reason.setVisible(not known)
        if beside != self._beside.text():
            self._beside.set_text(beside)
        kind = self._said_kind[0] if known else self._missing
        said = (self._label.text, f"{figure} {unit}".strip(), kind, beside)
        self.setAccessibleName(", ".join(part for part in said if part))


class LiveRow(QWidget):
    """A figure without a chart, on one line, with what belongs to it below."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._shown = ("", "")
        self._figure = at_right(Label(text.DASH, weight=500))
        self._below = at_right(Label("", role="micro", weight=400, ink="text.tertiary"))
        self.setToolTip(text.TIPS[name])
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        label = Elided(name, role="small", ink="text.secondary")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self._figure, 0, 1)
        grid.addWidget(self._below, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self.show_figure(text.DASH, text.NO_ANSWER_YET)

    def show_figure(self, figure: str, below: str) -> None:
        """Show a figure and, below it, a part of it or the reason why there is none."""
        if (figure, below) == self._shown:
            return
        self._shown = (figure, below)
        self._figure.set_text(figure)
        self._below.set_text(below)
        self._below.setVisible(bool(below))
        said = (self._name, figure, below)
        self.setAccessibleName(", ".join(part for part in said if part))
