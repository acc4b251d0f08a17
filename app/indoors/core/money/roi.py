"""When staying indoors pays off: total cost, break-even, capacity. All amounts in one currency.

TCO(m) = hardware + set-up hours x rate + m x (electricity + maintenance)
Elsewhere(m) = integration hours x rate + m x (seats x price, or answers x price)
Break-even = (hardware + set-up - integration) / (elsewhere a month - here a month)

"Never" is ``None``, and is an answer like any other.
"""

from decimal import ROUND_CEILING, Decimal
from typing import Annotated

from msgspec import Meta, Struct

from indoors.core.money.amounts import is_amount

_NOTHING = Decimal(0)
_SECONDS = Decimal(3600)
Whole = Annotated[int, Meta(ge=0, le=1_000_000_000_000)]


class Machine(Struct, frozen=True, kw_only=True):
    """What one computer can do with one answer at a time; speeds in tokens per second."""

    reading: Decimal
    writing: Decimal
    read_tokens: Decimal  # of one answer
    written_tokens: Decimal
    hours_a_month: Decimal

    def __post_init__(self) -> None:
        needed = (self.reading, self.writing, self.written_tokens, self.hours_a_month)
        if not is_amount(self.read_tokens) or not all(is_amount(each) and each for each in needed):
            raise ValueError("a computer that never finishes an answer")

    @property
    def seconds_an_answer(self) -> Decimal:
        return self.read_tokens / self.reading + self.written_tokens / self.writing

    @property
    def answers_a_month(self) -> Decimal:
        return self.hours_a_month * _SECONDS / self.seconds_an_answer


class Plan(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a user enters. Amounts a month where not said otherwise.

    ``hardware`` is 0 for a computer that is there anyway. ``electricity`` is that of the
    answers and of the parked model, not of the computer as such. ``price_an_answer`` is
    ``None`` if no model elsewhere is chosen, ``seat_price`` if nobody pays by the head.
    """

    answers: Whole
    people: Whole = 0
    seat_price: Decimal | None = None
    price_an_answer: Decimal | None = None
    hardware: Decimal = _NOTHING  # once
    setup_hours: Decimal = _NOTHING  # once
    integration_hours: Decimal = _NOTHING  # once, to use the cloud
    hour_price: Decimal = _NOTHING
    electricity: Decimal = _NOTHING
    maintenance: Decimal = _NOTHING
    machine: Machine | None = None  # None: its speed is not known

    def __post_init__(self) -> None:
        amounts = (
            *(self.seat_price, self.price_an_answer, self.hardware, self.setup_hours),
            *(self.integration_hours, self.hour_price, self.electricity, self.maintenance),
        )
        if any(each is not None and not is_amount(each) for each in amounts):
            raise ValueError("an amount is below 0 or no number")

    @property
    def at_start(self) -> Decimal:
        """What has to be paid once, before the first answer here."""
        return self.hardware + self.setup_hours * self.hour_price

    @property
    def a_month(self) -> Decimal:
        return self.electricity + self.maintenance

    def total(self, months: Decimal) -> Decimal:
        """Return all that was paid here after so many months."""
        return self.at_start + months * self.a_month

    def per_answer(self, months: Decimal) -> Decimal | None:
        """Return what an answer costs here over so many months; None without answers."""
        answers = self.answers * months
        return self.total(months) / answers if answers else None


class Verdict(Struct, frozen=True, kw_only=True):
    """Staying indoors against one way to pay elsewhere.

    ``break_even_months`` is ``None`` for "never". ``saved_a_month`` counts from then on, and is
    below 0 where elsewhere is cheaper.
    """

    elsewhere_at_start: Decimal
    elsewhere_a_month: Decimal
    saved_a_month: Decimal
    break_even_months: Decimal | None

    def elsewhere_total(self, months: Decimal) -> Decimal:
        """Return all that was paid elsewhere after so many months."""
        return self.elsewhere_at_start + months * self.elsewhere_a_month


class Outlook(Struct, frozen=True, kw_only=True):
    """Both verdicts; ``None`` where the plan has no price for it.

    ``capacity`` is the share of one computer's time that the answers take, 1 being all of it;
    ``machines`` how many computers they need. Both ``None`` if no speed is known.
    """

    against_seats: Verdict | None
    against_tokens: Verdict | None
    capacity: Decimal | None
    machines: int | None


def outlook(plan: Plan) -> Outlook:
    """Return what follows from a plan. ``hardware`` must already be for all its machines."""
    seats, tokens, capacity = None, None, None
    if plan.seat_price is not None:
        seats = _verdict(plan, plan.people * plan.seat_price)
    if plan.price_an_answer is not None:
        tokens = _verdict(plan, plan.answers * plan.price_an_answer)
    if plan.machine is not None:
        capacity = plan.answers / plan.machine.answers_a_month
    return Outlook(
        against_seats=seats,
        against_tokens=tokens,
        capacity=capacity,
        machines=None if capacity is None else _whole(capacity),
    )


def per_thousand_tokens(watts: Decimal, speed: Decimal, per_kwh: Decimal) -> Decimal:
    """Return what electricity 1,000 tokens take at so many watts and tokens per second."""
    return watts / speed * 1000 / 3_600_000 * per_kwh


def _verdict(plan: Plan, a_month: Decimal) -> Verdict:
    there_at_start = plan.integration_hours * plan.hour_price
    saved, ahead = a_month - plan.a_month, plan.at_start - there_at_start
    months = max(_NOTHING, ahead) / saved if saved > 0 else None
    return Verdict(
        elsewhere_at_start=there_at_start,
        elsewhere_a_month=a_month,
        saved_a_month=saved,
        break_even_months=months,
    )


def _whole(capacity: Decimal) -> int:
    return max(1, int(capacity.to_integral_value(rounding=ROUND_CEILING)))
