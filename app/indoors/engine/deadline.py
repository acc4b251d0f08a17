"""Limits on code that came with a model file: time, and memory where the system can."""

import contextlib
import sys
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any

import psutil


class DeadlineError(Exception):
    """The time is up."""


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise ``DeadlineError`` in the code inside when the time is up, at its next line.

    Works by tracing, so only on Python code and in this thread. One operation in C can't be
    interrupted; ``memory_limit`` bounds how much such an operation can do.
    """
    end = time.monotonic() + seconds

    def trace(_frame: FrameType, _event: str, _argument: Any) -> Any:
        if time.monotonic() > end:
            raise DeadlineError
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


@contextlib.contextmanager
def memory_limit(more_bytes: int) -> Iterator[None]:
    """Raise ``MemoryError`` when the code inside allocates much more; Linux only."""
    if sys.platform != "linux":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = int(psutil.Process().memory_info().vms) + more_bytes
    if soft != resource.RLIM_INFINITY:
        limit = min(limit, soft)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
