"""The way in: a thread that reads orders while the main thread waits for the network."""

import os
import threading
from queue import SimpleQueue
from typing import BinaryIO

import msgspec

from indoors.protocol.broker import WIRE, Cancel, Download, Greet, LookUp, ReadHead, Verdict

Errand = Download | ReadHead | LookUp | Greet


class Inbox:
    """Errands in the order they came; Cancel and verdicts take effect at once.

    At the end of the stream the parent is gone: the process ends on the spot. What has been
    fetched so far is good, whatever the moment.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._queue: SimpleQueue[Errand | None] = SimpleQueue()
        self._verdicts: SimpleQueue[Verdict | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._cancelled: set[str] = set()
        self._current: str | None = None
        self.cancel = threading.Event()
        """Set while the order being served is to stop."""

    def start(self) -> None:
        threading.Thread(target=self._read, name="orders", daemon=True).start()

    def next(self) -> Errand | None:
        """Wait for an order; None stands for a line that was none."""
        return self._queue.get()

    def verdict(self, order_id: str, number: int) -> Verdict | None:
        """Wait for the parent's word on a contact; None if the order is cancelled meanwhile."""
        while not self.cancel.is_set():
            verdict = self._verdicts.get()
            if verdict is not None and (verdict.id, verdict.number) == (order_id, number):
                return verdict
        return None

    def begin(self, order_id: str) -> None:
        """Cancel now refers to this order; it may have come already."""
        with self._lock:
            self._current = order_id
            if order_id in self._cancelled:
                self._cancelled.discard(order_id)
                self.cancel.set()
            else:
                self.cancel.clear()

    def _read(self) -> None:
        while line := self._stream.readline(WIRE.limit):
            if not line.endswith(b"\n"):
                break  # the parent died inside a line, or does not speak our language
            self._take(line)
        os._exit(0)

    def _take(self, line: bytes) -> None:
        try:
            order = WIRE.order(line)
        except msgspec.DecodeError:
            self._queue.put(None)
            return
        if isinstance(order, Verdict):
            self._verdicts.put(order)
        elif not isinstance(order, Cancel):
            self._queue.put(order)
        else:
            self._cancel(order)

    def _cancel(self, order: Cancel) -> None:
        with self._lock:
            if order.id == self._current:
                self.cancel.set()
                self._verdicts.put(None)  # whoever waits for one need not wait any more
            else:
                self._cancelled.add(order.id)
