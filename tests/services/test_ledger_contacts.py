"""Nothing is connected to that is not on record."""

from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from indoors.core.ledger import Decision
from indoors.protocol.broker import Downloaded, Ending, Event, Failed, RemoteFile
from indoors.protocol.faults import Fault
from indoors.services.ledger import Ledger
from indoors.services.ledger_contacts import ContactRecorder
from indoors.services.ledger_keys import LedgerKeys
from indoors.services.network import Network, NetworkRules
from tests.helpers.hub import NAME, REPO, LoopbackHub, Trouble, content, running_hub
from tests.helpers.ledgers import Keyring, filled, opened


@pytest.fixture
def keyring() -> Keyring:
    return Keyring()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "ledger.jsonl"


DATA = content(2_000_000)
FILE = RemoteFile(repo=REPO, name=NAME)


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with running_hub() as server:
        server.put(DATA)
        yield server


def fetched(ledger: Ledger, hub: LoopbackHub, part: Path) -> Event:
    rules = NetworkRules(endpoint=hub.url, more_hosts=(hub.cdn,), proxy="none")
    network = Network(lambda: rules, ContactRecorder(ledger))
    events: SimpleQueue[Event] = SimpleQueue()
    order = network.download(FILE, part, sha256=None, size=None, consent="click 7")
    network.run(order, events.put)
    while not isinstance(event := events.get(timeout=30), Ending):
        pass
    network.close()
    return event


def test_a_download_is_on_record(
    path: Path, keyring: Keyring, hub: LoopbackHub, tmp_path: Path
) -> None:
    ledger = opened(path, keyring)
    assert isinstance(fetched(ledger, hub, tmp_path / "a.part"), Downloaded)
    kinds = [record.kind for record in ledger.records()]
    assert kinds == ["begin", *(["intent", "result"] * 3)]
    (row,) = ledger.overview().rows
    assert row.decision is Decision.ALLOWED
    assert row.hosts == ("127.0.0.1", "localhost")
    assert row.subject == f"{REPO}/{NAME}"
    assert row.bytes_in == len(DATA)
    requests = [
        f"{seen.method} {seen.path} HTTP/1.1\r\n"
        + "".join(f"{name}: {value}\r\n" for name, value in seen.headers.items())
        + "\r\n"
        for seen in hub.seen
    ]
    assert row.bytes_out == sum(map(len, requests)), "counted as the hub received them"
    assert {record.consent for record in ledger.records()} == {"", "click 7"}
    assert ledger.check().unbroken
    ledger.close()


def test_f12_a_redirect_to_another_host_is_refused_and_on_record(
    path: Path, keyring: Keyring, hub: LoopbackHub, tmp_path: Path
) -> None:
    ledger = opened(path, keyring)
    with running_hub() as stranger:
        stranger.put(DATA)
        hub.refusals.extend([Trouble(), Trouble(location=f"http://{stranger.cdn}/acme/x/y")])
        end = fetched(ledger, hub, tmp_path / "a.part")
        assert not stranger.seen
    assert isinstance(end, Failed)
    assert end.fault is Fault.HOST_REFUSED
    refused = ledger.overview().rows[0]
    assert (refused.decision, refused.reason) == (Decision.REFUSED, "host_refused")
    assert refused.bytes_out == 0
    ledger.close()


def test_a_ledger_that_breaks_stops_the_network(
    path: Path, keyring: Keyring, hub: LoopbackHub, tmp_path: Path
) -> None:
    filled(path, keyring)
    path.write_bytes(path.read_bytes().replace(b"line 2", b"line 9"))
    ledger = opened(path, keyring)
    end = fetched(ledger, hub, tmp_path / "a.part")
    ledger.close()
    assert isinstance(end, Failed)
    assert end.fault is Fault.LEDGER_BROKEN
    assert not hub.seen


def test_a_ledger_that_cannot_be_written_stops_the_network(
    tmp_path: Path, keyring: Keyring, hub: LoopbackHub
) -> None:
    (tmp_path / "file").write_text("in the way of a folder")
    ledger = Ledger(tmp_path / "file" / "ledger.jsonl", LedgerKeys(keyring))
    end = fetched(ledger, hub, tmp_path / "a.part")
    ledger.close()
    assert isinstance(end, Failed)
    assert end.fault is Fault.LEDGER_UNWRITABLE
    assert not hub.seen
