"""A remote file's header is read by a few small requests, by the real broker."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indoors.core.errors import AppError
from indoors.core.fit import Setting, requirement
from indoors.protocol.broker import RemoteFile
from indoors.protocol.faults import Fault
from indoors.services.model_headers import ModelHeaders
from indoors.services.network import Network, NetworkRules
from indoors.services.remote_header import MOST_BYTES, read_remote_header
from indoors.services.starter import starter_model
from tests.helpers.contacts import Contacts
from tests.helpers.hub import NAME, REPO, LoopbackHub, content, running_hub

FILE = RemoteFile(repo=REPO, name=NAME)
MEGABYTE = 1_000_000


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with running_hub() as server:
        yield server


@pytest.fixture
def network(hub: LoopbackHub) -> Iterator[Network]:
    rules = NetworkRules(endpoint=hub.url, more_hosts=(hub.cdn,), proxy="none")
    made = Network(lambda: rules, Contacts())
    yield made
    made.close()


def transferred(hub: LoopbackHub) -> int:
    """Bytes that were asked for; the hub has sent no more than that."""
    asked = 0
    for seen in hub.bodies():
        start, _, stop = seen.headers["range"].removeprefix("bytes=").partition("-")
        asked += int(stop) + 1 - int(start)
    return asked


def test_the_header_of_a_real_model_costs_less_than_a_megabyte(
    hub: LoopbackHub, network: Network
) -> None:
    path = starter_model()
    if path is None:
        pytest.skip("the starter model is not installed")
    hub.put(path)
    found = read_remote_header(network.read_head, FILE)
    assert 0 < transferred(hub) < MEGABYTE
    here = ModelHeaders().read(path)
    assert found.facts.architecture == here.facts.architecture
    assert found.facts.context_length == here.facts.context_length
    assert found.facts.vocabulary == here.facts.vocabulary
    assert found.shape.layers == here.shape.layers
    setting = Setting(context=8192)
    exact, early = requirement(here.shape, setting), requirement(found.shape, setting)
    assert early.context == exact.context  # what a token costs is exact at once
    assert early.total == pytest.approx(exact.total, rel=0.05)


def test_a_header_without_end_is_given_up_in_time(hub: LoopbackHub, network: Network) -> None:
    """A value of a gigabyte stands before everything that matters."""
    name = b"general.description"
    head = b"GGUF" + (3).to_bytes(4, "little") + (1).to_bytes(8, "little")
    head += (2).to_bytes(8, "little") + len(name).to_bytes(8, "little") + name
    head += (8).to_bytes(4, "little") + (3_000_000).to_bytes(8, "little")
    hub.put(head + bytes(4_000_000))
    found = read_remote_header(network.read_head, FILE)
    assert found.shape.layers is None
    assert transferred(hub) < 2 * MOST_BYTES


def test_what_is_no_model_is_told(hub: LoopbackHub, network: Network) -> None:
    hub.put(b"<html>" + content(300_000))
    with pytest.raises(AppError) as told:
        read_remote_header(network.read_head, FILE)
    assert told.value.fault is Fault.MODEL_NOT_GGUF
    assert transferred(hub) < MEGABYTE


def test_a_sealed_computer_asks_nobody(hub: LoopbackHub) -> None:
    hub.put(content(300_000))
    sealed = Network(lambda: NetworkRules(sealed=True, endpoint=hub.url), Contacts())
    with pytest.raises(AppError) as told:
        read_remote_header(sealed.read_head, FILE)
    assert told.value.fault is Fault.NETWORK_SEALED
    assert not hub.seen


def test_a_file_that_is_not_there(hub: LoopbackHub, network: Network, tmp_path: Path) -> None:
    hub.put(content(1000), name="other.gguf")
    with pytest.raises(AppError) as told:
        read_remote_header(network.read_head, FILE)
    assert told.value.fault is Fault.HUB_NOT_FOUND
