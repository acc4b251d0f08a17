"""What was typed and not sent: saved as it is typed, without queueing up behind the disk."""

from PySide6.QtCore import QObject

from indoors.bridge.tasks import StoreTasks
from indoors.core.chat import Draft
from indoors.core.errors import AppError


class DraftSaver(QObject):
    """Saves the newest draft as soon as the one before it is on the disk.

    A fast typist costs one write at a time; a kill costs at most what was typed during one.
    """

    def __init__(self, tasks: StoreTasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._waiting: dict[str, Draft] = {}
        self._saving = False

    def save(self, draft: Draft) -> None:
        self._waiting[draft.conversation_id] = draft
        self._next()

    def forget(self, conversation_id: str) -> None:
        """Drop what waits: the text has been sent."""
        self._waiting.pop(conversation_id, None)

    def _next(self) -> None:
        if self._saving or not self._waiting:
            return
        self._saving = True
        draft = self._waiting.pop(next(iter(self._waiting)))
        self._tasks.run(lambda store: store.drafts.put(draft), self._saved, self._not_saved)

    def _saved(self, _: None) -> None:
        self._saving = False
        self._next()

    def _not_saved(self, error: AppError) -> None:
        self._saving = False  # the next key tries again
        self._tasks.failed.emit(error)
