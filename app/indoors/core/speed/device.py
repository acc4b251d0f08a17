"""What is usual for a class of devices, before anything was measured on this one.

The figures are fits over public measurements (tests/eval/speed.py prints them) and come with
the spread seen between devices: the scale of the logarithm, of a Student's t (``estimate``).
"""

from dataclasses import dataclass
from enum import StrEnum
from math import log


class DeviceClass(StrEnum):
    CPU = "cpu"
    SHARED = "shared"  # graphics that use main memory: Apple, GB10, processors' own graphics
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Expectation:
    """Logarithms of (seconds per unit of amount, seconds per layer), and how sure they are."""

    mean: tuple[float, float]
    spread: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Usual:
    efficiency: float  # of the bandwidth that a device has by its data sheet
    layer_s: float
    prefill_per_byte: float  # parameters × tokens per second, for each byte per second


_USUAL = {
    DeviceClass.CPU: _Usual(0.66, 36e-6, 6.5),
    DeviceClass.SHARED: _Usual(0.87, 70e-6, 10.0),
    DeviceClass.CARD: _Usual(0.85, 85e-6, 33.0),
}
_MEASURED_EFFICIENCY = 0.9
"""Of a bandwidth that was measured rather than read off a data sheet."""
_SPREAD_BANDWIDTH, _SPREAD_LAYER, _SPREAD_PREFILL = 0.25, 1.0, 0.6
_SPREAD_UNKNOWN = 0.5
_SPREAD_LAYER_UNKNOWN = 1.3
"""Where no bandwidth is known, a usual one is taken. Starting a layer can cost ten times what is
usual (seen on a virtual machine of two cores): a tiny model that is slow must be able to say
that, and not only that memory is slow."""
_USUAL_BANDWIDTH = {DeviceClass.CPU: 45e9, DeviceClass.SHARED: 90e9, DeviceClass.CARD: 350e9}
_LN_PREFILL_LAYER = -11.5  # about 10 µs per layer and token


def expect_writing(
    kind: DeviceClass, bandwidth: float | None, *, is_measured: bool = False
) -> Expectation:
    """Return what to expect of writing with this bandwidth in bytes per second."""
    usual = _USUAL[kind]
    efficiency = _MEASURED_EFFICIENCY if is_measured else usual.efficiency
    rate = efficiency * (bandwidth or _USUAL_BANDWIDTH[kind])
    spread = _SPREAD_BANDWIDTH if bandwidth else _SPREAD_UNKNOWN
    layer_spread = _SPREAD_LAYER if bandwidth else _SPREAD_LAYER_UNKNOWN
    return Expectation((-log(rate), log(usual.layer_s)), (spread, layer_spread))


def expect_prefill(kind: DeviceClass, bandwidth: float | None) -> Expectation:
    """Return what to expect of reading a prompt; bandwidth only hints at the computing power."""
    rate = _USUAL[kind].prefill_per_byte * (bandwidth or _USUAL_BANDWIDTH[kind])
    spread = _SPREAD_PREFILL if bandwidth else _SPREAD_PREFILL + _SPREAD_UNKNOWN
    return Expectation((-log(rate), _LN_PREFILL_LAYER), (spread, _SPREAD_UNKNOWN))
