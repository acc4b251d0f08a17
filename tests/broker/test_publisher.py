"""What the publisher changed is told apart from what was damaged on the way."""

from pathlib import Path

from indoors.protocol.broker import Downloaded, Failed, Restarted, Waiting
from indoors.protocol.faults import Fault
from tests.helpers.broker import Broker, download_of
from tests.helpers.hub import NAME, LoopbackHub, Trouble, content

SIZE = 3 * 1024 * 1024
DATA = content(SIZE)


def failure(broker: Broker, hub: LoopbackHub, part: Path, **changes: object) -> Failed:
    end = broker.end(download_of(hub, part, **changes))
    assert isinstance(end, Failed)
    return end


def test_a_byte_damaged_on_the_way_is_told_and_the_file_deleted(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    file = hub.put(DATA)
    hub.troubles.append(Trouble(flip_at=SIZE // 2))
    part = tmp_path / "a.part"
    end = failure(broker, hub, part)
    assert end.fault is Fault.DOWNLOAD_DAMAGED
    assert end.facts["expected"] == file.sha256
    assert not list(tmp_path.iterdir())
    assert isinstance(broker.end(download_of(hub, part)), Downloaded)  # the retry
    assert part.read_bytes() == DATA


def test_another_file_than_the_pinned_one_is_told_before_it_is_fetched(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    pinned = hub.put(DATA)
    published = hub.put(content(SIZE, seed=9))
    end = failure(broker, hub, tmp_path / "a.part", sha256=pinned.sha256)
    assert end.fault is Fault.DOWNLOAD_CHANGED
    assert end.facts == {"file": NAME, "expected": pinned.sha256, "found": published.sha256}
    assert not hub.bodies()
    assert not end.again


def test_another_size_than_the_pinned_one_is_a_change(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    hub.put(DATA)
    end = failure(broker, hub, tmp_path / "a.part", size=SIZE + 1)
    assert end.fault is Fault.DOWNLOAD_CHANGED


def test_a_change_between_two_requests_is_told(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    hub.put(DATA)
    hub.troubles.append(Trouble(end_at=SIZE // 2))
    part = tmp_path / "a.part"
    broker.send(download_of(hub, part, pause_s=0.5))
    broker.until(Waiting)
    changed = hub.put(content(SIZE, seed=4))
    changed.commit = next(seen.path.split("/")[4] for seen in hub.seen if seen.method == "GET")
    end = broker.until(Failed)[-1]
    assert isinstance(end, Failed)
    assert end.fault is Fault.DOWNLOAD_CHANGED
    assert end.facts["found"] == changed.sha256


def test_a_server_behind_the_hub_that_has_the_old_file_is_no_change(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    """The hub names one hash; the bytes have another."""
    file = hub.put(DATA)
    file.content = content(SIZE, seed=5)
    end = failure(broker, hub, tmp_path / "a.part")
    assert end.fault is Fault.DOWNLOAD_DAMAGED


def test_an_unpinned_file_that_changed_starts_over(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    hub.put(DATA)
    hub.troubles.extend([Trouble(end_at=SIZE // 2)] * 2)
    part = tmp_path / "a.part"
    assert failure(broker, hub, part, attempts=1).fault is Fault.CONNECTION_LOST
    hub.troubles.clear()
    other = content(SIZE + 100, seed=6)
    hub.put(other)
    events = broker.serve(download_of(hub, part))
    assert [event for event in events if isinstance(event, Restarted)] == [
        Restarted(id="one", reason="changed", kept=0)
    ]
    assert part.read_bytes() == other


def test_bytes_that_rotted_on_the_disk_are_fetched_again(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    """Too small for a checkpoint: the whole is found wrong, and the doubtful part refetched."""
    hub.put(DATA)
    hub.troubles.append(Trouble(end_at=SIZE // 2))
    part = tmp_path / "a.part"
    failure(broker, hub, part, attempts=1)
    with part.open("r+b") as file:
        file.seek(1000)
        file.write(b"\0\0\0\0")
    events = broker.serve(download_of(hub, part))
    assert isinstance(events[-1], Downloaded)
    assert Restarted(id="one", reason="damaged", kept=0) in events
    assert part.read_bytes() == DATA


def test_a_file_without_a_hash_is_not_taken(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    file = hub.put(DATA)
    file.tells_hash = False
    file.sha256 = ""
    end = failure(broker, hub, tmp_path / "a.part")
    assert end.fault is Fault.DOWNLOAD_UNVERIFIABLE
    assert not hub.bodies()


def test_a_mirror_that_hides_the_hash_is_asked_by_the_api(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    file = hub.put(DATA)
    file.tells_hash = False
    end = broker.end(download_of(hub, tmp_path / "a.part"))
    assert isinstance(end, Downloaded)
    assert end.sha256 == file.sha256


def test_a_mirrors_file_is_held_to_the_pinned_hash(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    file = hub.put(DATA)
    file.tells_hash = False
    other = "0" * 64
    end = failure(broker, hub, tmp_path / "a.part", sha256=other)
    assert end.fault is Fault.DOWNLOAD_DAMAGED
    assert end.facts == {"file": NAME, "expected": other, "found": file.sha256}


def test_a_hub_without_a_second_server(broker: Broker, hub: LoopbackHub, tmp_path: Path) -> None:
    hub.sends_on = False
    hub.put(DATA)
    hub.troubles.append(Trouble(end_at=SIZE // 2))
    part = tmp_path / "a.part"
    assert isinstance(broker.end(download_of(hub, part)), Downloaded)
    assert part.read_bytes() == DATA


def test_a_small_file(broker: Broker, hub: LoopbackHub, tmp_path: Path) -> None:
    hub.put(b"GGUF")
    part = tmp_path / "a.part"
    assert isinstance(broker.end(download_of(hub, part)), Downloaded)
    assert part.read_bytes() == b"GGUF"
