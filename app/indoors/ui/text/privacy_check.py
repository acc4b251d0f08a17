"""What the privacy check tried, and what came of it."""

from collections.abc import Iterator, Mapping
from typing import Final

from indoors.protocol.proof import Attempt, KernelState, Tested
from indoors.services.privacy_check import PrivacyReport

PROGRAMS: Final[Mapping[str, str]] = {
    "window": "Window",
    "engine": "Engine",
    "ingest": "Document reader",
    "broker": "Network program",
    "launcher": "Launcher",
}

ATTEMPTS: Final[Mapping[str, str]] = {
    "tcp4": "connect by TCP over IPv4",
    "tcp6": "connect by TCP over IPv6",
    "tcp_granted": "connect to the port of a download",
    "old_thread": "connect from a thread older than the filter",
    "udp4": "send a datagram, as a name look-up does",
    "unix_path": "connect to a local socket",
    "unix_abstract": "connect to a local socket without a file",
    "raw_ip": "open a raw socket",
    "packet": "open a socket to the network card",
    "netlink": "open a socket to the kernel",
    "listen_tcp": "listen for a connection",
    "native_connect": "connect by the C library",
    "other_abi": "make a socket by the processor's second set of calls",
    "io_uring": "set up a queue that connects without calls",
    "shell": "have a shell connect",
    "forked": "connect from a child process",
    "run_new_code": "start another program",
    "stolen_descriptor": "take an open connection out of another process",
    "other_memory": "read another process's memory",
    "other_memory_file": "open another process's memory as a file",
    "trace": "attach to another process as a debugger",
    "signal_other": "send another process a signal",
    "read_file": "read a file that it was not given",
    "list_folder": "list a folder that it was not given",
    "write_file": "write a file",
    "new_namespace": "make a network of its own",
    "be_dumpable": "open its own memory to others",
    "key_ring": "use the kernel's key ring",
    "type_into_terminal": "type into the user's terminal",
}

GAPS: Final[Mapping[str, str]] = {
    "network": "connections are not prevented",
    "programs": "starting other programs is not prevented",
    "files": "files are not limited to its own",
    "ports": "it is not held to the ports of its order",
    "dumpable": "other programs can read its memory",
    "privileges": "it may gain rights by programs with more",
    "descriptors": "what it inherited is not looked at",
    "not_confined": "it runs without the launcher, and nothing is taken from it",
}


def report(found: PrivacyReport) -> str:
    """Return the whole report for a terminal."""
    return "\n".join(_lines(found))


def verdict(found: PrivacyReport) -> str:
    """Say in a sentence what the check shows."""
    tried, failed = len(found.attempts), len(found.failed)
    if failed:
        return f"NOT PRIVATE: {failed} of {tried} attempts got out."
    if not found.passed:
        return "Not proven: see the lines that say why."
    designed = sum(it.by_design for it in found.attempts)
    return (
        f"{tried - designed} attempts to get out were made by real programs, and none worked. "
        f"{designed} more are these programs' ordinary work and are marked so."
    )


def _lines(found: PrivacyReport) -> Iterator[str]:
    yield f"Indoors {found.version} on {found.system}, {found.when}"
    for program in found.programs:
        yield ""
        yield _program(program)
        for attempt in found.attempts:
            if attempt.program == program.program:
                yield f"  {_mark(attempt):10} {ATTEMPTS[attempt.name]}{_note(attempt)}"
    yield ""
    yield from map(_process, found.processes)
    yield verdict(found)


def _program(tested: Tested) -> str:
    name = PROGRAMS[tested.program]
    if tested.enforcement is None:
        return f"{name}: could not be tested ({tested.detail})"
    gaps = "; ".join(GAPS.get(gap, gap) for gap in tested.enforcement.gaps)
    socket = "" if tested.refused_socket else "; it started with a connection it had inherited"
    return f"{name}: {gaps or 'all of its limits are in force'}{socket}"


def _mark(attempt: Attempt) -> str:
    if attempt.by_design:
        return "may"
    return "kept in" if attempt.passed else "GOT OUT"


def _note(attempt: Attempt) -> str:
    if attempt.by_design:
        return ""
    if not attempt.works_without:
        return f" ({attempt.error}; not possible on this computer anyway)"
    return f" ({attempt.error})" if attempt.error else ""


def _process(state: KernelState) -> str:
    name = PROGRAMS.get(state.program, state.program)
    filters = "a system call filter" if state.seccomp == 2 else "no system call filter"
    if not state.expected:
        filters = "no filter, as it starts the others"
    return f"{name}, process {state.pid}: {filters}, {state.ip_sockets} internet sockets"
