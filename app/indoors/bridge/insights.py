"""The history of answers as the window sees it: kept as they end, added up when looked at."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from indoors.bridge.chat import ChatBridge
from indoors.bridge.tasks import StoreTasks
from indoors.core.chat import Message, MessageState
from indoors.core.insights.record import Answered, answered
from indoors.core.insights.spans import RangeKey
from indoors.services.insights import InsightsView, gather, view_of
from indoors.store.store import Store

if TYPE_CHECKING:
    from indoors.core.insights.summary import SavingOf

_ENDED = frozenset({MessageState.DONE, MessageState.STOPPED})


class InsightsBridge(QObject):
    """``changed``: another range, or more answers. Nothing is read while nobody looks."""

    changed = Signal()
    kept = Signal(object)  # Answered, once it is on the disk
    error = Signal(object)  # AppError

    def __init__(self, chat: ChatBridge, tasks: StoreTasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._seen = False
        self.key: RangeKey = "30d"
        self.view: InsightsView | None = None
        self.saving_of: SavingOf = lambda row: row.likely
        chat.answer_finished.connect(self.keep)

    def start(self) -> None:
        """Take over answers whose figures did not arrive here before the last end."""
        self._tasks.run(lambda store: store.history.fill())

    # ---- keeping ----------------------------------------------------------------------------

    def keep(self, message: Message) -> None:
        """Keep the figures of an answer that ended."""
        report = message.report
        if report is None or message.state not in _ENDED:
            return
        row = answered(report, at_ms=message.created_ms, message_id=message.id, model=message.model)

        def work(store: Store) -> Answered:
            return store.history.add(row.after(store.history.before(message.id)))

        self._tasks.run(work, self._take_kept)

    def _take_kept(self, row: Answered) -> None:
        self.kept.emit(row)
        if self._seen:
            self.look()

    # ---- looking ----------------------------------------------------------------------------

    def set_seen(self, seen: bool) -> None:
        """Follow new answers only while somebody looks."""
        self._seen = seen
        if seen:
            self.look()

    def set_range(self, key: RangeKey) -> None:
        """Show another range."""
        self.key = key
        self.look()

    def look(self) -> None:
        """Read and add up; ``changed`` comes when it is done."""
        key, saving_of = self.key, self.saving_of
        today = datetime.now(UTC).astimezone().date()
        self._tasks.run(
            lambda store: view_of(gather(store, key, today), saving_of),
            self._take_view,
            self.error.emit,
        )

    def _take_view(self, view: InsightsView) -> None:
        if view.key == self.key:
            self.view = view
            self.changed.emit()
