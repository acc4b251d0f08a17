"""Memory bandwidth by data sheet, for devices that can't be asked for it.

Bytes per second from the makers' published specifications. Names are matched whole, the
longest first: "M4 Pro" is not "M4".
"""

import re

_GIGABYTES: dict[str, float] = {
    # Apple
    "M1": 68.25, "M1 Pro": 200, "M1 Max": 400, "M1 Ultra": 800, "M2": 100, "M2 Pro": 200,
    "M2 Max": 400, "M2 Ultra": 800, "M3": 100, "M3 Pro": 150, "M3 Max": 400, "M3 Ultra": 800,
    "M4": 120, "M4 Pro": 273, "M4 Max": 546, "M5 Pro": 307, "M5 Max": 614,
    # AMD
    "RX 6700 XT": 384, "RX 7900 XT": 800, "RX 7900 XTX": 960, "RX 6800": 512, "RX 6800 XT": 512,
    "RX 6900 XT": 512, "RX 7600": 288, "RX 7700 XT": 432, "RX 7800 XT": 624, "RX 9070": 640,
    "RX 9070 XT": 640, "Radeon 8060S": 256,
    # Intel
    "Arc A750": 512, "Arc A770": 560, "Arc B570": 380, "Arc B580": 456,
    # NVIDIA boards with one memory for everything, which tell no clock
    "GB10": 273, "Jetson AGX Orin": 204.8,
}  # fmt: skip
_LONGEST_FIRST = sorted(_GIGABYTES, key=len, reverse=True)


def bandwidth_of(name: str) -> int | None:
    """Return the bandwidth of the device that ``name`` names; None if none is known."""
    for known in _LONGEST_FIRST:
        if re.search(rf"(?<!\w){re.escape(known)}(?!\w)", name, re.IGNORECASE):
            return int(_GIGABYTES[known] * 1e9)
    return None
