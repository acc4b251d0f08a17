"""One thread with one database connection; its results come back to the GUI thread."""

import contextlib
import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.store.store import Store

log = logging.getLogger(__name__)

T = TypeVar("T")
Failed = Callable[[AppError], None]


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Store], Any]
    done: Callable[[Any], None] | None
    failed: Failed | None


class StoreTasks(QObject):
    """Runs jobs on the store, one after the other, so that a read sees every earlier write.

    Reads are short and writes wait for the disk; neither may happen on the GUI thread.
    """

    failed = Signal(object)  # AppError of a job that named no handler of its own
    _returned = Signal(object)  # a callable to run on the GUI thread

    def __init__(self, open_store: Callable[[], Store], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_store = open_store
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._returned.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="store", daemon=True)
        self._thread.start()

    def run(
        self,
        work: Callable[[Store], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Queue ``work``; may be called from any thread. Handlers run on the GUI thread."""
        self._jobs.put(_Job(work, done, failed))

    def close(self, timeout: float = 5.0) -> None:
        """Finish what is queued, then end the thread."""
        self._jobs.put(None)
        self._thread.join(timeout)

    def _work(self) -> None:
        store: Store | None = None
        while (job := self._jobs.get()) is not None:
            try:
                store = store or self._open_store()
                result = job.work(store)
            except AppError as error:
                if store is not None and error.fault is Fault.DATABASE_DAMAGED:
                    store = self._without(store)
                self._give_back(self._failure(job, error))
            except Exception as error:  # the thread must outlive a bug in one job
                log.exception("store job failed")
                bug = AppError(Fault.BUG, detail=type(error).__name__)
                self._give_back(self._failure(job, bug))
            else:
                if job.done is not None:
                    self._give_back(_bound(job.done, result))
        if store is not None:
            store.close()

    @staticmethod
    def _without(store: Store) -> None:
        """Give up a connection that met damage: it refuses everything else from then on."""
        with contextlib.suppress(AppError):
            store.close()

    def _failure(self, job: _Job, error: AppError) -> Callable[[], None]:
        return _bound(job.failed or self.failed.emit, error)

    def _give_back(self, call: Callable[[], None]) -> None:
        try:
            self._returned.emit(call)
        except RuntimeError:  # the window went while the job ran; the write itself is done
            log.debug("result of a store job came after the end")


def _bound(call: Callable[[Any], None], value: object) -> Callable[[], None]:
    return lambda: call(value)
