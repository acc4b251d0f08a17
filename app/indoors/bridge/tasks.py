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
class _Alone:
    """Work on the file itself, while no connection is open."""

    work: Callable[[], None]


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
        self._store: Store | None = None  # of the thread below alone
        self._jobs: queue.SimpleQueue[_Job | _Alone | None] = queue.SimpleQueue()
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

    def run_alone(self, work: Callable[[], None]) -> None:
        """Queue work for which the database has to be closed; it must not raise."""
        self._jobs.put(_Alone(work))

    def close(self, timeout: float = 5.0) -> None:
        """Finish what is queued, then end the thread."""
        self._jobs.put(None)
        self._thread.join(timeout)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if isinstance(job, _Alone):
                self._close_store()
                job.work()
            else:
                self._do(job)
        self._close_store()

    def _do(self, job: _Job) -> None:
        try:
            self._store = self._store or self._open_store()
            result = job.work(self._store)
        except AppError as error:
            if error.fault is Fault.DATABASE_DAMAGED:
                self._close_store()  # a connection that met damage refuses all else from then on
            self._give_back(self._failure(job, error))
        except Exception as error:  # the thread must outlive a bug in one job
            log.exception("store job failed")
            bug = AppError(Fault.BUG, detail=type(error).__name__)
            self._give_back(self._failure(job, bug))
        else:
            if job.done is not None:
                self._give_back(_bound(job.done, result))

    def _close_store(self) -> None:
        store, self._store = self._store, None
        if store is not None:
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
