"""Every figure of one answer, each with what kind of number it is."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from indoors.protocol.engine import Report
from indoors.ui.forms import FormScroll
from indoors.ui.text import details as text
from indoors.ui.widgets import Elided, Label, Provenance, ScrimDialog

_WIDTH = 480


class DetailsDialog(ScrimDialog):
    """``report`` None: the answer was not finished, and the dialog says so."""

    def __init__(self, window: QWidget, report: Report | None) -> None:
        subtitle = text.SUBTITLE if report else text.NO_REPORT
        super().__init__(window, text.TITLE, subtitle=subtitle, width=_WIDTH)
        if report is not None:
            self.body.addWidget(FormScroll(_table(report)), 1)
            copy = self.add_button(text.COPY, kind="ghost")
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text.as_text(report)))
        self.add_button(text.CLOSE, answer="reject", default=True)


def _table(report: Report) -> QWidget:
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 12, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    rows = [(name, value, "") for name, value in text.facts(report)]
    rows += [(name, value, text.MEASURED) for name, value in text.figures(report)]
    for row, (name, value, kind) in enumerate(rows):
        figure = Elided(value, weight=500)
        figure.setAccessibleName(f"{name}: {value}, {kind}" if kind else f"{name}: {value}")
        grid.addWidget(Label(name, ink="text.secondary"), row, 0)
        grid.addWidget(figure, row, 1)
        if kind:
            grid.addWidget(Provenance(kind), row, 2)
    return table
