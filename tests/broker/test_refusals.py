"""A hub that refuses, and a disk that is full, are told by name."""

from pathlib import Path

import pytest

from indoors.protocol.broker import (
    Credential,
    Downloaded,
    Failed,
    Greet,
    Greeted,
    Permit,
    RemoteFile,
    Waiting,
)
from indoors.protocol.faults import Fault
from tests.helpers.broker import Broker, download_of, route_to
from tests.helpers.hub import NAME, REPO, LoopbackHub, Trouble, content
from tests.helpers.proxy import running_proxy

SIZE = 3 * 1024 * 1024
DATA = content(SIZE)


def failure(broker: Broker, hub: LoopbackHub, part: Path, **changes: object) -> Failed:
    end = broker.end(download_of(hub, part, **changes))
    assert isinstance(end, Failed)
    return end


@pytest.mark.parametrize(
    ("refusal", "fault", "again"),
    [
        (Trouble(status=401), Fault.HUB_UNAUTHORIZED, False),
        (Trouble(status=403), Fault.HUB_FORBIDDEN, False),
        (Trouble(status=404), Fault.HUB_NOT_FOUND, False),
        (Trouble(status=500), Fault.HUB_FAILED, True),
        (Trouble(status=503), Fault.HUB_FAILED, True),
        (Trouble(status=418), Fault.HUB_FAILED, False),
        (Trouble(status=429, headers={"Retry-After": "3000"}), Fault.HUB_BUSY, True),
        (Trouble(status=429, headers={"RateLimit": '"api";r=0;t=250'}), Fault.HUB_BUSY, True),
        (Trouble(status=401, headers={"X-Error-Code": "GatedRepo"}), Fault.HUB_GATED, False),
        (Trouble(status=403, headers={"X-Error-Code": "GatedRepo"}), Fault.HUB_GATED, False),
    ],
)
def test_refusals_have_names(
    refusal: Trouble, fault: Fault, again: bool, broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    hub.put(DATA)
    hub.refusals.extend([refusal] * 5)
    end = failure(broker, hub, tmp_path / "a.part")
    assert (end.fault, end.again) == (fault, again)
    assert end.facts["host"] == "127.0.0.1"
    assert len(hub.seen) == (5 if fault is Fault.HUB_FAILED and again else 1)


def test_a_long_wait_asked_for_is_passed_on(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    hub.put(DATA)
    hub.refusals.append(Trouble(status=429, headers={"Retry-After": "1800"}))
    assert failure(broker, hub, tmp_path / "a.part").retry_after == 1800


def test_a_short_wait_asked_for_is_kept(broker: Broker, hub: LoopbackHub, tmp_path: Path) -> None:
    hub.put(DATA)
    hub.refusals.append(Trouble(status=429, headers={"Retry-After": "1"}))
    events = broker.serve(download_of(hub, tmp_path / "a.part"))
    waits = [event for event in events if isinstance(event, Waiting)]
    assert [wait.fault for wait in waits] == [Fault.HUB_BUSY]
    assert 1.0 <= waits[0].seconds <= 1.3
    assert isinstance(events[-1], Downloaded)


def test_a_gated_file_needs_the_token_and_only_the_hub_gets_it(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    hub.put(DATA).gated = True
    part = tmp_path / "a.part"
    assert failure(broker, hub, part).fault is Fault.HUB_GATED
    hub.token = "hf_secret"
    hub.seen.clear()
    assert isinstance(broker.end(download_of(hub, part)), Downloaded)
    told = {seen.server for seen in hub.seen if "authorization" in seen.headers}
    assert told == {"hub"}
    assert {seen.server for seen in hub.seen} == {"hub", "cdn"}


def test_a_token_follows_no_redirect(broker: Broker, hub: LoopbackHub, tmp_path: Path) -> None:
    """Not even to the same computer under the same name: another port is another server."""
    hub.put(DATA).gated = True
    hub.token = "hf_secret"
    port = hub.cdn.rpartition(":")[2]
    place = f"http://127.0.0.1:{port}/{REPO}/{NAME}"
    hub.refusals.extend([Trouble(location=place), Trouble(location=place)])
    route = route_to(hub, hosts=(f"127.0.0.1:{port}",))
    assert isinstance(broker.end(download_of(hub, tmp_path / "a", route=route)), Downloaded)
    assert [seen.server for seen in hub.seen if "authorization" in seen.headers] == ["hub"] * 2
    assert hub.bodies()


def test_whether_a_token_was_sent_is_told(broker: Broker, hub: LoopbackHub, tmp_path: Path) -> None:
    hub.put(DATA).gated = True
    part = tmp_path / "a"
    assert failure(broker, hub, part).facts["token"] == "none"
    hub.token = "hf_secret"
    end = failure(broker, hub, part, credential=Credential("hf_wrong"))
    assert (end.fault, end.facts["token"]) == (Fault.HUB_GATED, "sent")
    assert end.facts["page"] == f"{hub.url}/{REPO}"
    assert "hf_" not in str(end)


def test_a_token_does_not_travel_in_the_open(broker: Broker, hub: LoopbackHub) -> None:
    """Past this computer, it goes over encrypted connections only."""
    hub.token = "hf_secret"
    with running_proxy({"hub.test:80": f"127.0.0.1:{hub.port}"}) as proxy:
        route = route_to(hub, endpoint="http://hub.test", proxy=proxy.url)
        permit = Permit(purpose="connection_test")
        end = broker.end(Greet(id="g", route=route, permit=permit, credential=Credential("hf_x")))
    assert isinstance(end, Greeted)
    assert end.token == "withheld"
    assert not [seen for seen in hub.seen if "authorization" in seen.headers]


def test_a_file_that_is_not_there(broker: Broker, hub: LoopbackHub, tmp_path: Path) -> None:
    hub.put(DATA)
    for file in (
        RemoteFile(repo=REPO, name="other.gguf"),
        RemoteFile(repo="acme/none", name=NAME),
        RemoteFile(repo=REPO, name=NAME, revision="v9"),
    ):
        assert failure(broker, hub, tmp_path / "a", file=file).fault is Fault.HUB_NOT_FOUND


def test_a_name_that_is_none(broker: Broker, hub: LoopbackHub, tmp_path: Path) -> None:
    file = RemoteFile(repo="../../etc", name=NAME)
    end = failure(broker, hub, tmp_path / "a.part", file=file)
    assert end.fault is Fault.HUB_UNUSABLE
    assert not hub.seen


# ---- the disk ---------------------------------------------------------------------------


def test_too_little_room_is_told_before_a_byte_is_fetched(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    hub.put(DATA)
    end = failure(broker, hub, tmp_path / "a.part", reserve=2**60)
    assert end.fault is Fault.DISK_FULL
    assert end.facts["needed_bytes"] == SIZE + 2**60
    assert not hub.bodies()


def test_a_disk_that_fills_up_keeps_what_it_has(hub: LoopbackHub, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    hub.put(DATA)
    part = tmp_path / "a.part"
    broker = Broker()
    resource.prlimit(broker.process.pid, resource.RLIMIT_FSIZE, (SIZE // 2, SIZE // 2))
    end = failure(broker, hub, part)
    broker.close()
    assert end.fault is Fault.DISK_FULL
    kept = part.stat().st_size
    assert 0 < kept <= SIZE // 2
    broker = Broker()
    again = broker.end(download_of(hub, part))
    broker.close()
    assert isinstance(again, Downloaded)
    assert again.received == SIZE - kept
    assert part.read_bytes() == DATA
