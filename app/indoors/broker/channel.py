"""The way out: events, one unbuffered line each."""

import os

from indoors.protocol.broker import Event
from indoors.protocol.broker_wire import encode


class Channel:
    """Writes events to a descriptor. Only the main thread may use it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def send(self, event: Event) -> None:
        """Write one line; ends the process if nobody reads any more."""
        line = memoryview(encode(event))
        try:
            while line:
                line = line[os.write(self._descriptor, line) :]
        except BrokenPipeError:
            os._exit(0)
