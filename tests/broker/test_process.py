"""The program as its parent and a watcher see it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from indoors.broker.__main__ import LIBRARY_ENVIRONMENT
from indoors.protocol.broker import (
    HEAD_LIMIT,
    Credential,
    Downloaded,
    Failed,
    Head,
    Listing,
    LookUp,
    Permit,
    Progress,
    ReadHead,
    RemoteFile,
)
from indoors.protocol.faults import Fault
from tests.helpers.broker import PYTHON_PATH, Broker, download_of, route_to
from tests.helpers.hub import NAME, REPO, LoopbackHub, Trouble, content, wait_until

DATA = content(3_000_000)
LOOK = Permit(purpose="model_header")

WATCHED = """
import sys
log = open(sys.argv.pop(), "a", buffering=1)
def watch(event, arguments):
    if event.startswith("socket.") and event not in {"socket.__new__"}:
        print(event, *map(repr, arguments[1:] if event != "socket.getaddrinfo" else arguments),
              file=log)
    if event in {"subprocess.Popen", "os.exec", "os.posix_spawn", "os.system"}:
        print(event, file=log)
    if event == "import" and arguments[0] in {"hf_xet", "hf_transfer"}:
        print(event, arguments[0], file=log)
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        print("writes", arguments[0], file=log)
sys.addaudithook(watch)
import runpy
runpy.run_module("indoors.broker", run_name="__main__")
"""


def head_of(hub: LoopbackHub, **changes: object) -> ReadHead:
    settings: dict[str, object] = {
        "id": "h",
        "file": RemoteFile(repo=REPO, name=NAME),
        "route": route_to(hub),
        "permit": LOOK,
        "count": 4096,
        "credential": Credential(hub.token),
    }
    return ReadHead(**(settings | changes))  # type: ignore[arg-type]


def test_it_talks_to_the_hub_and_to_nobody_else(hub: LoopbackHub, tmp_path: Path) -> None:
    """With the library's telemetry switched on by its user, a token of theirs on the disk."""
    hub.put(DATA)
    home = tmp_path / "home"
    (home / ".cache" / "huggingface").mkdir(parents=True)
    (home / ".cache" / "huggingface" / "token").write_text("hf_users_own")
    log = tmp_path / "log"
    environment = {
        "HOME": str(home),
        "HF_HUB_DISABLE_TELEMETRY": "0",
        "HF_HUB_DISABLE_XET": "0",
        "HF_TOKEN": "hf_from_environment",
        "HF_ENDPOINT": "http://192.0.2.1",
    }
    broker = Broker(environment, ("-P", "-c", WATCHED, str(log)))
    assert isinstance(broker.end(download_of(hub, tmp_path / "a.part")), Downloaded)
    assert isinstance(broker.end(head_of(hub)), Head)
    look = LookUp(id="l", repo=REPO, route=route_to(hub), permit=LOOK)
    assert isinstance(broker.end(look), Listing)
    broker.close()
    lines = log.read_text().splitlines()
    connects = [line for line in lines if line.startswith("socket.connect")]
    places = {hub.port: 0, int(hub.cdn.rpartition(":")[2]): 0}
    for line in connects:
        port = next(port for port in places if f"('127.0.0.1', {port})" in line)
        places[port] += 1
    assert all(places.values())
    assert {line.split()[0] for line in lines} <= {"socket.connect", "socket.getaddrinfo", "writes"}
    names = {line.split()[1] for line in lines if line.startswith("socket.getaddrinfo")}
    assert names <= {"'127.0.0.1'", "'localhost'"}
    written = {line.split()[1] for line in lines if line.startswith("writes ")}
    written = {path for path in written if not path.isdigit()}  # descriptors
    assert written <= {str(tmp_path / "a.part.log")}
    paths = {seen.path.partition("?")[0].split("/")[-1] for seen in hub.seen}
    assert paths == {NAME, "main"}
    for seen in hub.seen:
        assert "authorization" not in seen.headers
        assert seen.headers["user-agent"].startswith("indoors/")
        assert set(seen.headers) <= {
            "host", "accept", "accept-encoding", "connection", "user-agent", "range",
        }  # fmt: skip
    assert [path.name for path in (home / ".cache" / "huggingface").iterdir()] == ["token"]


def test_the_library_is_muted() -> None:
    for name in ("HF_HUB_DISABLE_TELEMETRY", "HF_HUB_DISABLE_XET", "DO_NOT_TRACK"):
        assert LIBRARY_ENVIRONMENT[name] == "1"


def test_a_token_is_in_no_place_where_others_look(hub: LoopbackHub, tmp_path: Path) -> None:
    hub.token = "hf_very_secret"
    hub.put(DATA).gated = True
    hub.bytes_per_second = 1_000_000
    broker = Broker()
    broker.send(download_of(hub, tmp_path / "a.part"))
    broker.until(Progress)
    process = psutil.Process(broker.process.pid)
    assert "secret" not in " ".join(process.cmdline())
    assert "secret" not in " ".join(process.environ().values())
    assert "secret" not in repr(download_of(hub, tmp_path / "a.part"))
    broker.process.kill()
    broker.process.wait()
    assert broker.process.stdout
    assert b"secret" not in broker.process.stdout.read()
    broker.process.stdout.close()
    broker.process.stdin.close()  # type: ignore[union-attr]
    assert not [path for path in tmp_path.iterdir() if b"secret" in path.read_bytes()]


