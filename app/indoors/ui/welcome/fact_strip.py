"""The five facts of the check, in one strip."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from indoors.ui.text import welcome as text
from indoors.ui.text.welcome import FactWords
from indoors.ui.theme import current_theme, set_ring
from indoors.ui.widgets import Card, Elided, IconView, Label, Provenance

_ICONS = {
    "processor": "cpu",
    "memory": "stack",
    "graphics": "desktop-tower",
    "disk": "hard-drive",
    "memory_speed": "gauge",
}
_WIDE, _MIDDLE = 860, 520
"""From these widths on all five, or three, facts stand side by side."""
_SHARES = (7, 6, 7, 6, 8)


class FactCell(QWidget):
    """One fact: its name, the value, a line below. Focusable if its tooltip says more."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._lines: tuple[bool, bool] = (False, False)
        self.said: FactWords | None = None
        self.value = Elided("", role="read", weight=600)
        self.detail = Elided("", role="small", ink="text.secondary")
        self.measured = Provenance(text.MEASURED)
        self.measured.hide()
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(IconView(_ICONS[name], ink="text.tertiary"))
        head.addWidget(Label(text.FACT_NAMES[name], role="small", ink="text.secondary"), 1)
        head.addWidget(self.measured)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(2)
        column.addWidget(self.value)
        column.addWidget(self.detail)
        set_ring(self, radius=current_theme().radius("control"))
        self.clear()

    def clear(self) -> None:
        """Say that the fact is being looked for."""
        self.said = None
        self.value.set_text(text.FACT_WAITS)
        self.value.set_ink("text.tertiary")
        self.detail.set_text("")
        self.measured.hide()
        self._tell("")

    def show_words(self, said: FactWords) -> None:
        """Show what was found, or that nothing was."""
        self.said = said
        self.value.set_text(said.value)
        self.value.set_ink("text.primary")
        self.detail.set_text(said.detail)
        self.measured.setVisible(said.is_measured)
        self._tell(said.tip)

    def set_lines(self, *, left: bool, top: bool) -> None:
        """Draw lines towards the neighbours."""
        self._lines = (left, top)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        left, top = self._lines
        if left:
            line = QRect(0, 0, theme.hairline, self.height())
            painter.fillRect(line, theme.color("border.subtle"))
        if top:
            line = QRect(0, 0, self.width(), theme.hairline)
            painter.fillRect(line, theme.color("border.subtle"))
        painter.end()

    def _tell(self, tip: str) -> None:
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if tip else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(text.fact_aloud(self._name, self.said))
        self.setAccessibleDescription(tip)


class FactStrip(Card):
    """Five cells side by side; in narrow windows they stand in two or three rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.cells = {name: FactCell(name) for name in text.FACT_NAMES}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(1, 1, 1, 1)
        self._grid.setSpacing(0)
        self._columns = 0
        self._arrange(len(self.cells))

    def clear(self) -> None:
        """Begin again."""
        for cell in self.cells.values():
            cell.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        self._arrange(5 if width >= _WIDE else 3 if width >= _MIDDLE else 2)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for index in range(len(self.cells)):
            share = _SHARES[index] if columns == len(self.cells) else 1
            self._grid.setColumnStretch(index, share if index < columns else 0)
            # Equal beginnings, or a long name would take room from its neighbours.
            self._grid.setColumnMinimumWidth(index, 0)
        cells = list(self.cells.values())
        for index, cell in enumerate(cells):
            row, column = divmod(index, columns)
            last = index == len(cells) - 1
            self._grid.addWidget(cell, row, column, 1, columns - column if last else 1)
            cell.set_lines(left=column > 0, top=row > 0)
