"""What can be done about counters that may not be read."""

import sys
from pathlib import Path

import pytest

from indoors.services.meters import access
from indoors.services.meters.access import RULE, MeterAccess, meter_access
from tests.helpers.energy import PowerCap

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux's counters")


def look(root: Path, *, tools: bool = True, alone: bool = True) -> MeterAccess:
    return meter_access(root, find=lambda name: name if tools else None, alone=lambda: alone)


def test_the_states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert look(tmp_path) is MeterAccess.ABSENT
    PowerCap(tmp_path).zone("intel-rapl:0", "package-0")
    assert look(tmp_path) is MeterAccess.OPEN
    monkeypatch.setattr(access, "rapl_access", lambda _: "denied")
    assert look(tmp_path) is MeterAccess.ASKABLE
    assert look(tmp_path, tools=False) is MeterAccess.NO_TOOLS
    assert look(tmp_path, alone=False) is MeterAccess.NOT_ALONE
    rule = tmp_path / RULE
    rule.parent.mkdir(parents=True)
    rule.touch()
    assert look(tmp_path) is MeterAccess.PENDING
    monkeypatch.setattr(access, "rapl_access", lambda _: "readable")
    assert look(tmp_path) is MeterAccess.GRANTED
