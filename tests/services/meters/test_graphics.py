"""Sensors of AMD and Intel graphics, from trees like the kernel's."""

from pathlib import Path

import pytest

from indoors.core.energy.choice import Placement, choose
from indoors.core.energy.meter import NANO, Domain
from indoors.core.energy.reasons import Lowered
from indoors.core.energy.track import Track
from indoors.services.meters.hwmon import card_meter, soc_meters
from indoors.services.meters.nvml import open_card, sleeps
from tests.services.probe.trees import tree

CARD = "0000:03:00.0"
DEVICE = f"sys/bus/pci/devices/{CARD}"


def test_an_intel_card_counts_with_32_bits(tmp_path: Path) -> None:
    name = f"{DEVICE}/hwmon/hwmon3/energy1_input"
    tree(tmp_path, {f"{DEVICE}/hwmon/hwmon3/name": "xe\n", name: f"{2**32 - 3_000_000}\n"})
    meter = card_meter(CARD, tmp_path)
    assert meter is not None
    assert (meter.facts.kind, meter.facts.domain) == ("counter", Domain.GPU)
    track = Track(meter.facts)
    track.take(0, meter.read())
    (tmp_path / name).write_text("7000000\n")
    step = track.take(NANO, meter.read())
    assert step is not None
    assert step.uj == 10_000_000


def test_a_counter_with_more_bits_does_not_wrap_there(tmp_path: Path) -> None:
    files = {"name": "i915\n", "energy1_input": f"{2**33}\n"}
    tree(tmp_path, {f"{DEVICE}/hwmon/hwmon0/{name}": said for name, said in files.items()})
    meter = card_meter(CARD, tmp_path)
    assert meter is not None
    assert meter.facts.wraps_at_uj is None


def test_an_amd_card_samples_power_and_is_left_asleep(tmp_path: Path) -> None:
    files = {
        "hwmon/hwmon1/name": "amdgpu\n",
        "hwmon/hwmon1/power1_average": "35000000\n",
        "power/runtime_status": "active\n",
    }
    tree(tmp_path, {f"{DEVICE}/{name}": said for name, said in files.items()})
    meter = card_meter(CARD, tmp_path)
    assert meter is not None
    assert meter.facts.kind == "sample"
    assert meter.read() == 35_000_000
    (tmp_path / DEVICE / "power/runtime_status").write_text("suspended\n")
    assert meter.read() is None
    assert card_meter(CARD, tmp_path) is None


def test_amds_integrated_graphics_are_of_the_whole_chip(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "class": "0x030000\n",
        "vendor": "0x1002\n",
        "gpu_metrics": b"\x78\x00\x02\x01rest",
        "hwmon/hwmon1/name": "amdgpu\n",
        "hwmon/hwmon1/power1_input": "12000000\n",
    }
    tree(tmp_path, {f"{DEVICE}/{name}": said for name, said in files.items()})
    (meter,) = soc_meters(tmp_path)
    assert meter.facts.domain is Domain.SOC
    choice = choose([meter.facts], Placement(shared_graphics=True))
    assert choice.lowered_by == (Lowered.SAMPLED,)
    (tmp_path / DEVICE / "gpu_metrics").write_bytes(b"\x78\x00\x01\x03card")
    assert not soc_meters(tmp_path)


@pytest.mark.parametrize("status", ["suspended", "suspending"])
def test_a_sleeping_card_is_not_woken(
    tmp_path: Path, status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree(tmp_path, {f"{DEVICE}/power/runtime_status": f"{status}\n"})

    def imported(_: str) -> None:
        raise AssertionError("the driver's library would wake it")

    monkeypatch.setattr("indoors.services.meters.nvml.import_module", imported)
    assert sleeps(CARD, tmp_path)
    assert open_card(CARD, tmp_path) is None


def test_nothing_there(tmp_path: Path) -> None:
    assert card_meter(CARD, tmp_path) is None
    assert not soc_meters(tmp_path)
    assert not sleeps(CARD, tmp_path)
