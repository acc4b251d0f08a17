"""Answers by model, by task, and here against the cloud."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from indoors.services.insights import Groups, InsightsView
from indoors.ui.insights.figures_table import FiguresTable
from indoors.ui.text import insights as text
from indoors.ui.widgets import Card, Label, Segmented

_LEAST = 180


class GroupsCard(Card):
    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(text.GROUPS)
        self.by = Segmented(text.GROUPS, text.BY)
        names = dict(text.BY)
        self.table = FiguresTable(
            text.GROUPS, (names["model"], *text.GROUP_COLUMNS), ("", *text.GROUP_TIPS)
        )
        self._view: InsightsView | None = None
        self._sign = "$"
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Label(text.GROUPS, role="heading"))
        head.addWidget(self.by, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 8, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self.setMinimumHeight(_LEAST)
        self.by.chosen.connect(lambda _: self._show())

    def show_view(self, view: InsightsView, sign: str) -> None:
        """Show a range; ``sign`` is the currency's."""
        self._view, self._sign = view, sign
        self._show()

    def _show(self) -> None:
        if self._view is None:
            return
        groups: dict[str, Groups] = {
            "model": self._view.by_model,
            "task": self._view.by_task,
            "place": self._view.by_place,
        }
        named = {**text.PLACES, **text.TASKS}
        self.table.show_rows(
            [
                text.group_row(named.get(name, name), group, self._sign)
                for name, group in groups[self.by.current]
            ]
        )
