"""Totals of the live panel: what answers took and saved. Only what is known is a number."""

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from indoors.ui.labels import at_right
from indoors.ui.text import live as text
from indoors.ui.text.numbers import count
from indoors.ui.widgets import Label

_ROWS = (text.ENERGY, text.CO2, text.SAVED, text.ANSWERS)
_GAP = 6


class LiveTotals(QWidget):
    """Rows by Answer, Today, All time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[int | None, int | None, int | None] = (None, None, None)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(_GAP)
        grid.addWidget(Label(text.TOTALS, weight=600), 0, 0)
        for column, words in enumerate(text.TOTALS_COLUMNS, 1):
            head = at_right(Label(words, role="micro", weight=400, ink="text.secondary"))
            grid.addWidget(head, 0, column)
        self._cells: dict[str, list[Label]] = {}
        for row, name in enumerate(_ROWS, 1):
            label = Label(name, role="small", ink="text.secondary")
            label.setToolTip(text.TIPS[name])
            grid.addWidget(label, row, 0)
            self._cells[name] = [_cell(name, column) for column in text.TOTALS_COLUMNS]
            for column, cell in enumerate(self._cells[name], 1):
                grid.addWidget(cell, row, column)
        for column, stretch in enumerate((3, 4, 3, 4)):
            grid.setColumnStretch(column, stretch)
        reason = Label(text.TOTALS_REASON, role="micro", weight=400, ink="text.tertiary", wrap=True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addLayout(grid)
        rows.addWidget(reason)

    def show_answers(self, answer: int | None, today: int | None, ever: int | None) -> None:
        """Show how many answers there are; ``None`` is not counted yet."""
        if (answer, today, ever) == self._shown:
            return
        self._shown = (answer, today, ever)
        columns = zip(
            self._cells[text.ANSWERS], text.TOTALS_COLUMNS, (answer, today, ever), strict=True
        )
        for cell, column, number in columns:
            cell.setText(count(number))
            cell.setAccessibleName(f"{text.ANSWERS}, {column}: {count(number)}")


def _cell(name: str, column: str) -> Label:
    cell = at_right(Label(text.DASH, role="small", weight=500))
    cell.setToolTip(text.TIPS[name])
    cell.setAccessibleName(f"{name}, {column}: {text.NOT_MEASURED}")
    return cell
