"""Attempts to get out, each as real as it can be made. Run by a self-test, and by nothing else.

An attempt returns if it worked and raises ``OSError`` if it was kept from working. What goes
over a connection is the attempt's own word, so that the listener can tell who came through.
"""

import ctypes
import errno
import os
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from indoors.sandbox import kernel

_PATIENCE_S = 2.0


class Targets(NamedTuple):
    """What there is to reach, told by the listener. Descriptor and address are its own."""

    word: str
    tcp4: int
    tcp6: int | None
    udp4: int
    granted: int  # the port that a broker of this start may use
    path: str
    abstract: str
    secret: str
    folder: str
    pid: int
    descriptor: int
    address: int


Attempt = Callable[[Targets], None]


def tcp4(targets: Targets) -> None:
    _say(socket.AF_INET, ("127.0.0.1", targets.tcp4), targets.word)


def tcp6(targets: Targets) -> None:
    if targets.tcp6 is None:
        raise OSError(errno.EAFNOSUPPORT, "there is no IPv6 here")
    _say(socket.AF_INET6, ("::1", targets.tcp6), targets.word)


def tcp_granted(targets: Targets) -> None:
    _say(socket.AF_INET, ("127.0.0.1", targets.granted), targets.word)


def udp4(targets: Targets) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(_line(targets.word), ("127.0.0.1", targets.udp4))


def unix_path(targets: Targets) -> None:
    _say(socket.AF_UNIX, targets.path, targets.word)


def unix_abstract(targets: Targets) -> None:
    _say(socket.AF_UNIX, f"\0{targets.abstract}", targets.word)


def raw_ip(_targets: Targets) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).close()


def packet(_targets: Targets) -> None:
    socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0).close()


def netlink(_targets: Targets) -> None:
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).close()


def listen_tcp(_targets: Targets) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()


def native_connect(targets: Targets) -> None:
    """By the C library, where no hook of Python's sees it."""
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), "socket")
    try:
        port = targets.tcp4.to_bytes(2, "big")
        address = socket.AF_INET.to_bytes(2, "little") + port + bytes((127, 0, 0, 1)) + bytes(8)
        if libc.connect(descriptor, address, len(address)):
            raise OSError(ctypes.get_errno(), "connect")
        os.write(descriptor, _line(targets.word))
    finally:
        os.close(descriptor)


def other_abi(_targets: Targets) -> None:
    """``socket`` by its number in the x32 ABI, which filters by the usual number miss."""
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.syscall(0x40000000 | 41, socket.AF_INET, socket.SOCK_STREAM, 0)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), "socket")
    os.close(descriptor)


def io_uring(_targets: Targets) -> None:
    """A queue by which the kernel would connect without a call that a filter sees."""
    os.close(kernel.call("io_uring_setup", 4, ctypes.create_string_buffer(120)))


def shell(targets: Targets) -> None:
    way = f"echo {targets.word} >/dev/tcp/127.0.0.1/{targets.tcp4}"
    done = subprocess.run(  # noqa: S603
        ["/bin/bash", "-c", way], stderr=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        raise OSError(errno.ECONNREFUSED, "the shell could not connect")


def forked(targets: Targets) -> None:
    child = os.fork()
    if not child:
        try:
            tcp4(targets)
        except OSError as error:
            os._exit(error.errno or 1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code:
        raise OSError(code, "the child could not connect")


def stolen_descriptor(targets: Targets) -> None:
    """Take a connected socket out of another process."""
    handle = os.pidfd_open(targets.pid)
    try:
        taken = kernel.call("pidfd_getfd", handle, targets.descriptor, 0)
    finally:
        os.close(handle)
    os.write(taken, _line(targets.word))
    os.close(taken)


def other_memory(targets: Targets) -> None:
    class Piece(ctypes.Structure):
        _fields_ = (("base", ctypes.c_void_p), ("size", ctypes.c_size_t))

    room = ctypes.create_string_buffer(8)
    here, there = Piece(ctypes.addressof(room), 8), Piece(targets.address, 8)
    _one, zero = ctypes.c_ulong(1), ctypes.c_ulong(0)
    kernel.call(
        "process_vm_readv", targets.pid, ctypes.byref(here), _one, ctypes.byref(there), _one, zero
    )


def other_memory_file(targets: Targets) -> None:
    memory = os.open(f"/proc/{targets.pid}/mem", os.O_RDONLY)
    try:
        os.pread(memory, 8, targets.address)
    finally:
        os.close(memory)


def trace(targets: Targets) -> None:
    attach, detach = 16, 17
    kernel.call("ptrace", attach, targets.pid, None, None)
    os.waitpid(targets.pid, getattr(os, "__WALL", 0x40000000))
    kernel.call("ptrace", detach, targets.pid, None, None)


def signal_other(targets: Targets) -> None:
    os.kill(targets.pid, signal.SIGCONT)


def read_file(targets: Targets) -> None:
    Path(targets.secret).read_bytes()


def list_folder(targets: Targets) -> None:
    list(Path(targets.folder).iterdir())


def write_file(targets: Targets) -> None:
    Path(targets.folder, targets.word.replace(":", "-")).write_text(targets.word)


def new_namespace(_targets: Targets) -> None:
    child = os.fork()
    if not child:
        try:
            kernel.call("unshare", 0x10000000 | 0x40000000)
        except OSError as error:
            os._exit(error.errno or 1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code:
        raise OSError(code, "unshare")


def be_dumpable(_targets: Targets) -> None:
    """Open one's own memory to every process of the user again."""
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)


def key_ring(_targets: Targets) -> None:
    session = ctypes.c_int(-3)
    kernel.call("add_key", b"user", b"indoors-self-test", b"x", ctypes.c_size_t(1), session)


def type_into_terminal(_targets: Targets) -> None:
    main, terminal = os.openpty()
    try:
        import fcntl

        fcntl.ioctl(terminal, 0x5412, b"x")
    finally:
        os.close(main)
        os.close(terminal)


def run_new_code(_targets: Targets) -> None:
    """Start another program, of which nothing is known."""
    subprocess.run(["/bin/true"], check=True)


ATTEMPTS: dict[str, Attempt] = {
    attempt.__name__: attempt
    for attempt in (
        tcp4, tcp6, tcp_granted, udp4, unix_path, unix_abstract, raw_ip, packet, netlink,
        listen_tcp, native_connect, other_abi, io_uring, shell, forked, run_new_code,
        stolen_descriptor, other_memory, other_memory_file, trace, signal_other, read_file,
        list_folder, write_file, new_namespace, be_dumpable, key_ring, type_into_terminal,
    )
}  # fmt: skip


def _line(word: str) -> bytes:
    return word.encode() + b"\n"


def _say(family: int, address: object, word: str) -> None:
    with socket.socket(family, socket.SOCK_STREAM) as speaker:
        speaker.settimeout(_PATIENCE_S)
        speaker.connect(address)  # type: ignore[arg-type]
        speaker.sendall(_line(word))


__all__ = ["ATTEMPTS", "Targets"]
