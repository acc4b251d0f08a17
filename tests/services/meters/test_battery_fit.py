"""The formula that is learned while the battery empties."""

import datetime
from pathlib import Path

import pytest

from indoors.core.energy.meter import MICRO, NANO
from indoors.core.energy.track import Step
from indoors.services.meters.battery_fit import BatteryFit
from indoors.services.meters.finding import MeterSources

DAY = datetime.date(2026, 11, 28)


class Laptop:
    def __init__(self, kept: Path | None, day: datetime.date = DAY) -> None:
        self.load = 0.1
        self.now = 0
        self.fit = BatteryFit(kept, lambda: self.load, lambda: day)

    def run(self, load: float, seconds: int) -> bool:
        self.load = load
        made = False
        for _ in range(seconds):
            begin, self.now = self.now, self.now + NANO
            step = Step(begin, self.now, round((5.0 + 20.0 * load) * MICRO))
            made = self.fit.take(step) or made
        return made


def test_it_is_learned_and_kept(tmp_path: Path) -> None:
    kept = tmp_path / "power_model.json"
    laptop = Laptop(kept)
    assert laptop.fit.is_wanted
    assert not laptop.run(0.1, 120)
    assert laptop.run(0.8, 120)
    made = laptop.fit.calibration
    assert made is not None
    assert (made.a, made.b) == pytest.approx((5.0, 20.0), rel=0.01)
    assert Laptop(kept).fit.calibration == made
    assert not Laptop(kept, DAY + datetime.timedelta(days=30)).fit.is_wanted
    assert Laptop(kept, DAY + datetime.timedelta(days=31)).fit.is_wanted
    assert Laptop(kept, DAY - datetime.timedelta(days=1)).fit.is_wanted
    meters = MeterSources(tmp_path, kept=kept).always()
    assert [meter.facts.family for meter in meters] == ["calibrated"]


def test_a_plug_in_between_begins_anew() -> None:
    laptop = Laptop(None)
    laptop.run(0.1, 29)
    assert not laptop.fit.take(None)
    laptop.run(0.1, 29)
    assert not laptop.fit._pieces
    assert laptop.run(0.1, 1) is False
    assert len(laptop.fit._pieces) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a":1}', b"\xff", b"null"])
def test_a_damaged_file_is_no_formula(tmp_path: Path, content: bytes) -> None:
    kept = tmp_path / "power_model.json"
    kept.write_bytes(content)
    assert BatteryFit(kept, lambda: None).calibration is None


def test_a_formula_of_nonsense_is_none(tmp_path: Path) -> None:
    kept = tmp_path / "power_model.json"
    kept.write_bytes(b'{"a":-3.0,"b":20.0,"pieces":9,"residual":0.1,"day":"2026-11-28"}')
    assert BatteryFit(kept, lambda: None).calibration is None
    kept.write_bytes(b'{"a":3.0,"b":20.0,"pieces":9,"residual":0.1,"day":"yesterday"}')
    assert BatteryFit(kept, lambda: None).is_wanted
