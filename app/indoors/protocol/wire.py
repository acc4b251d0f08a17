"""JSON lines: one struct to one line of UTF-8 and back, and the descriptor they leave by."""

import os
import time
from typing import Any, Generic, TypeVar

import msgspec

O = TypeVar("O")  # noqa: E741 - orders
E = TypeVar("E")
M = TypeVar("M")


class Wire(Generic[O, E]):
    """How one program is spoken to. ``limit`` in bytes: a longer line is a broken partner."""

    def __init__(self, orders: Any, events: Any, limit: int) -> None:
        self.limit = limit
        self._encoder = msgspec.json.Encoder()
        self._orders: msgspec.json.Decoder[O] = msgspec.json.Decoder(orders)
        self._events: msgspec.json.Decoder[E] = msgspec.json.Decoder(events)

    def encode(self, message: O | E) -> bytes:
        """Return the message as one line, with its newline."""
        return self._encoder.encode(message) + b"\n"

    def order(self, line: bytes) -> O:
        """Read an order. Raises ``msgspec.DecodeError`` if it is none."""
        return self._orders.decode(line)

    def event(self, line: bytes) -> E:
        """Read an event. Raises ``msgspec.DecodeError`` if it is none."""
        return self._events.decode(line)


class Channel(Generic[O, E]):
    """A program's way out: events, one line each. Only its main thread may use it."""

    def __init__(self, descriptor: int, wire: Wire[O, E]) -> None:
        self._descriptor = descriptor
        self._wire = wire
        self._held = b""
        self._written_at = 0.0

    def send(self, event: E, *, may_wait_s: float = 0.0) -> None:
        """Write one line, with what was held; ends the process if nobody reads any more.

        With ``may_wait_s`` it is held for the next one if the last was written less than so
        long ago: each write wakes the reader, who takes the processor from whoever computes
        the next event.
        """
        self._held += self._wire.encode(event)
        now = time.perf_counter()
        if now - self._written_at < may_wait_s:
            return
        self._written_at = now
        lines, self._held = memoryview(self._held), b""
        try:
            while lines:  # a pipe takes a line whole; only a huge one may need a second write
                lines = lines[os.write(self._descriptor, lines) :]
        except BrokenPipeError:
            os._exit(0)
