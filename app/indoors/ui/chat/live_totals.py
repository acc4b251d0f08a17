"""Totals of the live panel: what answers took and saved. Only what is known is a number."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from indoors.bridge.history import Totals
from indoors.bridge.money import MoneyBridge
from indoors.core.insights.summary import Taken
from indoors.ui.labels import at_right
from indoors.ui.text import live as text
from indoors.ui.text import live_totals as words
from indoors.ui.text.numbers import count
from indoors.ui.widgets import Button, Label

_GAP = 6
INSET = 11
"""A button's padding: all else is moved in by it, so that its word stands below the others."""


class LiveTotals(QWidget):
    """Rows by Answer, Today, All time, and what they rest on. ``change_requested``: of that."""

    change_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None
        self._cells: dict[str, list[Label]] = {
            name: [_cell() for _ in text.TOTALS_COLUMNS] for name in words.ROWS
        }
        self.basis = Label("", role="micro", weight=400, ink="text.tertiary", wrap=True)
        self.change = Button(words.CHANGE, kind="accent", size="small")
        self.change.setAccessibleName(words.CHANGE_NAME)
        self.change.clicked.connect(self.change_requested)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.change)
        below.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(self._grid())
        rows.addSpacing(4)
        basis = QHBoxLayout()
        basis.setContentsMargins(INSET, 0, 0, 0)
        basis.addWidget(self.basis)
        rows.addLayout(basis)
        rows.addLayout(below)
        self.show_totals(Totals(), (None, None, None), None)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(INSET, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(_GAP)
        grid.addWidget(Label(text.TOTALS, weight=600), 0, 0)
        for column, head in enumerate(text.TOTALS_COLUMNS, 1):
            label = at_right(Label(head, role="micro", weight=400, ink="text.secondary"))
            grid.addWidget(label, 0, column)
        for row, name in enumerate(words.ROWS, 1):
            label = Label(name, role="small", ink="text.secondary")
            label.setToolTip(text.TIPS[name])
            grid.addWidget(label, row, 0)
            for column, cell in enumerate(self._cells[name], 1):
                grid.addWidget(cell, row, column)
        for column, stretch in enumerate((3, 4, 3, 4)):
            grid.setColumnStretch(column, stretch)
        return grid

    def show_totals(
        self,
        totals: Totals,
        answers: tuple[int | None, int | None, int | None],
        money: MoneyBridge | None,
    ) -> None:
        """Show sums, and how many answers there are; ``None`` is not counted yet."""
        shown = (totals, answers, money and money.choice)
        if shown == self._shown:
            return
        self._shown = shown
        columns = (totals.answer, totals.today, totals.ever)
        for column, taken in enumerate(columns):
            self._show_taken(column, taken, money)
            self._show(text.ANSWERS, column, count(answers[column]), text.TIPS[text.ANSWERS])
        for column, joules in enumerate((None, *totals.standby_j)):
            said = words.standby(joules) if column else ""
            self._show(words.STANDBY, column, said, text.TIPS[words.STANDBY])
        self.change.setVisible(money is not None)
        self.basis.set_text(words.basis(money) if money is not None else "")
        caution = money is not None and words.is_old(money)
        self.basis.set_ink("caution.text" if caution else "text.tertiary")

    def _show_taken(self, column: int, taken: Taken | None, money: MoneyBridge | None) -> None:
        energy = words.energy(taken)
        self._show(text.ENERGY, column, energy, words.energy_tip(taken))
        grams = money.co2(taken.energy) if money is not None and taken is not None else None
        self._show(text.CO2, column, words.co2(grams), words.co2_tip(grams, taken, money))
        currency = money.currency if money is not None else "USD"
        saved, ink = words.saved(taken, currency)
        self._show(text.SAVED, column, saved, words.saved_tip(taken, money), ink)

    def _show(self, row: str, column: int, said: str, tip: str, ink: str = "text.primary") -> None:
        cell = self._cells[row][column]
        if cell.text() != said:
            cell.set_text(said)
        cell.set_ink(ink)
        cell.setToolTip(tip)
        cell.setAccessibleName(f"{row}, {text.TOTALS_COLUMNS[column]}: {said or text.DASH}")


def _cell() -> Label:
    return at_right(Label(text.DASH, role="small", weight=500))
