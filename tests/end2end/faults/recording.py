"""Everything a program does to the files of a folder, in order: written down by strace.

The program is the one that ships, with its driver and its libraries; nothing in it knows.
"""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.store.children import environment

MISSING = [tool for tool in ("strace",) if shutil.which(tool) is None]

_CALLS = "pwrite64,write,ftruncate,fdatasync,fsync,openat,unlink,unlinkat,rename,link,linkat"
_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
_FD = re.compile(r"^\d+<([^>]*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_ENTIRE = 4_000_000


@dataclass(frozen=True, slots=True)
class Event:
    """``kind``: write, truncate, sync, create, unlink, rename, link, ack."""

    kind: str
    path: str = ""
    offset: int = 0
    data: bytes = b""
    other: str = ""


def record(code: str, folder: Path, *arguments: object) -> list[Event]:
    """Run Python code under strace; return what it did in ``folder``, and the lines it said."""
    trace = folder.parent / "trace"
    tracer = ["strace", "-f", "-y", "-xx", "-s", str(_ENTIRE), "-e", f"trace={_CALLS}"]
    program = [sys.executable, "-c", code, str(folder), *map(str, arguments)]
    subprocess.run(
        [*tracer, "-o", str(trace), *program],
        stdout=subprocess.DEVNULL,
        env=environment(),
        check=True,
        timeout=300,
    )
    return list(_events(_whole_lines(trace), str(folder)))


def _whole_lines(trace: Path) -> list[str]:
    """Join calls that another thread interrupted."""
    begun: dict[str, str] = {}
    lines = []
    with trace.open(encoding="ascii", errors="replace") as file:
        for raw in file:
            pid, _, call = raw.rstrip("\n").partition(" ")
            text = call.strip()
            if text.endswith("<unfinished ...>"):
                begun[pid] = text.removesuffix("<unfinished ...>")
                continue
            if text.startswith("<... "):
                text = begun.pop(pid, "") + text.partition("resumed>")[2]
            lines.append(text)
    return lines


def _events(lines: list[str], folder: str) -> list[Event]:
    found = []
    for line in lines:
        match = _LINE.match(line)
        if match is None or int(match[3]) < 0:
            continue
        event = _event(match[1], match[2], int(match[3]), folder)
        if event is not None:
            found.append(event)
    return found


def _event(call: str, arguments: str, result: int, folder: str) -> Event | None:
    texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(arguments)]
    fd = _FD.match(arguments)
    path = _path(fd[1]) if fd else ""
    if call == "write" and arguments.startswith("1<"):
        return Event("ack", data=texts[0])
    if call in ("unlink", "unlinkat", "rename", "link", "linkat", "openat"):
        names = [text.decode("utf-8", "replace") for text in texts]
        return _named(call, arguments, names, folder)
    if not path.startswith(folder) or path.endswith("-shm"):
        return None
    if call == "pwrite64":
        return Event("write", path, int(arguments.rsplit(",", 1)[1]), texts[0][:result])
    if call == "write":
        return Event("append", path, data=texts[0][:result])
    if call == "ftruncate":
        return Event("truncate", path, int(arguments.rsplit(",", 1)[1]))
    return Event("sync", path)


def _named(call: str, arguments: str, names: list[str], folder: str) -> Event | None:
    if not names or not names[0].startswith(folder) or names[0].endswith("-shm"):
        return None
    if call == "openat":
        return Event("create", names[0]) if "O_CREAT" in arguments else None
    if call.startswith("unlink"):
        return Event("unlink", names[0])
    return Event("link" if call.startswith("link") else "rename", names[0], other=names[-1])


def _path(text: str) -> str:
    if "\\x" in text:
        return bytes.fromhex(text.replace("\\x", "")).decode("utf-8", "replace")
    return text
