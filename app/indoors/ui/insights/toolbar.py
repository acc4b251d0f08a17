"""The line above the cards: range, what it holds, compared with what, and the way out."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from indoors.ui.text import insights as text
from indoors.ui.widgets import Button, Elided, Label, Menu, Segmented


class InsightsToolbar(QWidget):
    export_requested = Signal(str)  # "csv", "json" or "pdf"

    def __init__(self) -> None:
        super().__init__()
        self.range = Segmented(text.RANGE, text.RANGES)
        self.range.set_current("30d")
        self.subtitle = Elided("", role="small", ink="text.secondary")
        self.export = Button(text.EXPORT, icon="export", size="small")
        self._menu = Menu(text.EXPORT, self)
        for kind, label in text.EXPORTS.items():
            action = self._menu.add(label, icon="file-text" if kind == "csv" else "export")
            action.triggered.connect(lambda _=False, one=kind: self.export_requested.emit(one))
        self.export.clicked.connect(self._open_menu)
        self.compared = Button("", icon="sliders-horizontal", size="small")
        self._label = Label(text.COMPARED, role="small", ink="text.secondary")
        self._basis = ""
        self._narrow = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.range)
        row.addWidget(self.subtitle, 1)
        row.addWidget(self._label)
        row.addWidget(self.compared)
        row.addWidget(self.export)

    def show_basis(self, name: str) -> None:
        """Name the model that answers are compared with."""
        self._basis = name
        self.compared.set_text("" if self._narrow else name)
        self.compared.setAccessibleName(f"{text.COMPARED}: {name}. {text.CHANGE}")
        self.compared.setToolTip(f"{text.COMPARED}: {name}")

    def fit(self, *, narrow: bool) -> None:
        """Leave out words that have no room."""
        self.subtitle.setVisible(not narrow)
        self._label.setVisible(not narrow)
        self._narrow = narrow
        self.show_basis(self._basis)
        self.export.set_text("" if narrow else text.EXPORT)
        self.export.setAccessibleName(text.EXPORT)
        self.export.setToolTip(text.EXPORT if narrow else "")

    def _open_menu(self) -> None:
        below = QPoint(0, self.export.height() + 4)
        self._menu.popup(self.export.mapToGlobal(below))
