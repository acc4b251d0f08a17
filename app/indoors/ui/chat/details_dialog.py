"""Every figure of one answer, each with what kind of number it is."""

from collections.abc import Iterable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from indoors.bridge.money import MoneyBridge
from indoors.core.chat import Message
from indoors.core.energy.answer import Grade
from indoors.core.insights.record import Answered
from indoors.core.insights.summary import energy_of
from indoors.core.money.saving import Saving
from indoors.protocol.engine import Report
from indoors.ui.forms import FormScroll
from indoors.ui.text import details as text
from indoors.ui.text import insights as insights_text
from indoors.ui.widgets import Elided, Label, Provenance, ScrimDialog

_WIDTH = 740
Row = tuple[str, str, str, bool]  # name, value, kind of number or "", whether it is measured
_MEASURED = (Grade.MEASURED, Grade.PARTIAL)


class DetailsDialog(ScrimDialog):
    """Without a report the answer was not finished, and the dialog says so."""

    def __init__(self, window: QWidget, message: Message, money: MoneyBridge | None = None) -> None:
        report = message.report
        subtitle = text.SUBTITLE if report else text.NO_REPORT
        super().__init__(window, text.TITLE, subtitle=subtitle, width=_WIDTH)
        if report is not None:
            content = QWidget()
            column = QVBoxLayout(content)
            column.setContentsMargins(0, 0, 12, 0)
            column.setSpacing(12)
            taken = [*_energy_rows(message, money), *_money_rows(message, money)]
            column.addWidget(_table([*_engine_rows(report), *taken]))
            column.addWidget(Label(text.HOW, weight=600))
            how = text.method(message.energy, message.saving)
            column.addWidget(Label(how, role="small", ink="text.secondary", wrap=True))
            self.body.addWidget(FormScroll(content), 1)
            self._add_copy(text.COPY, text.as_text(report))
            self._add_copy(text.COPY_JSON, text.as_json(message))
        self.add_button(text.CLOSE, answer="reject", default=True)

    def _add_copy(self, label: str, copied: str) -> None:
        button = self.add_button(label, kind="ghost")
        button.clicked.connect(lambda: QGuiApplication.clipboard().setText(copied))


def _engine_rows(report: Report) -> list[Row]:
    rows = [(name, value, "", True) for name, value in text.facts(report)]
    return rows + [(name, value, text.MEASURED, True) for name, value in text.figures(report)]


def _energy_rows(message: Message, money: MoneyBridge | None) -> list[Row]:
    energy = message.energy
    tokens = message.report.generated_tokens if message.report else 0
    kind = text.energy_kind(energy)
    measured = energy is not None and energy.grade in _MEASURED
    rows = [(name, value, kind, measured) for name, value in text.energy_rows(energy, tokens)]
    if energy is not None and money is not None:
        grams = money.co2(energy_of([Answered(at_ms=0, energy=energy)]))
        if grams is not None:
            rows.append((*text.co2_row(grams), text.ESTIMATED, False))
    return rows


def _money_rows(message: Message, money: MoneyBridge | None) -> list[Row]:
    if money is None:
        return []
    found: list[tuple[str, str]] = []
    for saving in (message.saving, message.hosted):
        found += text.money_rows(saving, _name(saving, money))
    rows = [(name, value, insights_text.CALCULATED, False) for name, value in found]
    there = money.savings.elsewhere(message.saving)
    cloud = text.cloud_rows(there, _name(message.saving, money))
    return rows + [(name, value, text.MODELLED, False) for name, value in cloud]


def _name(saving: Saving | None, money: MoneyBridge) -> str:
    """Return the name of a model in the price list; its id if it is not there any more."""
    if saving is None:
        return ""
    model = money.book.model(saving.comparator)
    return saving.comparator if model is None else text.hosted_name(model)


def _table(rows: Iterable[Row]) -> QWidget:
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for row, (name, value, kind, measured) in enumerate(rows):
        figure = Elided(value, weight=500)
        figure.setAccessibleName(f"{name}: {value}, {kind}" if kind else f"{name}: {value}")
        grid.addWidget(Label(name, ink="text.secondary"), row, 0)
        grid.addWidget(figure, row, 1)
        if kind:
            grid.addWidget(Provenance(kind, measured=measured), row, 2)
    return table
