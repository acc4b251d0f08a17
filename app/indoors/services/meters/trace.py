"""Readings of meters kept as lines of JSON, and played again. No text of anybody's is in them.

    {"meter": {"name": "rapl:package-0", "domain": "package", ...}}
    {"t_ns": 123, "domain": "rapl:package-0", "uj": 456}

The first line of each meter says what it is.
"""

from bisect import bisect_right
from collections.abc import Iterable
from typing import IO

import msgspec

from indoors.core.energy.meter import NANO, MeterFacts
from indoors.services.meters.meter import Meter

LARGEST_LINES = 5_000_000


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One reading; ``domain`` is the meter's name, ``uj`` microwatts where it samples power."""

    t_ns: int
    domain: str
    uj: int


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    meter: MeterFacts


class TraceRecorder:
    """Writes what it is told of (``EnergySession``'s ``seen``)."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._known: set[str] = set()
        self._encoder = msgspec.json.Encoder()

    def __call__(self, t_ns: int, facts: MeterFacts, value: int) -> None:
        if facts.name not in self._known:
            self._known.add(facts.name)
            self._write(Header(facts))
        self._write(Line(t_ns, facts.name, value))

    def _write(self, line: Header | Line) -> None:
        self._file.write(self._encoder.encode(line) + b"\n")


class VirtualClock:
    """Time that passes by order. ``sleep`` is time in which the monotonic clock stands still."""

    def __init__(self, now_ns: int = 0) -> None:
        self._now = now_ns
        self._slept = 0

    def now(self) -> int:
        return self._now

    def wall(self) -> int:
        return self._now + self._slept

    def advance(self, seconds: float) -> None:
        self._now += round(seconds * NANO)

    def sleep(self, seconds: float) -> None:
        self._slept += round(seconds * NANO)


class PlayedMeter(Meter):
    """Says at each moment of the clock what the recorded meter had said last."""

    def __init__(self, facts: MeterFacts, lines: list[Line], clock: VirtualClock) -> None:
        self._facts = facts
        self._times = [line.t_ns for line in lines]
        self._values = [line.uj for line in lines]
        self._clock = clock

    @property
    def facts(self) -> MeterFacts:
        return self._facts

    def read(self) -> int | None:
        place = bisect_right(self._times, self._clock.now())
        return self._values[place - 1] if place else None


def play(lines: Iterable[bytes], clock: VirtualClock) -> list[PlayedMeter]:
    """Return a meter for each that was recorded; lines that are none are passed over."""
    facts: dict[str, MeterFacts] = {}
    readings: dict[str, list[Line]] = {}
    reader = msgspec.json.Decoder(Line)
    header = msgspec.json.Decoder(Header)
    for count, line in enumerate(lines):
        if count >= LARGEST_LINES:
            break
        try:
            if line.startswith(b'{"meter"'):
                meter = header.decode(line).meter
                facts.setdefault(meter.name, meter)
                continue
            told = reader.decode(line)
        except msgspec.DecodeError:
            continue
        if told.domain in facts:
            readings.setdefault(told.domain, []).append(told)
    return [
        PlayedMeter(facts[name], sorted(told, key=lambda each: each.t_ns), clock)
        for name, told in readings.items()
    ]
