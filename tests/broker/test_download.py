"""Files arrive whole and right, whatever happens to the connection."""

import random
from pathlib import Path

import pytest

from indoors.protocol.broker import (
    Downloaded,
    Progress,
    Resolved,
    Stopped,
    Waiting,
)
from tests.helpers.broker import Broker, download_of, route_to
from tests.helpers.hub import NAME, REPO, LoopbackHub, Trouble, content, wait_until

SIZE = 3 * 1024 * 1024
DATA = content(SIZE)


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
        broker.until(Progress)
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
