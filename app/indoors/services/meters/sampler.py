"""The thread that reads meters: fast while an answer is written, else slowly or not at all."""

import logging
import threading
from collections import deque
from collections.abc import Callable

log = logging.getLogger(__name__)

FAST_S = 0.1
SLOW_S = 1.0


class Sampler:
    """Calls ``tick`` at its pace, and does what else must not happen on the caller's thread."""

    def __init__(self, tick: Callable[[], None]) -> None:
        self._tick = tick
        self._pace: float | None = None
        self._work: deque[Callable[[], None]] = deque()
        self._wake = threading.Condition()
        self._closing = False
        self._told: set[type[Exception]] = set()
        self._thread: threading.Thread | None = None

    @property
    def pace(self) -> float | None:
        """Seconds between two readings; None: none are made."""
        return self._pace

    def set_pace(self, seconds: float | None) -> None:
        """Read so often from now on; the first time after one such interval."""
        with self._wake:
            if seconds != self._pace:
                self._pace = seconds
                self._start()
                self._wake.notify()

    def do(self, work: Callable[[], None]) -> None:
        """Have this done on the thread, after what was given before."""
        with self._wake:
            self._work.append(work)
            self._start()
            self._wake.notify()

    def close(self) -> None:
        """Finish what was given and end the thread."""
        with self._wake:
            self._closing = True
            self._wake.notify()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _start(self) -> None:
        if self._thread is None and not self._closing:
            self._thread = threading.Thread(target=self._run, name="meters", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            with self._wake:
                if not self._work and not self._closing:
                    timed_out = not self._wake.wait(self._pace)
                else:
                    timed_out = False
                work = self._work.popleft() if self._work else None
                if work is None and self._closing:
                    return
            if work is not None:
                self._try(work)
            elif timed_out:
                self._try(self._tick)

    def _try(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception as error:  # a driver may fail in any way; the next reading may work
            if type(error) not in self._told:  # ten times a second is no news
                self._told.add(type(error))
                log.exception("a meter could not be read")
