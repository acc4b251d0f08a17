"""Files that go into a question: read off the GUI thread."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from indoors.bridge.tasks import StoreTasks
from indoors.core.chat import Attachment
from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.attachments import read_text_file
from indoors.store.store import Store


class Attaching(QObject):
    attached = Signal(object)  # Attachment
    error = Signal(object)  # AppError

    def __init__(
        self, tasks: StoreTasks, model_name: Callable[[], str], parent: QObject | None = None
    ) -> None:
        """``model_name`` is asked for the model that would write the next answer."""
        super().__init__(parent)
        self._tasks = tasks
        self._model_name = model_name

    def attach(self, paths: list[str]) -> None:
        """Read each file; ``attached`` or ``error`` tells how it went."""
        for path in paths:
            self._tasks.run(_reading(Path(path)), self.attached.emit, self._failed)

    def refuse_picture(self, path: str = "") -> None:
        """Say that a picture cannot be looked at, and by which model."""
        facts = {"path": path, "model": self._model_name()}
        told = {name: value for name, value in facts.items() if value}
        self.error.emit(AppError(Fault.PICTURE_NOT_SEEN, **told))

    def _failed(self, error: AppError) -> None:
        if error.fault is Fault.PICTURE_NOT_SEEN:
            self.refuse_picture(str(error.facts["path"]))
        else:
            self.error.emit(error)


def _reading(path: Path) -> Callable[[Store], Attachment]:
    return lambda _: read_text_file(path)
