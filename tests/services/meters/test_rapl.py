"""The processor's counters, from trees like the kernel's."""

from pathlib import Path

import pytest

from indoors.core.energy.choice import Placement, choose
from indoors.core.energy.meter import NANO, Domain
from indoors.core.energy.track import Track
from indoors.services.meters.rapl import long_term_limit_w, rapl_access, rapl_meters
from tests.helpers.energy import PowerCap


@pytest.fixture
def cap(tmp_path: Path) -> PowerCap:
    return PowerCap(tmp_path)


def names(cap: PowerCap) -> list[str]:
    return [meter.facts.name for meter in rapl_meters(cap.root)]


def test_a_laptop(cap: PowerCap) -> None:
    package = cap.zone("intel-rapl:0", "package-0", 5_000_000)
    cap.zone("intel-rapl:0:0", "core")
    cap.zone("intel-rapl:0:1", "uncore")
    cap.zone("intel-rapl:0:2", "dram")
    cap.zone("intel-rapl:1", "psys")
    cap.zone("intel-rapl-mmio:0", "package-0", 5_000_000)
    meters = rapl_meters(cap.root)
    assert names(cap) == ["rapl:package-0", "rapl:package-0/dram", "rapl:psys"]
    assert meters[0].read() == 5_000_000
    package.write_text("6000000\n")
    assert meters[0].read() == 6_000_000
    chosen = choose([meter.facts for meter in meters], Placement())
    assert [facts.domain for facts in chosen.meters] == [Domain.PACKAGE, Domain.DRAM]
    assert not chosen.lowered_by
    assert rapl_access(cap.root) == "readable"


def test_the_other_way_serves_where_the_first_is_missing(cap: PowerCap) -> None:
    cap.zone("intel-rapl-mmio:0", "package-0", 7)
    assert names(cap) == ["rapl:package-0"]


def test_two_sockets_and_mirrored_dies(cap: PowerCap) -> None:
    cap.zone("intel-rapl:0", "package-0-die-0", 90_000_000)
    cap.zone("intel-rapl:1", "package-0-die-1", 90_010_000)
    cap.zone("intel-rapl:2", "package-1-die-0", 40_000_000)
    cap.zone("intel-rapl:0:0", "dram", 1_000_000)
    cap.zone("intel-rapl:2:0", "dram", 5_000_000)
    assert names(cap) == [
        "rapl:package-0-die-0",
        "rapl:package-0-die-0/dram",
        "rapl:package-1-die-0",
        "rapl:package-1-die-0/dram",
    ]


def test_dies_of_their_own_are_all_counted(cap: PowerCap) -> None:
    cap.zone("intel-rapl:0", "package-0-die-0", 90_000_000)
    cap.zone("intel-rapl:1", "package-0-die-1", 50_000_000)
    assert names(cap) == ["rapl:package-0-die-0", "rapl:package-0-die-1"]


@pytest.mark.parametrize("said", ["", "garbage", "-", "12 34", "\x00\xff"])
def test_garbage_is_no_reading(cap: PowerCap, said: str) -> None:
    counter = cap.zone("intel-rapl:0", "package-0")
    (meter,) = rapl_meters(cap.root)
    counter.write_text(said)
    assert meter.read() is None


def test_a_zone_that_vanishes_and_returns(cap: PowerCap) -> None:
    counter = cap.zone("intel-rapl:0", "package-0", 10)
    (meter,) = rapl_meters(cap.root)
    track = Track(meter.facts)
    track.take(0, meter.read())
    counter.unlink()
    assert track.take(NANO, meter.read()) is None
    counter.write_text("500\n")
    assert track.take(2 * NANO, meter.read()) is None
    counter.write_text("1500\n")
    step = track.take(3 * NANO, meter.read())
    assert step is not None
    assert (step.uj, track.gaps) == (1_000, 1)


def test_a_wrap(cap: PowerCap) -> None:
    most = 262_143_328_850
    counter = cap.zone("intel-rapl:0", "package-0", most - 30_000_000, most)
    (meter,) = rapl_meters(cap.root)
    track = Track(meter.facts)
    track.take(0, meter.read())
    counter.write_text("70000000\n")
    step = track.take(NANO, meter.read())
    assert step is not None
    assert step.uj == 100_000_000


def test_denied_is_told(cap: PowerCap, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = cap.zone("intel-rapl:0", "package-0")
    opens = Path.open

    def refuse(path: Path, mode: str = "r") -> object:
        if path == counter:  # file modes mean nothing to root, as which tests may run
            raise PermissionError(13, "denied")
        return opens(path, mode)

    monkeypatch.setattr(Path, "open", refuse)
    assert rapl_access(cap.root) == "denied"
    assert not rapl_meters(cap.root)


def test_none_is_told(tmp_path: Path) -> None:
    assert rapl_access(tmp_path) == "absent"
    assert not rapl_meters(tmp_path)
    assert long_term_limit_w(tmp_path) is None


def test_the_long_term_limit_is_for_all_to_read(cap: PowerCap) -> None:
    counter = cap.zone("intel-rapl:0", "package-0")
    (counter.parent / "constraint_0_power_limit_uw").write_text("15000000\n")
    assert long_term_limit_w(cap.root) == pytest.approx(15.0)
