"""The filters of both machines, run on the kernel's machine as written down in bpf_machine."""

import errno
import re
from pathlib import Path

import pytest

from indoors.sandbox.bpf import denied, program
from indoors.sandbox.profiles import ALL, BROKER, ENGINE, INGEST, WINDOW, Profile
from indoors.sandbox.syscalls import ARCHITECTURES, names, number
from tests.sandbox.bpf_machine import ALLOW, ERRNO, KILL, verdict

EPERM = ERRNO | errno.EPERM
ENOSYS = ERRNO | errno.ENOSYS
UNIX, INET, INET6, NETLINK, PACKET, VSOCK = 1, 2, 10, 16, 17, 40
STREAM, DGRAM, RAW = 1, 2, 3
CLOEXEC = 0o2000000

machines = pytest.mark.parametrize("machine", ARCHITECTURES)
profiles = pytest.mark.parametrize("profile", ALL, ids=lambda it: it.program)


class Filter:
    def __init__(self, profile: Profile, machine: str) -> None:
        self.machine = machine
        self.audit = ARCHITECTURES[machine].audit
        self.code = program(profile, machine)

    def __call__(self, name: str, *arguments: int) -> int:
        found = number(name, self.machine)
        assert found is not None
        return verdict(self.code, found, *arguments, audit=self.audit)


@machines
@profiles
def test_every_filter_is_one_that_the_kernel_takes(profile: Profile, machine: str) -> None:
    code = program(profile, machine)
    assert len(code) % 8 == 0
    assert len(code) // 8 < 4096
    for name in names():  # ends for each call, jumping nowhere else
        found = number(name, machine)
        if found is not None:
            verdict(code, found, audit=ARCHITECTURES[machine].audit)


@machines
@profiles
def test_another_machine_s_call_is_the_end(profile: Profile, machine: str) -> None:
    code = program(profile, machine)
    i386, arm = 0x40000003, 0x40000028
    for audit in (i386, arm):
        assert verdict(code, 0, audit=audit) == KILL


def test_the_second_abi_of_x86_is_refused() -> None:
    it = Filter(ENGINE, "x86_64")
    assert verdict(it.code, 0x40000000 | 41, INET, STREAM, audit=it.audit) == EPERM
    assert verdict(it.code, 0x40000000, audit=it.audit) == EPERM


@machines
@pytest.mark.parametrize("profile", [ENGINE, INGEST], ids=lambda it: it.program)
def test_no_socket_of_any_kind(profile: Profile, machine: str) -> None:
    it = Filter(profile, machine)
    for family in (UNIX, INET, INET6, NETLINK, PACKET, VSOCK):
        for kind in (STREAM, DGRAM, RAW, STREAM | CLOEXEC):
            assert it("socket", family, kind) == EPERM
    assert it("socketpair", UNIX, STREAM) == ALLOW
    assert it("socketpair", INET, STREAM) == EPERM
    assert it("connect") == it("bind") == it("shmget") == EPERM


@machines
def test_the_window_has_local_sockets_only(machine: str) -> None:
    it = Filter(WINDOW, machine)
    assert it("socket", UNIX, STREAM | CLOEXEC) == ALLOW
    for family in (INET, INET6, NETLINK, PACKET, VSOCK):
        assert it("socket", family, STREAM) == EPERM
    # The kernel reads a family as 32 bits; what stands above them must not hide it.
    assert it("socket", 1 << 32 | INET, STREAM) == EPERM
    assert it("connect") == it("listen") == it("shmget") == ALLOW


@machines
def test_the_broker_has_tcp_and_udp_and_never_listens(machine: str) -> None:
    it = Filter(BROKER, machine)
    for family in (INET, INET6):
        assert it("socket", family, STREAM | CLOEXEC) == ALLOW
        assert it("socket", family, DGRAM) == ALLOW
        assert it("socket", family, RAW) == EPERM
    assert it("socket", UNIX, STREAM) == ALLOW
    assert it("socket", NETLINK, RAW) == it("socket", PACKET, DGRAM) == EPERM
    assert it("connect") == ALLOW
    assert it("bind") == it("listen") == it("accept4") == EPERM


@machines
@profiles
def test_what_nobody_may(profile: Profile, machine: str) -> None:
    it = Filter(profile, machine)
    for name in ("execve", "execveat", "ptrace", "pidfd_getfd", "io_uring_setup", "bpf", "mount"):
        assert name in denied(profile)
        assert it(name) == EPERM
    assert it("clone3") == ENOSYS
    new_user, new_net, sigchld, thread = 0x10000000, 0x40000000, 17, 0x3D0F00
    assert it("clone", new_user | sigchld) == it("clone", new_net | thread) == EPERM
    assert it("clone", sigchld) == it("clone", thread) == ALLOW
    tiocsti, tiocgwinsz = 0x5412, 0x5413
    assert it("ioctl", 0, tiocsti) == it("ioctl", 0, 1 << 32 | tiocsti) == EPERM
    assert it("ioctl", 0, tiocgwinsz) == ALLOW
    set_dumpable, set_name = 4, 15
    assert it("prctl", set_dumpable, 1) == EPERM
    assert it("prctl", set_name) == it("seccomp") == ALLOW


@pytest.mark.parametrize(
    ("machine", "header"),
    [
        ("x86_64", Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")),
        ("aarch64", Path("/usr/include/asm-generic/unistd.h")),
    ],
)
def test_numbers_are_the_headers(machine: str, header: Path) -> None:
    if not header.exists():
        pytest.skip("the kernel's headers are not installed")
    lines = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text())
    told = {name: int(value) for name, value in lines}
    wrong = {
        name: (number(name, machine), told.get(name))
        for name in names()
        if name in told and number(name, machine) != told[name]
    }
    assert not wrong
    assert sum(name in told for name in names()) > 50
