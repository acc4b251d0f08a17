"""One thread for work on files; its results come back to the GUI thread."""

import logging
import queue
import threading
from collections.abc import Callable
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault

log = logging.getLogger(__name__)

T = TypeVar("T")
Failed = Callable[[AppError], None]
_Work = Callable[[], None]

CLOSE_LIMIT_S: Final = 10.0
"""A folder on a server that is gone must not hold up the end; every job survives a kill."""


class CancelledError(Exception):
    """Raised inside a job to end it; nobody is told."""


class FileTasks(QObject):
    """Runs jobs one after the other, so that none meets another halfway."""

    failed = Signal(object)  # AppError of a job that named no handler of its own
    _returned = Signal(object)  # a callable to run on the GUI thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._open = True
        self._returned.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Queue ``work``. Handlers run on the GUI thread, and not at all after ``close``."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="files", daemon=True)
            self._thread.start()
        self._jobs.put(lambda: self._do(work, done, failed))

    def close(self) -> None:
        """Drop what has not begun, and wait for the rest."""
        self._open = False
        self._jobs.put(None)
        if self._thread is not None:
            self._thread.join(CLOSE_LIMIT_S)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if self._open:
                job()

    def _do(
        self, work: Callable[[], Any], done: Callable[[Any], None] | None, failed: Failed | None
    ) -> None:
        try:
            result = work()
        except CancelledError:
            log.debug("a file job was cancelled")
        except AppError as error:
            self._give_back(failed or self.failed.emit, error)
        except Exception as error:  # a bug in one job must not end the others
            log.exception("file job failed")
            bug = AppError(Fault.BUG, detail=type(error).__name__)
            self._give_back(failed or self.failed.emit, bug)
        else:
            if done is not None:
                self._give_back(done, result)

    def _give_back(self, call: Callable[[Any], None], value: object) -> None:
        try:
            self._returned.emit(lambda: call(value) if self._open else None)
        except RuntimeError:  # the window went while the job ran; the work itself is done
            log.debug("result of a file job came after the end")
