"""The bytes of Windows' Energy Meter Interface (emi.h), read without Windows.

Version 1 has one channel for each device, version 2 several:

    metadata 1:  unit u32, maker and model u16[16] each, revision u16, size u16, name
    metadata 2:  maker and model u16[16] each, revision u16, channels u16, then for each
                 unit u32, size u16, name; sizes are in bytes
    measurement: for each channel energy u64 in picowatt-hours, time u64 in 100 ns
"""

import struct

from indoors.core.energy.meter import Domain

_NAME_BYTES = 32
_HEAD_1 = struct.Struct(f"<I{2 * _NAME_BYTES}xHH")
_HEAD_2 = struct.Struct(f"<{2 * _NAME_BYTES}xHH")
_CHANNEL = struct.Struct("<IH")
_MEASUREMENT = struct.Struct("<QQ")
_PICOWATT_HOURS = 0
_MOST_CHANNELS = 1_024


class EmiError(ValueError):
    """Not what the header describes."""


def channels(version: int, metadata: bytes) -> list[str]:
    """Return the names of the channels, in their order. Raises ``EmiError``."""
    if version == 1:
        unit, _, size = _unpack(_HEAD_1, metadata, 0)
        return [_name(unit, metadata, _HEAD_1.size, size)]
    if version != 2:
        raise EmiError(f"version {version}")
    _, count = _unpack(_HEAD_2, metadata, 0)
    if count > _MOST_CHANNELS:
        raise EmiError(f"{count} channels")
    names, place = [], _HEAD_2.size
    for _ in range(count):
        unit, size = _unpack(_CHANNEL, metadata, place)
        names.append(_name(unit, metadata, place + _CHANNEL.size, size))
        place += _CHANNEL.size + size
    return names


def energies_uj(measurement: bytes, count: int) -> list[int]:
    """Return the energy of each channel in microjoules. Raises ``EmiError``."""
    found = [_unpack(_MEASUREMENT, measurement, _MEASUREMENT.size * i) for i in range(count)]
    return [energy * 36 // 10_000 for energy, _ in found]  # 1 pWh is 3.6 nJ


def domain_of(channel: str) -> Domain | None:
    """Return what is counted; cores and graphics are parts of the package."""
    if channel.startswith("RAPL_Package"):
        if channel.endswith("_PKG"):
            return Domain.PACKAGE
        if channel.endswith("_DRAM"):
            return Domain.DRAM
    return None


def _name(unit: int, data: bytes, place: int, size: int) -> str:
    if unit != _PICOWATT_HOURS:
        raise EmiError(f"unit {unit}")
    if place + size > len(data):
        raise EmiError("a name is cut off")
    text = data[place : place + size].decode("utf-16-le", errors="replace")
    return text.partition("\0")[0]


def _unpack(layout: struct.Struct, data: bytes, place: int) -> tuple[int, ...]:
    try:
        return layout.unpack_from(data, place)
    except struct.error as error:
        raise EmiError("cut off") from error
