"""Many answers as a handful of figures. What is not known stays apart from what is 0."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from decimal import Decimal
from typing import TypeVar

from msgspec import Struct

from indoors.core.energy.answer import Grade
from indoors.core.insights.plug import at_the_plug
from indoors.core.insights.quantiles import percentiles
from indoors.core.insights.record import Answered
from indoors.core.money.saving import Saving

K = TypeVar("K", bound=Hashable)
SavingOf = Callable[[Answered], Saving | None]

_KNOWN = frozenset({Grade.MEASURED, Grade.PARTIAL, Grade.ESTIMATED})
_WH = 3600.0


class EnergySum(Struct, frozen=True, kw_only=True):
    """Joules of those answers whose energy is known, and how many they are.

    ``half_width_j`` adds up as if all errors had one sign, as those of one meter may.
    """

    joules: float | None = None
    half_width_j: float = 0.0
    plug_j: float = 0.0  # the same at the plug, and the ends of its range
    plug_low_j: float = 0.0
    plug_high_j: float = 0.0
    decode_j: float = 0.0
    decode_tokens: int = 0  # of the same answers
    measured: int = 0
    estimated: int = 0
    unknown: int = 0

    def plus(self, other: "EnergySum") -> "EnergySum":
        """Return both together."""
        known = [each.joules for each in (self, other) if each.joules is not None]
        return EnergySum(
            joules=sum(known) if known else None,
            half_width_j=self.half_width_j + other.half_width_j,
            plug_j=self.plug_j + other.plug_j,
            plug_low_j=self.plug_low_j + other.plug_low_j,
            plug_high_j=self.plug_high_j + other.plug_high_j,
            decode_j=self.decode_j + other.decode_j,
            decode_tokens=self.decode_tokens + other.decode_tokens,
            measured=self.measured + other.measured,
            estimated=self.estimated + other.estimated,
            unknown=self.unknown + other.unknown,
        )

    @property
    def watt_hours(self) -> float | None:
        return None if self.joules is None else self.joules / _WH

    @property
    def joules_per_token(self) -> float | None:
        """Of writing alone: reading is a matter of the question's length."""
        return self.decode_j / self.decode_tokens if self.decode_tokens else None


class MoneySum(Struct, frozen=True, kw_only=True):
    """What was saved by those answers whose price and electricity are known; below 0 a cost."""

    amount: Decimal | None = None
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    electricity: Decimal | None = None
    price: Decimal | None = None  # elsewhere, of all answers with known tokens
    priced: int = 0  # so many are they
    counted: int = 0
    unknown: int = 0

    def plus(self, other: "MoneySum") -> "MoneySum":
        """Return both together."""
        return MoneySum(
            amount=_both(self.amount, other.amount),
            low=self.low + other.low,
            high=self.high + other.high,
            electricity=_both(self.electricity, other.electricity),
            price=_both(self.price, other.price),
            priced=self.priced + other.priced,
            counted=self.counted + other.counted,
            unknown=self.unknown + other.unknown,
        )


class Taken(Struct, frozen=True, kw_only=True):
    """What some answers took and saved: as much as is added up while the app runs."""

    answers: int = 0
    energy: EnergySum = EnergySum()
    money: MoneySum = MoneySum()

    def plus(self, other: "Taken") -> "Taken":
        """Return both together."""
        return Taken(
            answers=self.answers + other.answers,
            energy=self.energy.plus(other.energy),
            money=self.money.plus(other.money),
        )


NOTHING = Taken()


class Summary(Struct, frozen=True, kw_only=True):
    """Figures of a group of answers. Times in milliseconds, speed in tokens per second."""

    answers: int = 0
    prompt_tokens: int = 0
    read_tokens: int = 0  # of the prompts, without what was still in memory
    generated_tokens: int = 0
    speed: float | None = None  # the median
    reading: float | None = None  # of all that was read
    ttft: tuple[float | None, ...] = (None, None, None)  # p50, p90, p99
    energy: EnergySum = EnergySum()
    money: MoneySum = MoneySum()


