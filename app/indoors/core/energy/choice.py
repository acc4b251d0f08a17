"""Which of the meters to add up, so that what computes is covered and nothing counts twice."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from indoors.core.energy.meter import Domain, MeterFacts
from indoors.core.energy.reasons import Lowered, grade, rank


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the model is. Part of the work is always the processor's."""

    cards: frozenset[str] = frozenset()  # PCI addresses
    shared_graphics: bool = False  # graphics that are part of the processor


@dataclass(frozen=True, slots=True)
class Choice:
    """Meters to add up, and why the figure is less than measured. Without any, why not."""

    meters: tuple[MeterFacts, ...]
    lowered_by: tuple[Lowered, ...] = ()


_COUNTING = ("rapl", "emi", "trace")
"""Families that count the processor and, where they can, its memory."""


def choose(
    meters: Sequence[MeterFacts], placement: Placement, lost: Sequence[MeterFacts] = ()
) -> Choice:
    """Return the set of meters that is known best; of equals the first below.

    ``lost`` are meters that worked before and do not now. A meter at the power input of the
    whole computer goes first. Package and memory go before the board's own sum (psys), which
    is only right where the board's maker calibrated it. A card without a meter is never left
    out of a sum: the rest would be the smaller part, and would look like the whole. A formula
    fitted on the battery goes before the battery itself, which is too slow for one answer.
    """
    sets = list(_sets(meters, placement))
    if not sets:
        why = Lowered.CARD_NOT_METERED if placement.cards and meters else Lowered.NO_METER
        return Choice((), (why,))
    choices = [_choice(each, placement, lost) for each in sets]
    return max(choices, key=lambda choice: rank(grade(choice.lowered_by)))


def _sets(meters: Sequence[MeterFacts], placement: Placement) -> Iterator[tuple[MeterFacts, ...]]:
    """Yield every sensible set, the best first if all is well."""
    yield from ((m,) for m in meters if m.domain is Domain.SYSTEM and m.family == "apple")
    processors = list(_processors(meters))
    if placement.cards:
        cards = [_card(meters, address) for address in sorted(placement.cards)]
        found = tuple(card for card in cards if card is not None)
        if len(found) == len(cards):
            yield from ((*found, *each) for each in (*processors, ()))
    else:
        yield from processors
    families: tuple[str, ...] = ("battery",)
    if not placement.cards and not placement.shared_graphics:  # the others know load alone
        families = ("calibrated", "battery", "tdp")
    for family in families:
        yield from ((m,) for m in meters if m.family == family)


def _processors(meters: Sequence[MeterFacts]) -> Iterator[tuple[MeterFacts, ...]]:
    """Yield what measures the processor: one family at a time, as they overlap."""
    for family in _COUNTING:
        if package := _all(meters, Domain.PACKAGE, family):
            yield (*package, *_all(meters, Domain.DRAM, family))
    for domain in (Domain.PSYS, Domain.SOC):
        yield from ((m,) for m in meters if m.domain is domain and m.kind != "model")


def _card(meters: Sequence[MeterFacts], address: str) -> MeterFacts | None:
    found = [m for m in meters if m.domain is Domain.GPU and m.device == address]
    return min(found, key=lambda m: (m.kind != "counter", m.name), default=None)


def _all(meters: Sequence[MeterFacts], domain: Domain, family: str) -> tuple[MeterFacts, ...]:
    found = {m.name: m for m in meters if m.domain is domain and m.family == family}
    return tuple(found[name] for name in sorted(found))


def _choice(
    chosen: tuple[MeterFacts, ...], placement: Placement, lost: Sequence[MeterFacts]
) -> Choice:
    reasons = [reason for reason, holds in _KINDS.items() if any(holds(m) for m in chosen)]
    if placement.cards and all(m.domain is Domain.GPU for m in chosen):
        reasons.append(Lowered.PROCESSOR_NOT_METERED)
    same = {(m.domain, m.family) for m in chosen}
    if any((m.domain, m.family) in same for m in lost):  # one socket of two
        reasons.append(Lowered.METER_LOST)
    return Choice(chosen, tuple(reasons))


_KINDS: dict[Lowered, Callable[[MeterFacts], bool]] = {
    Lowered.BATTERY: lambda m: m.family == "battery",
    Lowered.CALIBRATED: lambda m: m.family == "calibrated",
    Lowered.FROM_LOAD: lambda m: m.family == "tdp",
    Lowered.SAMPLED: lambda m: m.kind == "sample" and m.family != "battery",
}
