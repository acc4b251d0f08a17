"""A front for tests: says to the launcher what a window never would, and tells what came."""

import json
import os
import socket
import sys
import time
from pathlib import Path

from indoors.protocol.isolation import Grants
from indoors.protocol.launcher import Kill, OpenOutside, StartProgram, decode, encode
from indoors.sandbox import WINDOW, confined, take_start


def main() -> None:
    start = take_start()
    confined(WINDOW, start)
    assert start.link is not None
    link = socket.socket(fileno=start.link)
    said: list[str] = []
    for line in (
        b"nonsense\n",
        b"[]\n",
        b'{"kind":"StartProgram"}\n',
        b'{"kind":"StartProgram","id":"x","program":"engine","grants":{"read":[],"write":[],"ports":[]}}\n',
        b'{"kind":"Started","id":1,"pid":1}\n',
        b'{"kind":"Kill","id":77}\n',
        encode(StartProgram(1, "sh", Grants())),
        encode(OpenOutside("/etc/passwd")),
        encode(StartProgram(2, "engine", Grants(read=("/nothing/here",)))),
    ):
        link.sendall(line)
    descriptors: list[int] = []
    buffer = b""
    while buffer.count(b"\n") < 2:
        piece, some, _, _ = socket.recv_fds(link, 65536, 16)
        buffer += piece
        descriptors += some
    orders, events, _errors = descriptors
    with os.fdopen(events, "rb") as stream:
        hello = json.loads(stream.readline())
        state = {
            "pid": hello["pid"],
            "session": os.getsid(hello["pid"]),
            "parent is the launcher": os.getppid(),
            "seccomp": _field(hello["pid"], "Seccomp"),
        }
        if "kill" in sys.argv:
            link.sendall(encode(Kill(2)))
        else:
            os.close(orders)
        rest = link.recv(65536)
    said = [type(decode(line)).__name__ for line in buffer.splitlines()]
    print(json.dumps({"said": said, "exit": json.loads(rest), **state}), flush=True)
    if "stay" in sys.argv:
        time.sleep(600)
    sys.exit(7)


def _field(pid: int, name: str) -> str:
    with Path(f"/proc/{pid}/status").open() as lines:
        return next(line.split()[1] for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main()
