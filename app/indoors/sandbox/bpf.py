"""Makes the filter that the kernel runs before each system call: a program in classic BPF.

The kernel hands it a ``seccomp_data``: call number, architecture, instruction pointer, six
arguments. Arguments of 32 bits are compared by their low half, as the kernel reads them.
"""

import errno
import struct
from collections.abc import Iterable

from indoors.sandbox.profiles import Profile
from indoors.sandbox.syscalls import ARCHITECTURES, number

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_ALLOW, _ERRNO, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
_X32_BIT = 0x40000000

_AF_UNIX, _AF_INET, _AF_INET6 = 1, 2, 10
_SOCK_STREAM, _SOCK_DGRAM, _SOCK_TYPE = 1, 2, 0xF
_NEW_NAMESPACES = 0x7E020000  # CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID, NET
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C  # typing into the user's terminal
_PR_SET_DUMPABLE, _PR_SET_PTRACER = 4, 0x59616D61

_NO_PROGRAM = ("execve", "execveat")
_NO_OTHER_PROCESS = (
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_getfd", "kcmp",
)  # fmt: skip
_NO_WAY_AROUND = ("io_uring_setup", "io_uring_enter", "io_uring_register")
_NO_KERNEL = (
    "bpf", "userfaultfd", "perf_event_open", "keyctl", "add_key", "request_key", "fanotify_init",
    "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "syslog",
    "acct", "swapon", "swapoff", "reboot", "iopl", "ioperm", "personality", "open_by_handle_at",
)  # fmt: skip
_NO_OTHER_PLACE = (
    "mount", "umount2", "move_mount", "mount_setattr", "open_tree", "fsopen", "fsconfig",
    "fsmount", "fspick", "pivot_root", "chroot", "setns", "unshare",
)  # fmt: skip
_ALWAYS = (*_NO_PROGRAM, *_NO_OTHER_PROCESS, *_NO_WAY_AROUND, *_NO_KERNEL, *_NO_OTHER_PLACE)
_NO_MEETING_PLACE = ("shmget", "msgget", "semget", "mq_open")  # the screen uses the first
_NO_LISTENING = ("bind", "listen", "accept", "accept4")


def denied(profile: Profile) -> tuple[str, ...]:
    """Return the calls that this program can't make at all."""
    found = list(_ALWAYS)
    if not profile.listens:
        found += [*_NO_LISTENING, *_NO_MEETING_PLACE]
    if not (profile.local_sockets or profile.ip_sockets):
        found.append("connect")
    return tuple(found)


def program(profile: Profile, machine: str) -> bytes:
    """Return the filter: 8 bytes an instruction. What it does not name is allowed."""
    architecture = ARCHITECTURES[machine]
    code = [
        _op(_LOAD, _ARCHITECTURE),
        _op(_EQUAL, architecture.audit, 1, 0),
        _op(_RETURN, _KILL_PROCESS),
        _op(_LOAD, _NUMBER),
    ]
    if architecture.x32:
        code += [_op(_AT_LEAST, _X32_BIT, 0, 1), _refuse(errno.EPERM)]
    numbers = (number(name, machine) for name in denied(profile))
    for found in numbers:
        if found is not None:
            code += [_op(_EQUAL, found, 0, 1), _refuse(errno.EPERM)]
    # glibc goes back to clone, whose flags can be read; clone3's lie behind a pointer.
    code += _on("clone3", machine, [_refuse(errno.ENOSYS)])
    code += _on("clone", machine, _if_bits(_NEW_NAMESPACES))
    code += _on("ioctl", machine, _if_any(1, (_TIOCSTI, _TIOCLINUX)))
    code += _on("prctl", machine, _if_any(0, (_PR_SET_DUMPABLE, _PR_SET_PTRACER)))
    code += _on("socketpair", machine, _only_family(_AF_UNIX))
    code += _on("socket", machine, _sockets(profile))
    code.append(_op(_RETURN, _ALLOW))
    return b"".join(code)


def _sockets(profile: Profile) -> list[bytes]:
    code = [_argument(0)]
    if profile.local_sockets:
        code += [_op(_EQUAL, _AF_UNIX, 0, 1), _op(_RETURN, _ALLOW)]
    if profile.ip_sockets:
        code += [
            _op(_EQUAL, _AF_INET, 2, 0),
            _op(_EQUAL, _AF_INET6, 1, 0),
            _refuse(errno.EPERM),
            _argument(1),
            _op(_AND, _SOCK_TYPE),
            _op(_EQUAL, _SOCK_STREAM, 1, 0),
            _op(_EQUAL, _SOCK_DGRAM, 0, 1),
            _op(_RETURN, _ALLOW),
        ]
    return [*code, _refuse(errno.EPERM)]


def _only_family(family: int) -> list[bytes]:
    return [_argument(0), _op(_EQUAL, family, 1, 0), _refuse(errno.EPERM), _op(_RETURN, _ALLOW)]


def _if_any(argument: int, values: Iterable[int]) -> list[bytes]:
    """Refuse if the argument is one of the values."""
    code = [_argument(argument)]
    for value in values:
        code += [_op(_EQUAL, value, 0, 1), _refuse(errno.EPERM)]
    return [*code, _op(_RETURN, _ALLOW)]


def _if_bits(mask: int) -> list[bytes]:
    """Refuse if the first argument has one of the bits."""
    code = [_argument(0), _op(_ANY_BIT, mask, 0, 1), _refuse(errno.EPERM)]
    return [*code, _op(_RETURN, _ALLOW)]


def _on(name: str, machine: str, code: list[bytes]) -> list[bytes]:
    """Run ``code``, which must end in a return, for one call; others step over it."""
    found = number(name, machine)
    assert found is not None
    return [_op(_EQUAL, found, 0, len(code)), *code]


def _argument(index: int) -> bytes:
    return _op(_LOAD, _ARGUMENTS + 8 * index)


def _refuse(problem: int) -> bytes:
    return _op(_RETURN, _ERRNO | problem)


def _op(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("<HBBI", code, if_true, if_false, value)
