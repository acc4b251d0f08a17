"""What the kernel says of a process, read from outside."""

import os
import re
from pathlib import Path

from indoors.protocol.proof import KernelState

_PROC = Path("/proc")
_INTERNET = ("tcp", "tcp6", "udp", "udp6", "raw", "raw6")


def read_state(program: str, pid: int, *, expected: bool = True) -> KernelState | None:
    """Return the state, or None if there is no such process (or no such kernel)."""
    folder = _PROC / str(pid)
    try:
        lines = (folder / "status").read_text().splitlines()
    except OSError:
        return None
    told = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    return KernelState(
        program=program,
        pid=pid,
        seccomp=int(told.get("Seccomp", "0")),
        seccomp_filters=int(told.get("Seccomp_filters", "0")),
        no_new_privileges=told.get("NoNewPrivs", "0").strip() == "1",
        core_limit=_core_limit(folder),
        readable=None if os.geteuid() == 0 else os.access(folder / "environ", os.R_OK),
        ip_sockets=_ip_sockets(folder),
        expected=expected,
    )


def _core_limit(folder: Path) -> int | None:
    try:
        text = (folder / "limits").read_text()
    except OSError:  # its own secret, which is as good
        return None
    found = re.search(r"Max core file size\s+(\d+)", text)
    return int(found.group(1)) if found else None


def _ip_sockets(folder: Path) -> int:
    """Count the process's sockets that the kernel lists as TCP, UDP or raw.

    Where its descriptors can't be read (not dumpable, and we are not root), none is counted:
    the filter is the proof then, not this number.
    """
    try:
        links = [str(link.readlink()) for link in (folder / "fd").iterdir()]
    except OSError:
        return 0
    own = {link[8:-1] for link in links if link.startswith("socket:[")}
    found = 0
    for table in _INTERNET:
        try:
            rows = (folder / "net" / table).read_text().splitlines()[1:]
        except OSError:
            continue
        found += sum(row.split()[9] in own for row in rows)
    return found
