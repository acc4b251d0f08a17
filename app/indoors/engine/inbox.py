"""The way in: a thread that reads orders while the main thread computes."""

import os
import threading
import time
from dataclasses import dataclass
from queue import SimpleQueue
from typing import BinaryIO

import msgspec

from indoors.engine.abort import AbortFlag
from indoors.protocol.engine import WIRE, Cancel, Generate, Order


@dataclass(frozen=True, slots=True)
class Received:
    """An order, or why a line was none, and when it arrived (``time.perf_counter``)."""

    order: Order | None
    at: float
    problem: str = ""
    answer_id: str | None = None  # of an order that can't be read, if it has one


class _Unreadable(msgspec.Struct):
    id: str | None = None


def _answer_id(line: bytes) -> str | None:
    """Return the id in an order that can't be read, so that its sender does not wait for ever."""
    try:
        return msgspec.json.decode(line, type=_Unreadable).id
    except msgspec.DecodeError:
        return None


class Inbox:
    """Orders in the order they came, except Cancel, which takes effect at once.

    At the end of the stream the parent is gone: the process ends on the spot, even while
    native code runs, and no partial work is written anywhere.
    """

    def __init__(self, stream: BinaryIO, abort: AbortFlag) -> None:
        self._stream = stream
        self._abort = abort
        self._queue: SimpleQueue[Received] = SimpleQueue()
        self._lock = threading.Lock()
        self._waiting: set[str] = set()  # answers ordered and not yet begun
        self._cancelled: set[str] = set()  # of those, the ones cancelled already
        self._current: str | None = None

    def start(self) -> None:
        threading.Thread(target=self._read, name="orders", daemon=True).start()

    def next(self) -> Received:
        return self._queue.get()

    def begin(self, answer_id: str) -> None:
        """Cancel now refers to this answer; it may have come already."""
        with self._lock:
            self._waiting.discard(answer_id)
            self._current = answer_id
            self._abort.lower()
            if answer_id in self._cancelled:
                self._cancelled.discard(answer_id)
                self._abort.raise_()

    def end(self) -> None:
        with self._lock:
            self._current = None
            self._abort.lower()

    def _read(self) -> None:
        try:
            while line := self._stream.readline(WIRE.limit):
                if not line.endswith(b"\n"):
                    break  # the parent died inside a line, or does not speak our language
                self._take(line)
        finally:  # whatever happened: without orders there is nothing left to do
            os._exit(0)

    def _take(self, line: bytes) -> None:
        now = time.perf_counter()
        try:
            order = WIRE.order(line)
        except msgspec.DecodeError as error:
            self._queue.put(Received(None, now, str(error), _answer_id(line)))
            return
        if isinstance(order, Cancel):
            self._cancel(order.id)
            return
        if isinstance(order, Generate):
            with self._lock:
                self._waiting.add(order.id)
        self._queue.put(Received(order, now))

    def _cancel(self, answer_id: str) -> None:
        with self._lock:
            if answer_id == self._current:
                self._abort.raise_()
            elif answer_id in self._waiting:
                self._cancelled.add(answer_id)