def test_it_ends_with_its_parent_at_once(hub: LoopbackHub, tmp_path: Path) -> None:
    hub.put(DATA)
    hub.troubles.append(Trouble(stall_at=1_000_000))
    part = tmp_path / "a.part"
    broker = Broker()
    broker.send(download_of(hub, part))
    broker.until(Progress)
    wait_until(lambda: part.exists() and part.stat().st_size >= 900_000)
    assert broker.close() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_it_ends_when_its_parent_is_killed(hub: LoopbackHub, tmp_path: Path) -> None:
    hub.put(DATA)
    hub.bytes_per_second = 500_000
    part = tmp_path / "a.part"
    code = f"""
import sys
from indoors.protocol.broker import RemoteFile
from indoors.services.network import Network, NetworkRules
from tests.helpers.contacts import Contacts
from pathlib import Path
rules = NetworkRules(endpoint={hub.url!r}, more_hosts=({hub.cdn!r},))
network = Network(lambda: rules, Contacts())
file = RemoteFile(repo={REPO!r}, name={NAME!r})
order = network.download(file, Path({str(part)!r}), sha256=None, size=None)
network.run(order, lambda event: None)
print(network.pids[0], flush=True)
sys.stdin.read()
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": PYTHON_PATH},
    )
    assert parent.stdout
    assert parent.stdin
    child = psutil.Process(int(parent.stdout.readline()))
    wait_until(lambda: part.exists() and part.stat().st_size > 200_000)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    wait_until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
    parent.stdout.close()
    parent.stdin.close()
    kept = part.stat().st_size
    assert 0 < kept < len(DATA)
    hub.bytes_per_second = None
    broker = Broker()
    end = broker.end(download_of(hub, part))
    broker.close()
    assert isinstance(end, Downloaded)
    assert part.read_bytes() == DATA
    assert end.received == len(DATA) - kept


def test_a_line_that_is_no_order_is_told(broker: Broker) -> None:
    assert broker.process.stdin
    broker.process.stdin.write(b'{"type":"dance"}\n')
    broker.process.stdin.flush()
    assert broker.next() == Failed(
        id=None, fault=Fault.BUG, facts={"detail": "an order that is none"}
    )


def test_two_processes_do_not_write_one_file(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    pytest.importorskip("fcntl")
    hub.put(DATA)
    hub.bytes_per_second = 100_000
    part = tmp_path / "a.part"
    broker.send(download_of(hub, part))
    broker.until(Progress)
    other = Broker()
    end = other.end(download_of(hub, part))
    other.close()
    assert isinstance(end, Failed)
    assert (end.fault, end.again) == (Fault.FILE_UNREADABLE, True)
    hub.bytes_per_second = None
    assert isinstance(broker.until(Downloaded)[-1], Downloaded)
    assert part.read_bytes() == DATA


# ---- other orders -------------------------------------------------------------------------


def test_a_head_costs_no_more_than_was_asked_for(broker: Broker, hub: LoopbackHub) -> None:
    file = hub.put(DATA)
    head = broker.end(head_of(hub, count=300_000))
    assert isinstance(head, Head)
    assert head.data == DATA[:300_000]
    assert (head.size, head.sha256, head.commit) == (len(DATA), file.sha256, file.commit)
    assert hub.bodies()[-1].headers["range"] == "bytes=0-299999"


def test_a_head_may_start_later_and_is_never_too_long(broker: Broker, hub: LoopbackHub) -> None:
    hub.put(DATA)
    head = broker.end(head_of(hub, start=1000, count=2**40))
    assert isinstance(head, Head)
    assert head.data == DATA[1000 : 1000 + HEAD_LIMIT]


def test_a_head_from_a_server_without_ranges(broker: Broker, hub: LoopbackHub) -> None:
    hub.put(DATA)
    hub.troubles.append(Trouble(ignore_range=True))
    head = broker.end(head_of(hub))
    assert isinstance(head, Head)
    assert head.data == DATA[:4096]


def test_a_repository_is_listed(broker: Broker, hub: LoopbackHub) -> None:
    one = hub.put(DATA)
    two = hub.put(content(5000), name="tiny-Q8_0.gguf")
    listing = broker.end(LookUp(id="l", repo=REPO, route=route_to(hub), permit=LOOK))
    assert isinstance(listing, Listing)
    assert {(file.name, file.size, file.sha256) for file in listing.files} == {
        (one.name, one.size, one.sha256),
        (two.name, two.size, two.sha256),
    }
    assert not listing.gated


def test_a_repository_that_is_not_there(broker: Broker, hub: LoopbackHub) -> None:
    end = broker.end(LookUp(id="l", repo="acme/none", route=route_to(hub), permit=LOOK))
    assert isinstance(end, Failed)
    assert end.fault is Fault.HUB_NOT_FOUND
