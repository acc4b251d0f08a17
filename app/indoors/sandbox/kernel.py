"""The kernel's own interface: system calls by number, and what ``prctl`` sets."""

import ctypes
import os
import struct

from indoors.sandbox.syscalls import ARCHITECTURES, number

MACHINE = os.uname().machine
KNOWN = MACHINE in ARCHITECTURES

PR_SET_PDEATHSIG = 1
PR_GET_DUMPABLE = 3
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38
PR_GET_NO_NEW_PRIVS = 39
PR_SET_PTRACER = 0x59616D61

_SET_MODE_FILTER = 1
_ALL_THREADS = 1  # SECCOMP_FILTER_FLAG_TSYNC

_libc = ctypes.CDLL(None, use_errno=True)


def call(name: str, *arguments: object) -> int:
    """Make a system call. Raises ``OSError``."""
    wanted = number(name, MACHINE)
    if wanted is None:
        raise OSError(38, os.strerror(38))
    return _checked(_libc.syscall(wanted, *arguments))


def prctl(option: int, value: int = 0) -> int:
    """Raises ``OSError``."""
    return _checked(_libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0))


def socket_family(descriptor: int) -> int:
    """Return the address family of a socket, without the cost of importing ``socket``."""
    family, size = ctypes.c_int(), ctypes.c_uint(4)
    so_domain, sol_socket = 39, 1
    _checked(
        _libc.getsockopt(
            descriptor, sol_socket, so_domain, ctypes.byref(family), ctypes.byref(size)
        )
    )
    return family.value


def install_filter(code: bytes) -> None:
    """Put a filter in place for ever, for all threads, those that run already too.

    Raises ``OSError`` where the kernel has none.
    """
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(code) // 8, ctypes.addressof(buffer))  # sock_fprog
    thread = call("seccomp", _SET_MODE_FILTER, _ALL_THREADS, program)
    if thread:
        raise OSError(f"thread {thread} has a filter of its own")


def _checked(result: int) -> int:
    if result < 0:
        problem = ctypes.get_errno()
        raise OSError(problem, os.strerror(problem))
    return result