def summarize(answers: Iterable[Answered], saving_of: SavingOf) -> Summary:
    """Return the figures of these answers."""
    rows = list(answers)
    speeds = [row.tokens_per_second for row in rows if row.tokens_per_second is not None]
    return Summary(
        answers=sum(not row.continued for row in rows),
        prompt_tokens=sum(row.prompt_tokens or 0 for row in rows),
        read_tokens=sum(_read(row) for row in rows),
        generated_tokens=sum(row.generated_tokens or 0 for row in rows),
        speed=percentiles(speeds)[0],
        reading=_reading(rows),
        ttft=percentiles(row.ttft_ms for row in rows if row.ttft_ms is not None),
        energy=energy_of(rows),
        money=money_of(saving_of(row) for row in rows),
    )


def taken_by(answers: Iterable[Answered], saving_of: SavingOf) -> Taken:
    """Return what these answers took and saved."""
    rows = list(answers)
    return Taken(
        answers=sum(not row.continued for row in rows),
        energy=energy_of(rows),
        money=money_of(saving_of(row) for row in rows),
    )


def _read(row: Answered) -> int:
    return max(0, (row.prompt_tokens or 0) - (row.reused_tokens or 0))


def _reading(rows: Iterable[Answered]) -> float | None:
    """Return tokens read in a second, over all answers."""
    known = [row for row in rows if row.prefill_ms and row.prompt_tokens is not None]
    milliseconds = sum(row.prefill_ms or 0.0 for row in known)
    return sum(map(_read, known)) * 1000 / milliseconds if milliseconds else None


def grouped(
    answers: Iterable[Answered], key: Callable[[Answered], K], saving_of: SavingOf
) -> list[tuple[K, Summary]]:
    """Return the figures of each group, the largest first."""
    groups: defaultdict[K, list[Answered]] = defaultdict(list)
    for answer in answers:
        groups[key(answer)].append(answer)
    found = [(name, summarize(rows, saving_of)) for name, rows in groups.items()]
    return sorted(found, key=lambda pair: (-pair[1].answers, str(pair[0])))


def energy_of(answers: Iterable[Answered]) -> EnergySum:
    """Add up what is known of the energy of these answers."""
    unknown = 0
    known: list[Answered] = []
    for answer in answers:
        if answer.energy.grade in _KNOWN and answer.energy.joules is not None:
            known.append(answer)
        else:
            unknown += 1
    if not known:
        return EnergySum(unknown=unknown)
    energies = [answer.energy for answer in known]
    plugs = [band for energy in energies if (band := at_the_plug(energy)) is not None]
    written = [answer for answer in known if answer.generated_tokens]
    estimated = sum(energy.grade is Grade.ESTIMATED for energy in energies)
    return EnergySum(
        joules=sum(energy.joules or 0.0 for energy in energies),
        half_width_j=sum(energy.half_width_j or 0.0 for energy in energies),
        plug_j=sum(band.value for band in plugs),
        plug_low_j=sum(band.low for band in plugs),
        plug_high_j=sum(band.high for band in plugs),
        decode_j=sum(answer.energy.decode_j or 0.0 for answer in written),
        decode_tokens=sum(answer.generated_tokens or 0 for answer in written),
        measured=len(known) - estimated,
        estimated=estimated,
        unknown=unknown,
    )


def money_of(savings: Iterable[Saving | None]) -> MoneySum:
    """Add up savings; those that nobody knows are counted, not taken as 0."""
    amount = low = high = electricity = price = Decimal(0)
    counted = unknown = priced = 0
    for saving in savings:
        if saving is not None:
            price += saving.price
            priced += 1
        if saving is None or saving.amount is None:
            unknown += 1
            continue
        counted += 1
        amount += saving.amount
        low += saving.amount if saving.amount_low is None else saving.amount_low
        high += saving.amount if saving.amount_high is None else saving.amount_high
        electricity += saving.electricity or Decimal(0)
    return MoneySum(
        amount=amount if counted else None,
        low=low,
        high=high,
        electricity=electricity if counted else None,
        price=price if priced else None,
        priced=priced,
        counted=counted,
        unknown=unknown,
    )


def _both(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    if one is None or other is None:
        return one if other is None else other
    return one + other
