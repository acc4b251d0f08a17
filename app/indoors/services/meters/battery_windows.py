"""Windows: how fast the battery empties. Written from the documentation, not run here."""

import ctypes
import struct
from typing import Any

_SYSTEM_BATTERY_STATE = 5
_STATE = struct.Struct("<4?3xBIIiIII")
"""SYSTEM_BATTERY_STATE: on mains, has battery, charges, discharges; then capacities and rate."""
_UNKNOWN_RATE = -(2**31)
_MICRO_PER_MILLI = 1_000


def discharge_of(state: bytes) -> int | None:
    """Return microwatts from the system's answer; None while charging or if it is not told."""
    if len(state) < _STATE.size:
        return None
    fields = _STATE.unpack_from(state)
    on_mains, present, charges, discharges = fields[:4]
    rate: int = fields[7]
    if on_mains or charges or not (present and discharges):
        return None
    if rate in (0, _UNKNOWN_RATE):
        return None
    return abs(rate) * _MICRO_PER_MILLI


def discharge_on_windows_uw() -> int | None:
    """Ask the system."""
    return discharge_of(_ask())


def has_battery() -> bool:
    """Whether the system tells of a battery."""
    state = _ask()
    return len(state) >= _STATE.size and bool(_STATE.unpack_from(state)[1])


def _ask() -> bytes:
    windows: Any = ctypes
    answer = ctypes.create_string_buffer(_STATE.size)
    call = windows.WinDLL("powrprof").CallNtPowerInformation
    failed = call(_SYSTEM_BATTERY_STATE, None, 0, answer, _STATE.size)
    return b"" if failed else answer.raw
