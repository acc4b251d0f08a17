"""Hands the filter to the kernel: for all threads at once, those that run already too."""

import ctypes

from indoors.sandbox import kernel
from indoors.sandbox.bpf import program
from indoors.sandbox.profiles import Profile

_SET_MODE_FILTER = 1
_ALL_THREADS = 1  # SECCOMP_FILTER_FLAG_TSYNC


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def install(profile: Profile) -> None:
    """Put the filter in place for ever. Raises ``OSError`` where the kernel has none."""
    code = program(profile, kernel.MACHINE)
    buffer = ctypes.create_string_buffer(code, len(code))
    handed = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    thread = kernel.call("seccomp", _SET_MODE_FILTER, _ALL_THREADS, ctypes.byref(handed))
    if thread:
        raise OSError(f"thread {thread} has a filter of its own")
