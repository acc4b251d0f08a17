"""Files arrive whole and right, whatever happens to the connection."""

import random
from pathlib import Path

import pytest

from indoors.protocol.broker import (
    Downloaded,
    Failed,
    Progress,
    RemoteFile,
    Resolved,
    Restarted,
    Stopped,
    Waiting,
)
from indoors.protocol.faults import Fault
from tests.helpers.broker import Broker, download_of, route_to
from tests.helpers.hub import NAME, REPO, LoopbackHub, Trouble, content, wait_until

SIZE = 3 * 1024 * 1024
DATA = content(SIZE)


def failure(broker: Broker, hub: LoopbackHub, part: Path, **changes: object) -> Failed:
    end = broker.end(download_of(hub, part, **changes))
    assert isinstance(end, Failed)
    return end


def test_a_file_arrives(broker: Broker, hub: LoopbackHub, tmp_path: Path) -> None:
    file = hub.put(DATA)
    part = tmp_path / "a.part"
    events = broker.serve(download_of(hub, part))
    assert part.read_bytes() == DATA
    assert [path.name for path in tmp_path.iterdir()] == ["a.part"]
    resolved = next(event for event in events if isinstance(event, Resolved))
    assert (resolved.size, resolved.sha256, resolved.commit) == (SIZE, file.sha256, file.commit)
    done = [event.done for event in events if isinstance(event, Progress)]
    assert done == sorted(done)
    assert done[-1] == SIZE
    end = events[-1]
    assert isinstance(end, Downloaded)
    assert (end.size, end.sha256, end.received) == (SIZE, file.sha256, SIZE)


