"""Stops native code from another thread, within one node of its compute graph."""

import ctypes
import sys
from typing import Any


class AbortFlag:
    """A flag that llama.cpp reads itself while it computes.

    ggml asks ``bool callback(void *data)`` after every node of the graph, hundreds of times
    per token. A Python function there would take the GIL each time and slow the answer, so
    the callback is the C library's ``strlen`` and ``data`` a text of at most one character:
    empty gives 0, go on; one character gives 1, abort. The signatures fit each other on every
    ABI Python runs on: one pointer in, and a ``bool`` is the low byte of the register in which
    ``size_t`` is returned (0 or 1 in both readings). Raising the flag is storing one byte,
    which needs no lock.
    """

    def __init__(self) -> None:
        self._text = ctypes.create_string_buffer(2)

    def raise_(self) -> None:
        self._text[0] = b"x"

    def lower(self) -> None:
        self._text[0] = b"\0"

    @property
    def raised(self) -> bool:
        return self._text[0] != b"\0"

    @property
    def data(self) -> ctypes.c_void_p:
        """What to hand over beside the callback; lives as long as the flag."""
        return ctypes.cast(self._text, ctypes.c_void_p)

    @staticmethod
    def callback(prototype: Any) -> Any:
        """Return ``strlen`` as the function type that the binding asks for."""
        library = ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)
        return ctypes.cast(library.strlen, prototype)
