"""The history of answers as the Insights screen sees it: added up when somebody looks."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from indoors.bridge.history import HistoryBridge
from indoors.bridge.money import MoneyBridge
from indoors.bridge.tasks import StoreTasks
from indoors.core.insights.spans import RangeKey
from indoors.services.export import write_export
from indoors.services.insights import InsightsView, Month, gather, month_of, view_of
from indoors.store.store import Store


class InsightsBridge(QObject):
    """``changed``: another range, or more answers. Nothing is read while nobody looks."""

    changed = Signal()
    exported = Signal(str)  # path
    error = Signal(object)  # AppError

    def __init__(
        self,
        history: HistoryBridge,
        money: MoneyBridge,
        tasks: StoreTasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._money = money
        self._tasks = tasks
        self._seen = False
        self.key: RangeKey = "30d"
        self.view: InsightsView | None = None
        history.kept.connect(self._look_if_seen)
        money.changed.connect(self._look_if_seen)

    def set_seen(self, seen: bool) -> None:
        """Follow new answers only while somebody looks."""
        self._seen = seen
        self._look_if_seen()

    def set_range(self, key: RangeKey) -> None:
        """Show another range."""
        self.key = key
        self.look()

    def look(self) -> None:
        """Read and add up; ``changed`` comes when it is done."""
        key, saving_of = self.key, self._money.saving_of
        today = datetime.now(UTC).astimezone().date()
        self._tasks.run(
            lambda store: view_of(gather(store, key, today), saving_of),
            self._take_view,
            self.error.emit,
        )

    def export(self, path: str, kind: str) -> None:
        """Write the range to a file; ``exported`` or ``error`` tells how it went."""
        from indoors.services.insights_export import exported, to_csv, to_json

        key, savings, choice = self.key, self._money.savings, self._money.choice
        today = datetime.now(UTC).astimezone().date()
        write = to_csv if kind == "csv" else to_json

        def work(store: Store) -> str:
            data = write(exported(gather(store, key, today, whole=True), savings, choice))
            write_export(Path(path), data)
            return path

        self._tasks.run(work, self.exported.emit, self.error.emit)

    def write(self, path: str, data: bytes) -> None:
        """Write a report to a file; ``exported`` or ``error`` tells how it went."""

        def work(_store: Store) -> str:
            write_export(Path(path), data)
            return path

        self._tasks.run(work, self.exported.emit, self.error.emit)

    def read_month(self, first: date, done: Callable[[Month], None]) -> None:
        """Add up a month, and hand it over."""
        saving_of, today = self._money.saving_of, datetime.now(UTC).astimezone().date()
        self._tasks.run(
            lambda store: month_of(store, first, today, saving_of), done, self.error.emit
        )

    def _look_if_seen(self, _row: object = None) -> None:
        if self._seen:
            self.look()

    def _take_view(self, view: InsightsView) -> None:
        if view.key == self.key:
            self.view = view
            self.changed.emit()
