"""One thread for work on files; its results come back to the GUI thread."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault

log = logging.getLogger(__name__)

T = TypeVar("T")
Failed = Callable[[AppError], None]


class CancelledError(Exception):
    """Raised inside a job to end it; nobody is told."""


class FileTasks(QObject):
    """Runs jobs one after the other, so that none meets another halfway."""

    failed = Signal(object)  # AppError of a job that named no handler of its own
    _returned = Signal(object)  # a callable to run on the GUI thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._open = True
        self._returned.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Queue ``work``. Handlers run on the GUI thread, and not at all after ``close``."""
        self._pool.start(lambda: self._work(work, done, failed))

    def close(self) -> None:
        """Drop what has not begun, and wait for the rest."""
        self._open = False
        self._pool.clear()
        self._pool.waitForDone()

    def _work(
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
