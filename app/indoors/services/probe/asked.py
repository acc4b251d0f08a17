"""A question to a source that may hang: a thread of its own, and nobody has to wait for it."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from indoors.services.probe.answer import NotHere

T = TypeVar("T")

LATE = NotHere("did not answer in time")
STOPPED = NotHere("the check was stopped")


class Asked(Generic[T]):
    """Asks at once. A thread that hangs is left behind; it ends with the program."""

    def __init__(
        self,
        name: str,
        source: Callable[[], T | NotHere],
        told: Callable[["Asked[T]"], None] = lambda _: None,
    ) -> None:
        """``told`` is called on the thread once the answer is there."""
        self.name = name
        self._source = source
        self._told = told
        self._began = time.monotonic()
        self._took: float | None = None
        self._answer: T | NotHere = LATE
        self._done = threading.Event()
        threading.Thread(target=self._run, name=f"probe-{name}", daemon=True).start()

    @property
    def answer(self) -> T | NotHere:
        """What was said; ``LATE`` before that."""
        return self._answer

    @property
    def seconds(self) -> float:
        """How long the answer took, or has been waited for."""
        return time.monotonic() - self._began if self._took is None else self._took

    def wait(self, limit_s: float, stop: threading.Event | None = None) -> T | NotHere:
        """Wait until ``limit_s`` after the question was put, or until ``stop`` is set."""
        while not self._done.is_set() and (left := limit_s - self.seconds) > 0:
            if stop is not None and stop.is_set():
                return STOPPED
            self._done.wait(left if stop is None else min(left, 0.05))
        return self._answer

    def _run(self) -> None:
        try:
            self._answer = self._source()
        except Exception as error:  # noqa: BLE001 - drivers and firmware fail in ways nobody lists
            self._answer = NotHere(f"{type(error).__name__}: {error}")
        self._took = time.monotonic() - self._began
        self._done.set()
        self._told(self)
