"""The queue of downloads: one after the other, through breaks, kills and restarts."""

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from queue import Empty, SimpleQueue

import msgspec

from indoors.core.errors import AppError
from indoors.protocol.broker import (
    Checking,
    Downloaded,
    Event,
    Failed,
    Progress,
    Resolved,
    Restarted,
    Stopped,
    Waiting,
)
from indoors.protocol.faults import Fault
from indoors.services.download_records import DownloadRequest, Record, Records, disk_error
from indoors.services.download_status import DownloadPhase, DownloadStatus, remembered
from indoors.services.model_files import ModelFiles
from indoors.services.model_sidecars import hash_of
from indoors.services.network import Network

__all__ = ["DownloadPhase", "DownloadRequest", "DownloadStatus", "Downloads"]

_FIRST_PAUSE_S, _LONGEST_PAUSE_S, _CRASHES_BORNE = 10.0, 300.0, 3


class Downloads:
    """Downloads into one models folder.

    Public methods may be called from any thread and return at once. Everything is decided
    on one thread of its own, which also calls the listener, one call at a time. A download
    is cancelled, paused and failed for good across restarts, and runs on otherwise.
    """

    def __init__(
        self,
        network: Network,
        files: ModelFiles,
        listener: Callable[[DownloadStatus], None],
        *,
        at_once: int = 1,
        first_pause_s: float = _FIRST_PAUSE_S,
    ) -> None:
        self._network = network
        self._files = files
        self._listener = listener
        self._at_once = at_once
        self._first_pause_s = first_pause_s
        self._records = Records(files.partial)
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._known: dict[str, Record] = {}
        self._statuses: dict[str, DownloadStatus] = {}
        self._errands: dict[str, str] = {}  # download: errand
        self._stopping: dict[str, str] = {}  # the same, of processes that are told to stop
        self._due: dict[str, float] = {}  # download: when to try again
        self._failures: dict[str, int] = {}  # in a row without a new byte
        self._thread = threading.Thread(target=self._run, name="downloads", daemon=True)

    # ---- orders, from any thread ------------------------------------------------------

    def start(self) -> None:
        """Take up what an earlier run left, and begin."""
        self._files.prepare()
        for record in self._records.load():
            self._known[record.id] = record
            self._statuses[record.id] = remembered(record, self._records.done(record.id))
        self._thread.start()
        self._jobs.put(self._next)

    def statuses(self) -> list[DownloadStatus]:
        """Return all downloads that are not done or cancelled, in their order."""
        with self._lock:
            return list(self._statuses.values())

    def add(self, request: DownloadRequest) -> str:
        """Queue a download and return its id; the same file twice is the same download."""
        with self._lock:
            for status in self._statuses.values():
                if status.request.file == request.file:
                    return status.id
            download_id = uuid.uuid4().hex
            record = Record(id=download_id, request=request, added_ns=time.time_ns())
            self._statuses[download_id] = DownloadStatus(
                download_id, request, DownloadPhase.QUEUED, total=request.size
            )
        self._jobs.put(partial(self._added, record))
        return download_id

    def pause(self, download_id: str) -> None:
        """Stop; what has been fetched stays, and nothing goes on by itself."""
        self._jobs.put(partial(self._pause, download_id))

    def resume(self, download_id: str) -> None:
        """Go on with what is paused, failed or waiting."""
        self._jobs.put(partial(self._resume, download_id))

    def cancel(self, download_id: str) -> None:
        """Stop, and delete what has been fetched."""
        self._jobs.put(partial(self._cancel, download_id))

    def close(self) -> None:
        """Stop everything, to go on at the next start. The listener isn't called any more."""
        self._jobs.put(None)
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join()

    # ---- the thread -------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            due = min(self._due.values(), default=None)
            try:
                job = self._jobs.get(timeout=max(0.0, due - time.monotonic()) if due else None)
            except Empty:
                self._next()
                continue
            if job is None:
                break
            job()
        for errand in self._errands.values():
            self._network.cancel(errand)

    def _added(self, record: Record) -> None:
        problem = self._save(record)  # before it begins: a kill must find whose bytes they are
        if problem is not None:
            self._set(record.id, phase=DownloadPhase.FAILED, error=problem)
            return
        self._set(record.id, phase=DownloadPhase.QUEUED)
        self._next()

    def _pause(self, download_id: str) -> None:
        if self._wish(download_id, "pause"):
            self._stop_errand(download_id)
            self._set(download_id, phase=DownloadPhase.PAUSED, error=None)
            self._next()

    def _resume(self, download_id: str) -> None:
        if download_id not in self._errands and self._wish(download_id, "run"):
            self._failures.pop(download_id, None)
            self._due.pop(download_id, None)
            self._set(download_id, phase=DownloadPhase.QUEUED, error=None)
            self._next()

    def _cancel(self, download_id: str) -> None:
        if download_id not in self._known:
            return
        self._stop_errand(download_id)
        self._remove(download_id)
        self._next()

    def _next(self) -> None:
        """Start what may start now."""
        now = time.monotonic()
        for download_id in [key for key, due in self._due.items() if due <= now]:
            del self._due[download_id]
            self._set(download_id, phase=DownloadPhase.QUEUED)
        for status in self.statuses():
            if len(self._errands) >= self._at_once:
                return
            ready = status.id in self._known and status.id not in self._stopping
            if ready and status.phase is DownloadPhase.QUEUED:
                self._begin(self._known[status.id])

    def _begin(self, record: Record) -> None:
        if self._records.is_sealed(record.id) and record.sha256 and self._install(record):
            return
        try:
            order = self._network.download(
                record.request.file,
                self._records.part(record.id),
                sha256=record.request.sha256,
                size=record.request.size,
                consent=record.request.consent_id,
            )
            self._errands[record.id] = order.id
            self._set(record.id, phase=DownloadPhase.CONNECTING, error=None, wait_s=None)
            self._network.run(
                order,
                lambda event: self._jobs.put(partial(self._event, record.id, order.id, event)),
            )
        except AppError as error:
            self._errands.pop(record.id, None)
            self._set(record.id, phase=DownloadPhase.PAUSED, error=error, speed=None)

    # ---- what the network program says ------------------------------------------------

    def _event(self, download_id: str, errand_id: str, event: Event) -> None:
        ending = isinstance(event, Downloaded | Failed | Stopped)
        if self._stopping.get(download_id) == errand_id:
            if ending:
                self._stopped(download_id)
        elif not ending:
            self._take(download_id, event)
        else:
            del self._errands[download_id]
            self._ended(download_id, event)
            self._next()

    def _stopped(self, download_id: str) -> None:
        """Only now nobody writes to the part any more."""
        del self._stopping[download_id]
        if download_id not in self._known:
            self._records.forget(download_id)
        self._next()

    def _take(self, download_id: str, event: Event) -> None:
        match event:
            case Resolved():
                self._resolved(download_id, event)
            case Checking():
                self._set(download_id, phase=DownloadPhase.CHECKING, done=event.done, speed=None)
            case Progress():
                self._progress(download_id, event)
            case Waiting():
                self._wait(download_id, AppError(event.fault), event.seconds)
            case Restarted():
                self._set(download_id, done=event.kept, speed=None)
            case _:
                pass

    def _progress(self, download_id: str, event: Progress) -> None:
        self._failures.pop(download_id, None)
        self._set(
            download_id,
            phase=DownloadPhase.RUNNING,
            done=event.done,
            total=event.total,
            speed=event.speed,
            error=None,
            wait_s=None,
        )

    def _resolved(self, download_id: str, event: Resolved) -> None:
        record = msgspec.structs.replace(
            self._known[download_id], sha256=event.sha256, size=event.size
        )
        self._save(record)
        self._set(download_id, total=event.size)

    def _ended(self, download_id: str, event: Event) -> None:
        record = self._known[download_id]
        match event:
            case Downloaded():
                self._install(msgspec.structs.replace(record, sha256=event.sha256), hashed=True)
            case Failed():
                self._failed(record, event)
            case Stopped():  # not by us: whoever stopped it wants it stopped
                self._wish(download_id, "pause")
                self._set(download_id, phase=DownloadPhase.PAUSED, speed=None)
            case _:
                pass

    def _install(self, record: Record, *, hashed: bool = False) -> bool:
        """Take a whole part into the models folder; False if it is not what it should be."""
        part = self._records.part(record.id)
        assert record.sha256
        try:
            if not hashed and hash_of(part) != record.sha256:
                return False
            request = record.request
            model = self._files.adopt(part, record.sha256, request.provenance, request.file.name)
        except AppError as error:
            part.unlink(missing_ok=True)
            self._give_up(record, error)
            return True
        except OSError as error:  # the part stays, and needs no network any more
            self._give_up(record, disk_error(error, part))
            return True
        size = model.sidecar.size
        status = self._remove(record.id)
        status = replace(status, phase=DownloadPhase.DONE, done=size, total=size, model=model)
        self._listener(replace(status, speed=None, error=None))
        return True

    def _failed(self, record: Record, event: Failed) -> None:
        failures = self._failures[record.id] = self._failures.get(record.id, 0) + 1
        error = AppError(event.fault, **event.facts)
        if event.fault is Fault.NETWORK_SEALED:
            self._set(record.id, phase=DownloadPhase.PAUSED, error=error, speed=None)
        elif not event.again or (
            event.fault is Fault.BROKER_CRASHED and failures >= _CRASHES_BORNE
        ):
            self._give_up(record, error)
        else:
            pause = min(self._first_pause_s * 2.0 ** (failures - 1), _LONGEST_PAUSE_S)
            pause = max(pause, event.retry_after or 0.0)
            self._due[record.id] = time.monotonic() + pause
            self._wait(record.id, error, pause)

    def _give_up(self, record: Record, error: AppError) -> None:
        self._save(
            msgspec.structs.replace(
                self._known[record.id], wish="failed", fault=error.fault, facts=error.facts
            )
        )
        done = self._records.done(record.id)
        self._set(record.id, phase=DownloadPhase.FAILED, error=error, done=done, speed=None)

    # ---- small steps ------------------------------------------------------------------

    def _wait(self, download_id: str, error: AppError, seconds: float) -> None:
        self._set(download_id, phase=DownloadPhase.WAITING, error=error, wait_s=seconds, speed=None)

    def _wish(self, download_id: str, wish: str) -> bool:
        """Note what the user wants; False for a download that is gone."""
        if download_id not in self._known:
            return False
        record = msgspec.structs.replace(self._known[download_id], wish=wish, fault=None, facts={})
        self._save(record)
        return True

    def _stop_errand(self, download_id: str) -> None:
        self._due.pop(download_id, None)
        errand = self._errands.pop(download_id, None)
        if errand is not None:
            self._stopping[download_id] = errand
            self._network.cancel(errand)

    def _remove(self, download_id: str) -> DownloadStatus:
        self._records.forget(download_id)
        del self._known[download_id]
        self._failures.pop(download_id, None)
        with self._lock:
            return self._statuses.pop(download_id)

    def _set(self, download_id: str, **changes: object) -> None:
        with self._lock:
            status = replace(self._statuses[download_id], **changes)  # type: ignore[arg-type]
            self._statuses[download_id] = status
        self._listener(status)

    def _save(self, record: Record) -> AppError | None:
        """Remember a record. A later state that a full disk does not take costs little."""
        self._known[record.id] = record
        try:
            self._records.save(record)
        except OSError as error:
            return disk_error(error, self._records.part(record.id))
        return None