def test_the_body_is_asked_for_at_the_commit(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    file = hub.put(DATA)
    broker.serve(download_of(hub, tmp_path / "a.part"))
    bodies = [seen.path for seen in hub.seen if seen.method == "GET" and seen.server == "hub"]
    assert bodies == [f"/{REPO}/resolve/{file.commit}/{NAME}"]


TROUBLES = {
    "reset": [Trouble(drop_at=SIZE // 2)],
    "polite end": [Trouble(end_at=SIZE // 3)],
    "ends at once": [Trouble(end_at=0)],
    "ends before the last byte": [Trouble(end_at=SIZE - 1)],
    "stall": [Trouble(stall_at=SIZE // 2)],
    "range ignored": [Trouble(end_at=SIZE // 2), Trouble(ignore_range=True)],
    "range ignored and cut before the old end": [
        Trouble(end_at=SIZE // 2),
        Trouble(ignore_range=True, end_at=SIZE // 4),
        Trouble(ignore_range=True, end_at=SIZE // 2 + 5),
    ],
    "another part": [Trouble(end_at=SIZE // 2), Trouble(shift=-7), Trouble(shift=7)],
    "wrong length": [Trouble(length=9), Trouble(length=-9)],
    "wrong length of a part": [Trouble(end_at=SIZE // 2), Trouble(length=1)],
    "server errors": [Trouble(status=500), Trouble(status=503), Trouble(status=502)],
    "timeout of a gateway": [Trouble(status=408), Trouble(end_at=9), Trouble(status=504)],
    "too many requests": [Trouble(status=429, headers={"Retry-After": "0"})],
}


@pytest.mark.parametrize("name", TROUBLES)
def test_it_goes_on_after(name: str, broker: Broker, hub: LoopbackHub, tmp_path: Path) -> None:
    hub.put(DATA)
    hub.troubles.extend(TROUBLES[name])
    part = tmp_path / "a.part"
    route = route_to(hub, stall_s=0.5)
    end = broker.end(download_of(hub, part, route=route))
    assert isinstance(end, Downloaded)
    assert part.read_bytes() == DATA
    assert not hub.troubles


def test_nothing_is_fetched_twice_after_a_break(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    hub.put(DATA)
    hub.troubles.extend([Trouble(end_at=1_000_001), Trouble(end_at=2_000_002)])
    end = broker.end(download_of(hub, tmp_path / "a.part"))
    assert isinstance(end, Downloaded)
    assert end.received == SIZE
    ranges = [seen.headers.get("range") for seen in hub.bodies()]
    assert ranges == [None, "bytes=1000001-", "bytes=2000002-"]


def drop_points(count: int, seed: int) -> list[tuple[Trouble, ...]]:
    chance = random.Random(seed)
    points = []
    for _ in range(count):
        cuts = sorted(chance.sample(range(SIZE), chance.choice([1, 1, 2, 3])))
        points.append(
            tuple(
                Trouble(drop_at=cut) if chance.random() < 0.5 else Trouble(end_at=cut)
                for cut in cuts
            )
        )
    return points


def survives(
    count: int, seed: int, broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> list[Downloaded]:
    """Download a fresh file for every set of drop points; every one must end the same."""
    ends = []
    for number, troubles in enumerate(drop_points(count, seed)):
        data = content(SIZE, seed=number)
        hub.put(data)
        hub.troubles.extend(troubles)
        part = tmp_path / f"{number}.part"
        end = broker.end(download_of(hub, part))
        assert isinstance(end, Downloaded), (number, troubles, end)
        assert part.read_bytes() == data, (number, troubles)
        assert not hub.troubles
        part.unlink()
        ends.append(end)
    return ends


def test_25_random_drop_points(broker: Broker, hub: LoopbackHub, tmp_path: Path) -> None:
    assert len(survives(25, 1, broker, hub, tmp_path)) == 25


@pytest.mark.slow
def test_200_random_drop_points(broker: Broker, hub: LoopbackHub, tmp_path: Path) -> None:
    assert len(survives(200, 2, broker, hub, tmp_path)) == 200


def test_another_run_goes_on_where_one_was_killed(hub: LoopbackHub, tmp_path: Path) -> None:
    hub.put(DATA)
    part = tmp_path / "a.part"
    chance = random.Random(3)
    for _ in range(4):
        hub.bytes_per_second = 3_000_000
        start = part.stat().st_size if part.exists() else 0
        goal = start + chance.randrange(100_000, 500_000)
        broker = Broker()
        broker.send(download_of(hub, part))
        wait_until(lambda goal=goal: part.exists() and part.stat().st_size >= goal)
        broker.process.kill()
        broker.process.wait()
        assert broker.process.stdout
        assert broker.process.stdin
        broker.process.stdout.close()
        broker.process.stdin.close()
    hub.bytes_per_second = None
    left = SIZE - part.stat().st_size
    assert 0 < left < SIZE
    broker = Broker()
    end = broker.end(download_of(hub, part))
    broker.close()
    assert isinstance(end, Downloaded)
    assert end.received == left
    assert part.read_bytes() == DATA


def test_cancel_stops_at_once_and_keeps_what_is_there(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    hub.put(DATA)
    hub.bytes_per_second = 1_000_000
    part = tmp_path / "a.part"
    broker.send(download_of(hub, part))
    broker.until(Progress)
    broker.cancel("one")
    assert isinstance(broker.until(Stopped)[-1], Stopped)
    kept = part.stat().st_size
    assert 0 < kept < SIZE
    hub.bytes_per_second = None
    end = broker.end(download_of(hub, part))
    assert isinstance(end, Downloaded)
    assert end.received == SIZE - kept
    assert part.read_bytes() == DATA


def test_cancel_ends_a_wait(broker: Broker, hub: LoopbackHub, tmp_path: Path) -> None:
    hub.put(DATA)
    hub.troubles.append(Trouble(status=503))
    broker.send(download_of(hub, tmp_path / "a.part", pause_s=50))
    broker.until(Waiting)
    broker.cancel("one")
    assert isinstance(broker.next(), Stopped)


# ---- what the publisher does, and what happens on the way ---------------------------------


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


# ---- refusals ---------------------------------------------------------------------------


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
