"""Hashes and writes on a thread of its own, while the next bytes come in."""

import threading
from queue import Queue
from types import TracebackType

from indoors.broker.partial import Partial

_PIECES_WAITING = 8


class Writer:
    """Adds pieces to a partial file. Leaving the ``with`` waits until all are in it.

    An error of the disk is raised by the next ``add``, or at the end. The partial file
    belongs to this thread until then.
    """

    def __init__(self, partial: Partial) -> None:
        self._partial = partial
        self._pieces: Queue[bytes | None] = Queue(_PIECES_WAITING)
        self._problem: OSError | None = None
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def __enter__(self) -> "Writer":
        self._thread.start()
        return self

    def add(self, piece: bytes) -> None:
        if self._problem is not None:
            raise self._problem
        self._pieces.put(piece)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pieces.put(None)
        self._thread.join()
        if self._problem is not None and error is not self._problem:
            raise self._problem

    def _run(self) -> None:
        while (piece := self._pieces.get()) is not None:
            if self._problem is None:  # after it, pieces are taken and left: nobody may wait
                try:
                    self._partial.append(piece)
                except OSError as problem:
                    self._problem = problem
