"""How fast the battery empties: the whole portable computer, only while it is not plugged in."""

import sys
from collections.abc import Callable
from pathlib import Path

from indoors.core.energy.meter import MICRO, Domain, MeterFacts
from indoors.services.meters.meter import Meter
from indoors.services.probe.files import ROOT, number, text

FACTS = MeterFacts(
    name="battery:discharge",
    domain=Domain.SYSTEM,
    kind="sample",
    family="battery",
    refresh_s=10.0,  # between 1 and 30 s, by the battery's own controller
    error=0.075,
    limit_w=500.0,
)
_FOLDER = "sys/class/power_supply"


class BatteryMeter(Meter):
    """All batteries together, in microwatts."""

    def __init__(self, ask: Callable[[], int | None]) -> None:
        self._ask = ask

    @property
    def facts(self) -> MeterFacts:
        return FACTS

    def read(self) -> int | None:
        return self._ask()


def battery_meters(root: Path = ROOT, system: str = sys.platform) -> list[BatteryMeter]:
    """Return the one meter of this computer's batteries; none if it has none."""
    if system == "linux" and _batteries(root):
        return [BatteryMeter(lambda: discharge_uw(root))]
    if system == "win32":
        from indoors.services.meters.battery_windows import discharge_on_windows_uw, has_battery

        return [BatteryMeter(discharge_on_windows_uw)] if has_battery() else []
    return []


def discharge_uw(root: Path = ROOT) -> int | None:
    """Return the power that leaves the batteries; None while one is charged or none tells."""
    states = [(text(each / "status"), each) for each in _batteries(root)]
    if any(state == "Charging" for state, _ in states):
        return None
    powers = [_power_uw(each) for state, each in states if state == "Discharging"]
    if not powers or any(power is None for power in powers):
        return None
    return sum(power for power in powers if power is not None)


def _batteries(root: Path) -> list[Path]:
    """Return those of the computer; mice and keyboards have theirs listed too."""
    try:
        found = sorted((root / _FOLDER).iterdir())
    except OSError:
        return []
    return [
        each
        for each in found
        if text(each / "type") == "Battery" and text(each / "scope") != "Device"
    ]


def _power_uw(battery: Path) -> int | None:
    """Some drivers tell what leaves with a minus sign, and 0 where they do not know."""
    power = number(battery / "power_now")
    if power is None:
        current, voltage = number(battery / "current_now"), number(battery / "voltage_now")
        if current is None or voltage is None:
            return None
        power = current * voltage // MICRO
    return abs(power) or None
