"""One download: resolved, resumed, fetched with patience, and checked."""

import errno
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

from indoors.broker.errors import BodyError, BrokerError, CancelledError
from indoors.broker.hub import Answer, Facts, Hub, pinned
from indoors.broker.pace import Patience, Speed
from indoors.broker.partial import CHECKPOINT_BYTES, Origin, Partial
from indoors.broker.writer import Writer
from indoors.protocol.broker import (
    Checking,
    Download,
    Downloaded,
    Event,
    Progress,
    Resolved,
    Restarted,
    Waiting,
)
from indoors.protocol.faults import Fault

_PROGRESS_S = 0.25
_SPACE_CHECK_BYTES = 64 * 1024 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FileDownload:
    """Serves one Download order."""

    def __init__(
        self,
        order: Download,
        hub: Hub,
        send: Callable[[Event], None],
        cancel: threading.Event,
        checkpoint_bytes: int = CHECKPOINT_BYTES,
    ) -> None:
        self._order = order
        self._hub = hub
        self._send = send
        self._cancel = cancel
        self._partial = Partial(Path(order.part), checkpoint_bytes)
        self._patience = Patience(order.attempts, order.pause_s)
        self._speed = Speed()
        self._file = order.file
        self._received = 0
        self._reported_at = 0.0

    def run(self) -> Downloaded:
        """Return when the part is whole, right and on the disk.

        Raises ``BrokerError`` or ``CancelledError``; the bytes so far stay, except those
        that turned out wrong.
        """
        facts = self._patiently(
            lambda: self._hub.facts(self._file, hash_needed=self._order.sha256 is None)
        )
        origin = self._origin(facts)
        self._file = pinned(self._file, facts.commit)
        self._send(
            Resolved(id=self._order.id, size=origin.size, sha256=origin.sha256, commit=facts.commit)
        )
        try:
            self._begin(origin)
            self._fetch_all(origin)
            self._check(origin, facts)
        except OSError as error:
            raise self._disk_error(error) from error
        finally:
            self._partial.close()
        return Downloaded(
            id=self._order.id,
            size=origin.size,
            sha256=origin.sha256,
            commit=facts.commit,
            received=self._received,
        )

    # ---- which file -------------------------------------------------------------------

    def _origin(self, facts: Facts) -> Origin:
        """Compare what the hub has with what was ordered."""
        order = self._order
        if order.sha256 and facts.sha256 and facts.sha256 != order.sha256:
            raise self._changed(order.sha256, facts.sha256)
        if order.size and facts.size and facts.size != order.size:
            raise self._changed(f"{order.size} bytes", f"{facts.size} bytes")
        sha256 = order.sha256 or facts.sha256
        size = facts.size or order.size
        if sha256 is None:
            raise BrokerError(Fault.DOWNLOAD_UNVERIFIABLE, file=order.file.name)
        if size is None:
            raise BrokerError(
                Fault.HUB_UNUSABLE, host=self._hub.host, detail="the file's size is not told"
            )
        return Origin(
            repo=order.file.repo, name=order.file.name, etag=facts.etag, sha256=sha256, size=size
        )

    def _changed(self, expected: str, found: str) -> BrokerError:
        return BrokerError(
            Fault.DOWNLOAD_CHANGED, file=self._order.file.name, expected=expected, found=found
        )

    def _begin(self, origin: Origin) -> None:
        """Take over what an earlier run left, if it is of this very file."""
        there, size = self._partial.found()
        if there is None or size == 0:
            self._partial.start(origin)
        elif (there.sha256, there.size) != (origin.sha256, origin.size) or size > origin.size:
            self._send(Restarted(id=self._order.id, reason="changed", kept=0))
            self._partial.start(origin)
        else:
            lost = self._partial.resume(self._tell_checking(size))
            if lost:
                kept = self._partial.size
                self._send(Restarted(id=self._order.id, reason="damaged", kept=kept))

    def _tell_checking(self, total: int) -> Callable[[int], None]:
        def tell(done: int) -> None:
            if self._cancel.is_set():
                raise CancelledError
            if self._due():
                self._send(Checking(id=self._order.id, done=done, total=total))

        return tell

    # ---- its bytes --------------------------------------------------------------------

    def _fetch_all(self, origin: Origin) -> None:
        while self._partial.size < origin.size:
            before = self._partial.size
            try:
                self._fetch(origin)
            except BrokerError as error:
                if self._partial.size > before:
                    self._patience.progressed()
                self._pause(error)

    def _fetch(self, origin: Origin) -> None:
        """Fetch what is missing, by one request."""
        self._check_space(origin.size - self._partial.size)
        self._speed.restart()
        start = self._partial.size
        with self._hub.open(self._file, start, etag=origin.etag) as answer:
            if answer.total is not None and answer.total != origin.size:
                raise BodyError(f"the server sends {answer.total} of {origin.size} bytes")
            with Writer(self._partial) as writer:
                self._pour(answer, start, origin.size, writer)
        if self._partial.size < origin.size:
            raise BrokerError(
                Fault.CONNECTION_LOST,
                again=True,
                host=self._hub.host,
                detail="it ended early",
            )

    def _pour(self, answer: Answer, start: int, size: int, writer: Writer) -> None:
        skip = start - answer.start  # the server took no notice of the range
        done, checked = start, start
        for piece in answer.pieces():
            if self._cancel.is_set():
                raise CancelledError
            if skip >= len(piece):
                skip -= len(piece)
                continue
            fresh, skip = (piece[skip:], 0) if skip else (piece, 0)
            done += len(fresh)
            if done > size:
                raise BodyError("the server sends more than the file has")
            writer.add(fresh)
            self._received += len(fresh)
            self._tell_progress(done, size)
            if done - checked >= _SPACE_CHECK_BYTES:
                checked = done
                self._check_space(size - done)

    def _tell_progress(self, done: int, size: int) -> None:
        if self._due() or done == size:
            speed = self._speed.at(done)
            self._send(Progress(id=self._order.id, done=done, total=size, speed=speed))

    def _due(self) -> bool:
        now = time.monotonic()
        if now - self._reported_at < _PROGRESS_S:
            return False
        self._reported_at = now
        return True

    # ---- the end ----------------------------------------------------------------------

    def _check(self, origin: Origin, facts: Facts) -> None:
        """Compare the hash of all the bytes with the one that was promised."""
        doubtful = self._partial.doubtful_from
        if self._partial.sha256 != origin.sha256 and doubtful is not None:
            self._partial.rewind(doubtful)
            self._send(Restarted(id=self._order.id, reason="damaged", kept=doubtful))
            self._fetch_all(origin)
        if self._partial.sha256 == origin.sha256:
            self._partial.seal()
            return
        found = self._partial.sha256
        self._partial.drop()
        now = self._patiently(lambda: self._hub.facts(self._order.file))
        if (now.etag, now.size) != (facts.etag, facts.size):
            raise self._changed(origin.sha256, now.sha256 or found)
        raise BrokerError(
            Fault.DOWNLOAD_DAMAGED,
            file=self._order.file.name,
            expected=origin.sha256,
            found=found,
        )

    # ---- patience and room ------------------------------------------------------------

    def _patiently(self, ask: Callable[[], Facts]) -> Facts:
        while True:
            if self._cancel.is_set():
                raise CancelledError
            try:
                return ask()
            except BrokerError as error:
                self._pause(error)

    def _pause(self, error: BrokerError) -> None:
        """Wait for the next attempt, or raise the error if there is to be none."""
        pause = self._patience.next_pause(error.retry_after) if error.again else None
        if pause is None:
            raise error
        attempt = self._patience.failed + 1
        self._send(
            Waiting(id=self._order.id, fault=error.fault, seconds=round(pause, 1), attempt=attempt)
        )
        if self._cancel.wait(pause):
            raise CancelledError

    def _check_space(self, missing: int) -> None:
        free = self._free_bytes()
        if free < missing + self._order.reserve:
            raise BrokerError(
                Fault.DISK_FULL,
                path=self._order.part,
                free_bytes=free,
                needed_bytes=missing + self._order.reserve,
            )

    def _free_bytes(self) -> int:
        return shutil.disk_usage(self._partial.path.parent).free

    def _disk_error(self, error: OSError) -> BrokerError:
        path = self._order.part
        if isinstance(error, BlockingIOError):
            return BrokerError(Fault.FILE_UNREADABLE, again=True, path=path, detail="it is in use")
        if error.errno in _FULL:
            return BrokerError(Fault.DISK_FULL, path=path, free_bytes=self._free_bytes())
        if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
            return BrokerError(Fault.FOLDER_READ_ONLY, path=path)
        return BrokerError(Fault.FILE_UNREADABLE, path=path, detail=error.strerror or "")
