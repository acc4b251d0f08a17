"""What the network libraries raise has a name, with what a network that isn't here raises."""

import errno
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from indoors.broker.failures import explain, retry_after
from indoors.protocol.broker import RemoteFile, Waiting
from indoors.protocol.faults import Fault
from indoors.protocol.isolation import VARIABLE, Start
from tests.helpers.broker import (
    ANY_PORT_AND_TEMPORARY_FILES,
    APP,
    MODULE,
    Broker,
    download_of,
    route_to,
)
from tests.helpers.hub import LoopbackHub

FILE = RemoteFile(repo="a/b", name="c.gguf")


def connect_error(cause: OSError) -> httpx2.ConnectError:
    error = httpx2.ConnectError("no")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (connect_error(socket.gaierror(socket.EAI_NONAME, "x")), Fault.DNS_FAILED),
        (connect_error(socket.gaierror(socket.EAI_AGAIN, "x")), Fault.OFFLINE),
        (connect_error(OSError(errno.ENETUNREACH, "x")), Fault.OFFLINE),
        (connect_error(OSError(errno.ECONNREFUSED, "x")), Fault.UNREACHABLE),
        (httpx2.ConnectTimeout("x"), Fault.UNREACHABLE),
        (httpx2.ReadTimeout("x"), Fault.CONNECTION_STALLED),
        (httpx2.ReadError("x"), Fault.CONNECTION_LOST),
        (httpx2.RemoteProtocolError("x"), Fault.CONNECTION_LOST),
    ],
)
def test_connections(error: Exception, fault: Fault) -> None:
    named = explain(error, FILE, "hub.test")
    assert (named.fault, named.again) == (fault, True)
    assert named.facts["host"] == "hub.test"


def test_signed_addresses_are_not_repeated() -> None:
    named = explain(httpx2.ReadError("for https://cdn/x?Signature=abc"), FILE, "hub.test")
    assert "Signature" not in str(named.facts)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "17"}, 17),
        ({"Retry-After": "999999"}, 3600),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
        ({"RateLimit": '"api";r=0;t=55'}, 55),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_waits_asked_for(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(httpx2.Headers(headers)) == seconds


def own_network() -> bool:
    """Whether a process can be given a network of its own, with nothing in it."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        return subprocess.run(["unshare", "-rn", "true"], check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.skipif(not own_network(), reason="no network namespaces here")
def test_without_any_network(hub: LoopbackHub, tmp_path: Path) -> None:
    broker = Broker.__new__(Broker)
    broker.process = subprocess.Popen(
        ["unshare", "-rn", sys.executable, *MODULE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(APP),
            VARIABLE: Start(grants=ANY_PORT_AND_TEMPORARY_FILES).text(),
        },
    )
    broker.next()
    for endpoint in ("https://huggingface.co", "https://192.0.2.1"):
        route = route_to(hub, endpoint=endpoint)
        events = broker.serve(download_of(hub, tmp_path / "a", route=route, attempts=2))
        waits = [event for event in events if isinstance(event, Waiting)]
        assert [wait.fault for wait in waits] == [Fault.OFFLINE]
    broker.close()
