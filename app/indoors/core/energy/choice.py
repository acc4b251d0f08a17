"""Which of the meters to add up, so that what computes is covered and nothing counts twice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indoors.core.energy.meter import Domain, MeterFacts
from indoors.core.energy.reasons import Lowered


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the model is. Part of the work is always the processor's."""

    cards: frozenset[str] = frozenset()  # PCI addresses
    shared_graphics: bool = False  # graphics that are part of the processor


@dataclass(frozen=True, slots=True)
class Choice:
    """Meters to add up. Without any, ``lowered_by`` says why."""

    meters: tuple[MeterFacts, ...]
    lowered_by: tuple[Lowered, ...] = ()


def choose(meters: Sequence[MeterFacts], placement: Placement) -> Choice:
    """Return the best set of meters.

    A meter of the whole computer goes before sums of parts where it is a measurement at the
    power input. Package and memory go before the board's own sum (psys), which is only right
    where the board's maker calibrated it. A card without a meter is never left out of a sum:
    the rest would be the smaller part, and would look like the whole.
    """
    if whole := _of(meters, Domain.SYSTEM, "apple"):
        return Choice(whole[:1], _kind_of(whole[:1]))
    processor = _processor(meters)
    if placement.cards:
        return _with_cards(meters, placement, processor)
    if processor:
        return Choice(processor, _kind_of(processor))
    for family in ("battery", "calibrated", "tdp"):
        found = [m for m in meters if m.family == family]
        if found and (found[0].covers_graphics or not placement.shared_graphics):
            return Choice((found[0],), _kind_of(found[:1]))
    return Choice((), (Lowered.NO_METER,))


def _with_cards(
    meters: Sequence[MeterFacts], placement: Placement, processor: tuple[MeterFacts, ...]
) -> Choice:
    cards = tuple(
        best for address in sorted(placement.cards) if (best := _card(meters, address)) is not None
    )
    if len(cards) == len(placement.cards):
        missing = () if processor else (Lowered.PROCESSOR_NOT_METERED,)
        return Choice((*cards, *processor), (*missing, *_kind_of((*cards, *processor))))
    if battery := _of(meters, Domain.SYSTEM, "battery"):
        return Choice(battery[:1], _kind_of(battery[:1]))
    return Choice((), (Lowered.CARD_NOT_METERED,))


def _processor(meters: Sequence[MeterFacts]) -> tuple[MeterFacts, ...]:
    """Return what measures processor and memory, or nothing."""
    for family in ("rapl", "emi", "trace", "apple"):
        if package := _of(meters, Domain.PACKAGE, family):
            return (*package, *_of(meters, Domain.DRAM, family))
    for domain in (Domain.PSYS, Domain.SOC):
        if found := [m for m in meters if m.domain is domain and m.kind != "model"]:
            return (min(found, key=_counter_first),)
    return ()


def _card(meters: Sequence[MeterFacts], address: str) -> MeterFacts | None:
    found = [m for m in meters if m.domain is Domain.GPU and m.device == address]
    return min(found, key=_counter_first, default=None)


def _of(meters: Sequence[MeterFacts], domain: Domain, family: str) -> tuple[MeterFacts, ...]:
    found: dict[str, MeterFacts] = {
        m.name: m for m in meters if m.domain is domain and m.family == family
    }
    return tuple(found[name] for name in sorted(found))


def _kind_of(chosen: Sequence[MeterFacts]) -> tuple[Lowered, ...]:
    return tuple(reason for reason, holds in _KINDS.items() if any(holds(m) for m in chosen))


_KINDS: dict[Lowered, Callable[[MeterFacts], bool]] = {
    Lowered.BATTERY: lambda m: m.family == "battery",
    Lowered.CALIBRATED: lambda m: m.family == "calibrated",
    Lowered.FROM_LOAD: lambda m: m.family == "tdp",
    Lowered.SAMPLED: lambda m: m.kind == "sample" and m.family != "battery",
    Lowered.UNDERSTATES: lambda m: m.understates,
}


def _counter_first(meter: MeterFacts) -> tuple[bool, str]:
    return meter.kind != "counter", meter.name
